using Licenses.Pdf.Syntax;

namespace Licenses.Tests.Pdf.Reading;

/// <summary>A document that counts the bytes asked of it, and is never in memory to its reader.</summary>
internal sealed class CountingSource(byte[] bytes) : PdfSource
{
    /// <summary>Bytes read as a stream.</summary>
    public long Streamed { get; private set; }

    /// <summary>Bytes read to be parsed.</summary>
    public long Parsed { get; private set; }

    public override long Length => bytes.Length;

    public override int Read(long offset, Span<byte> buffer)
    {
        int count = (int)Math.Clamp(bytes.Length - offset, 0, buffer.Length);
        bytes.AsSpan((int)Math.Min(offset, bytes.Length), count).CopyTo(buffer);
        Streamed += count;
        return count;
    }

    internal override ReadOnlyMemory<byte> Window(long offset, int wanted)
    {
        int count = (int)Math.Min(wanted, bytes.Length - offset);
        Parsed += count;
        return bytes.AsMemory((int)offset, count);
    }
}
