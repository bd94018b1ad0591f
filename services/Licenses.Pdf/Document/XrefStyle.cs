namespace Licenses.Pdf.Document;

/// <summary>How a cross-reference section is written: as a table (ISO 32000-2, 7.5.4) or as a stream (7.5.8).</summary>
public enum XrefStyle
{
    Table,
    Stream,
}
