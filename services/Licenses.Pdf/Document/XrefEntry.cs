namespace Licenses.Pdf.Document;

/// <summary>What a cross-reference section says about one object.</summary>
/// <param name="Kind">Free, in the file, or in an object stream.</param>
/// <param name="Offset">In the file: its offset. In an object stream: that stream's number. Free: the next free object.</param>
/// <param name="Generation">Its generation; in an object stream: its index there.</param>
public readonly record struct XrefEntry(XrefEntryKind Kind, long Offset, int Generation);
