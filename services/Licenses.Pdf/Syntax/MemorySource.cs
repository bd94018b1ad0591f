namespace Licenses.Pdf.Syntax;

/// <summary>A document that is in memory already.</summary>
internal sealed class MemorySource(ReadOnlyMemory<byte> bytes) : PdfSource
{
    public override long Length => bytes.Length;

    public override int Read(long offset, Span<byte> buffer)
    {
        if (offset < 0 || offset >= bytes.Length)
        {
            return 0;
        }

        int count = Math.Min(buffer.Length, bytes.Length - (int)offset);
        bytes.Span.Slice((int)offset, count).CopyTo(buffer);
        return count;
    }

    public override ReadOnlyMemory<byte> Slice(long offset, int length)
    {
        Require(offset, length);
        return bytes.Slice((int)offset, length);
    }

    internal override bool TryGetMemory(out ReadOnlyMemory<byte> all)
    {
        all = bytes;
        return true;
    }

    internal override ReadOnlyMemory<byte> Window(long offset, int wanted) =>
        offset < 0 || offset > bytes.Length ? default : bytes[(int)offset..];
}
