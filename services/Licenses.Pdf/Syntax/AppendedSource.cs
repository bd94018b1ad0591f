namespace Licenses.Pdf.Syntax;

/// <summary>A document with further bytes behind it, as if they stood in one file. Does not own the document.</summary>
internal sealed class AppendedSource(PdfSource original, ReadOnlyMemory<byte> appended) : PdfSource
{
    private readonly long _start = original.Length;

    public override long Length => _start + appended.Length;

    public override int Read(long offset, Span<byte> buffer)
    {
        if (offset < 0 || offset >= Length)
        {
            return 0;
        }

        int total = offset < _start ? original.Read(offset, buffer[..(int)Math.Min(buffer.Length, _start - offset)]) : 0;
        if (total < buffer.Length && offset + total >= _start)
        {
            var rest = appended.Span[(int)(offset + total - _start)..];
            rest = rest[..Math.Min(rest.Length, buffer.Length - total)];
            rest.CopyTo(buffer[total..]);
            total += rest.Length;
        }

        return total;
    }

    internal override ReadOnlyMemory<byte> Window(long offset, int wanted)
    {
        if (offset < 0 || offset > Length)
        {
            return default;
        }

        if (offset >= _start)
        {
            return appended[(int)(offset - _start)..];
        }

        if (offset + wanted <= _start)
        {
            return original.Window(offset, wanted);
        }

        var across = new byte[(int)Math.Min(wanted, Length - offset)];
        return across.AsMemory(0, Read(offset, across));
    }
}
