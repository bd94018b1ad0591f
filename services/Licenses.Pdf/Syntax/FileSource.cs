using Microsoft.Win32.SafeHandles;

namespace Licenses.Pdf.Syntax;

/// <summary>
/// A document in a file, read by position. Keeps the last few blocks: objects that are near are read together, in
/// whatever order they are asked for.
/// </summary>
internal sealed class FileSource(string path) : PdfSource
{
    private const int SmallestBlock = 8 * 1024; // objects between large pictures stand alone
    private const int LargestBlock = 64 * 1024; // below what is collected seldom and late
    private const int Alignment = SmallestBlock / 2; // so that reading backwards meets each byte twice at most
    private const int KeptBlocks = 4;

    // No hint of random access: it would switch off the kernel's reading ahead, which keeps a disk busy while we digest.
    private readonly SafeFileHandle _handle = File.OpenHandle(path);
    private readonly (long Offset, ReadOnlyMemory<byte> Bytes)[] _blocks = new (long, ReadOnlyMemory<byte>)[KeptBlocks];
    private int _oldest;
    private int _blockSize = SmallestBlock;
    private long _lastEnd;
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

        long end = offset + Math.Min(wanted, Length - offset);
        foreach (var (start, bytes) in _blocks)
        {
            if (start <= offset && end <= start + bytes.Length)
            {
                return bytes[(int)(offset - start)..];
            }
        }

        long aligned = offset - offset % Alignment;
        bool goesOn = offset <= _lastEnd && offset + Alignment >= _lastEnd; // object after object, as writers put them
        _blockSize = goesOn ? Math.Min(2 * _blockSize, LargestBlock) : SmallestBlock;
        var block = new byte[(int)Math.Min(Length - aligned, Math.Max(end - aligned, _blockSize))];
        var read = block.AsMemory(0, Read(aligned, block));
        _lastEnd = aligned + read.Length;
        _blocks[_oldest] = (aligned, read);
        _oldest = (_oldest + 1) % KeptBlocks;
        return read.Length > offset - aligned ? read[(int)(offset - aligned)..] : default;
    }

    protected override void Dispose(bool disposing)
    {
        _handle.Dispose();
        base.Dispose(disposing);
    }
}
