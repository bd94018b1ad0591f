namespace Licenses.Pdf.Syntax;

/// <summary>A stream: its dictionary and its bytes as they stand in the file, filters not yet undone (ISO 32000-2, 7.3.8).</summary>
public abstract class PdfStream(PdfDictionary dictionary) : PdfObject
{
    public PdfDictionary Dictionary { get; } = dictionary;

    /// <summary>The encoded bytes: read from the file when asked for, never kept by this object.</summary>
    public abstract ReadOnlyMemory<byte> ReadEncoded();
}

/// <summary>A stream whose bytes are in memory: composed here, or small.</summary>
public sealed class PdfMemoryStream(PdfDictionary dictionary, ReadOnlyMemory<byte> encoded) : PdfStream(dictionary)
{
    public override ReadOnlyMemory<byte> ReadEncoded() => encoded;
}
