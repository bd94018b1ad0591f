namespace Licenses.Pdf.Document;

/// <summary>Where an object is (ISO 32000-2, table 18).</summary>
public enum XrefEntryKind : byte
{
    Free,
    InFile,
    InObjectStream,

    /// <summary>A type that this version of PDF does not know: the object is null.</summary>
    Unknown,
}
