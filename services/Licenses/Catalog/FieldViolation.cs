namespace Licenses.Catalog;

/// <summary>One field of a request that is not acceptable. It never repeats the value, which may be personal data.</summary>
/// <param name="FieldPath">Where, such as <c>fields.issuedOn</c>.</param>
/// <param name="Description">What is wrong, for a person.</param>
public sealed record FieldViolation(string FieldPath, LocalizedText Description);
