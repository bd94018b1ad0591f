namespace Licenses;

/// <summary>What is wrong with one field of a request, named by its path on the wire, such as holder.code.</summary>
public sealed record FieldViolation(string FieldPath, LocalizedText Message);
