namespace Licenses.Issuing;

/// <summary>What issuing needs to know of its surroundings.</summary>
/// <param name="VerificationAddress">Where the QR code leads, without the number: https://host/v/.</param>
/// <param name="Watermark">Drawn across every face; empty for none. A sample city marks its licenses as samples.</param>
public sealed record IssuingOptions(Uri VerificationAddress, string Watermark);
