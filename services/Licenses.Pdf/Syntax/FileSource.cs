using Microsoft.Win32.SafeHandles;

namespace Licenses.Pdf.Syntax;

/// <summary>A document in a file, read by position. Keeps the last block read: objects that are near are read together.</summary>
internal sealed class FileSource(string path) : PdfSource
{
    private const int BlockSize = 32 * 1024;

    private readonly SafeFileHandle _handle = File.OpenHandle(path, options: FileOptions.RandomAccess);
    private ReadOnlyMemory<byte> _block;
    private long _blockOffset;
    private long _length = -1;

    public override long Length => _length >= 0 ? _length : _length = RandomAccess.GetLength(_handle);

    public override int Read(long offset, Span<byte> buffer)
    {
        int total = 0;
        while (offset >= 0 && total < buffer.Length)
        {
            int count = RandomAccess.Read(_handle, buffer[total..], offset + total);
            if (count == 0)
            {
                break;
            }

            total += count;
        }

        return total;
    }

    internal override ReadOnlyMemory<byte> Window(long offset, int wanted)
    {
        if (offset < 0 || offset > Length)
        {
            return default;
        }

        long available = Length - offset;
        long needed = Math.Min(wanted, available);
        if (offset < _blockOffset || offset + needed > _blockOffset + _block.Length)
        {
            var block = new byte[(int)Math.Min(available, Math.Max(wanted, BlockSize))];
            _block = block.AsMemory(0, Read(offset, block));
            _blockOffset = offset;
        }

        return _block[(int)(offset - _blockOffset)..];
    }

    protected override void Dispose(bool disposing)
    {
        _handle.Dispose();
        base.Dispose(disposing);
    }
}
