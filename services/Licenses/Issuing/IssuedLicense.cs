namespace Licenses.Issuing;

/// <summary>A license as it was issued.</summary>
/// <param name="License">The license.</param>
/// <param name="Missing">Why its seal is of a lower level than it was meant to be; null where it is not, or was issued earlier.</param>
public sealed record IssuedLicense(License License, string? Missing = null);
