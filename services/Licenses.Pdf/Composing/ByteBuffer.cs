namespace Licenses.Pdf.Composing;

/// <summary>A growing array of bytes whose end can be taken back.</summary>
internal sealed class ByteBuffer(int capacity)
{
    private byte[] _bytes = new byte[capacity];

    public int WrittenCount { get; private set; }

    public ReadOnlyMemory<byte> WrittenMemory => _bytes.AsMemory(0, WrittenCount);

    public Span<byte> WrittenSpan => _bytes.AsSpan(0, WrittenCount);

    /// <summary>Room for at least <paramref name="count"/> bytes behind those written.</summary>
    public Span<byte> GetSpan(int count)
    {
        if (_bytes.Length - WrittenCount < count)
        {
            System.Array.Resize(ref _bytes, Math.Max(2 * _bytes.Length, WrittenCount + count));
        }

        return _bytes.AsSpan(WrittenCount);
    }

    public void Advance(int count) => WrittenCount += count;

    public void Write(ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(GetSpan(bytes.Length));
        Advance(bytes.Length);
    }

    public void TruncateBy(int count) => WrittenCount -= count;
}
