namespace Licenses.Pdf.Composing;

/// <summary>One row of a license's table.</summary>
/// <param name="Label">What it is, in Chinese.</param>
/// <param name="Value">The value; wraps, and breaks where it holds a line feed.</param>
/// <param name="LabelEnglish">The label in English, shown smaller beneath.</param>
public sealed record FaceField(string Label, string Value, string? LabelEnglish = null);
