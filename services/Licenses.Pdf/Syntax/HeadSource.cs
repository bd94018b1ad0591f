namespace Licenses.Pdf.Syntax;

/// <summary>The first bytes of another source. Does not own it.</summary>
internal sealed class HeadSource(PdfSource whole, long length) : PdfSource
{
    public override long Length => length;

    public override int Read(long offset, Span<byte> buffer) =>
        offset < 0 || offset >= length
            ? 0
            : whole.Read(offset, buffer[..(int)Math.Min(buffer.Length, length - offset)]);

    public override ReadOnlyMemory<byte> Slice(long offset, int count)
    {
        Require(offset, count);
        return whole.Slice(offset, count);
    }

    internal override ReadOnlyMemory<byte> Window(long offset, int wanted)
    {
        if (offset < 0 || offset > length)
        {
            return default;
        }

        var window = whole.Window(offset, wanted);
        return window.Length > length - offset ? window[..(int)(length - offset)] : window;
    }
}
