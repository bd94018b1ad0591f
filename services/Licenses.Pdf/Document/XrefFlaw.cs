namespace Licenses.Pdf.Document;

/// <summary>Something that a cross-reference section may not hold.</summary>
public sealed record XrefFlaw(long Offset, string Detail, string DetailZh);
