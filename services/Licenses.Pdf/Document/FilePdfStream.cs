using Licenses.Pdf.Syntax;

namespace Licenses.Pdf.Document;

/// <summary>A stream that stands in the file. Its length is looked up, and its bytes are read, only when asked for.</summary>
internal sealed class FilePdfStream(PdfDictionary dictionary, long dataStart, ObjectReader reader) : PdfStream(dictionary)
{
    private long _dataEnd = -1;

    public long DataStart { get; } = dataStart;

    /// <summary>Who undoes the encryption of this stream's bytes; null: they are plain.</summary>
    public Func<ReadOnlyMemory<byte>, ReadOnlyMemory<byte>>? Decrypt { get; init; }

    /// <summary>The end of the data; throws unless endstream stands there.</summary>
    public long DataEnd => _dataEnd >= 0 ? _dataEnd : _dataEnd = reader.FindDataEnd(Dictionary, DataStart);

    public override ReadOnlyMemory<byte> ReadEncoded()
    {
        var stored = ReadStored();
        return Decrypt is null ? stored : Decrypt(stored);
    }

    /// <summary>This stream with its bytes decrypted when they are read.</summary>
    public FilePdfStream WithDecryption(
        PdfDictionary decrypted, Func<ReadOnlyMemory<byte>, ReadOnlyMemory<byte>> decrypt) =>
        new(decrypted, DataStart, reader) { Span = Span, Decrypt = decrypt };

    /// <summary>Some of the bytes as they stand in the file.</summary>
    public ReadOnlyMemory<byte> ReadPart(long from, int count) => reader.Slice(DataStart + from, count);

    /// <summary>The bytes as they stand in the file.</summary>
    public ReadOnlyMemory<byte> ReadStored() => reader.Slice(DataStart, DataEnd - DataStart);
}
