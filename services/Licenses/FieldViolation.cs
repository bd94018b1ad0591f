namespace Licenses;

/// <summary>One unacceptable field of a request. It never repeats the value, which may be personal data.</summary>
/// <param name="FieldPath">Where, by its path on the wire, such as <c>fields.issuedOn</c>.</param>
/// <param name="Description">What is wrong, for a person.</param>
public sealed record FieldViolation(string FieldPath, LocalizedText Description);
