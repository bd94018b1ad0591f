namespace Licenses.Pdf.Syntax;

/// <summary>The bytes of a document, read by position: in memory, or in a file that is never held whole.</summary>
public abstract class PdfSource : IDisposable
{
    public abstract long Length { get; }

    /// <summary>Fills the buffer from the offset on; returns how many bytes there were, fewer only at the end.</summary>
    public abstract int Read(long offset, Span<byte> buffer);

    /// <summary>Bytes [offset, offset + length); throws where the source is shorter. No copy when it is in memory.</summary>
    public virtual ReadOnlyMemory<byte> Slice(long offset, int length)
    {
        Require(offset, length);
        var bytes = new byte[length];
        if (Read(offset, bytes) < length)
        {
            throw new PdfFormatException("The file ends early.", Length);
        }

        return bytes;
    }

    /// <summary>All bytes, where they are in memory anyway.</summary>
    internal virtual bool TryGetMemory(out ReadOnlyMemory<byte> bytes)
    {
        bytes = default;
        return false;
    }

    /// <summary>At least <paramref name="wanted"/> bytes from the offset on, or all that there are.</summary>
    internal abstract ReadOnlyMemory<byte> Window(long offset, int wanted);

    /// <summary>The first bytes of this source as a source of their own: a document as it was at an earlier revision.</summary>
    public PdfSource Head(long length)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(length, Length);
        return length == Length ? this : new HeadSource(this, length);
    }

    /// <summary>This source with an update behind it. This one stays in use, and must stay open.</summary>
    public PdfSource Append(ReadOnlyMemory<byte> update) => update.IsEmpty ? this : new AppendedSource(this, update);

    public static PdfSource FromMemory(ReadOnlyMemory<byte> bytes) => new MemorySource(bytes);

    /// <summary>Opens a file for reading by position. Dispose closes it.</summary>
    public static PdfSource OpenFile(string path) => new FileSource(path);

    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    protected virtual void Dispose(bool disposing)
    {
    }

    private protected void Require(long offset, long length)
    {
        if (offset < 0 || length < 0 || offset > Length || length > Length - offset)
        {
            throw new PdfFormatException("The file ends early.", Math.Max(0, Math.Min(offset, Length)));
        }
    }
}
