namespace Licenses.Pdf.Composing;

/// <summary>Stream bytes that are already encoded, with the filter that undoes it: compressed once, written often.</summary>
internal sealed record EncodedStream(ReadOnlyMemory<byte> Bytes, string? Filter)
{
    public static EncodedStream Deflated(ReadOnlySpan<byte> data) => new(Deflater.Compress(data), "FlateDecode");

    /// <summary>For what is compressed once and written into many documents.</summary>
    public static EncodedStream DeflatedSmall(ReadOnlySpan<byte> data) =>
        new(Deflater.CompressSmall(data), "FlateDecode");

    public static EncodedStream Plain(ReadOnlyMemory<byte> data) => new(data, null);
}
