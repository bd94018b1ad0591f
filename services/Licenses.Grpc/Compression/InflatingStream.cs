namespace Grpc.Net.Compression;

/// <summary>Inflates one whole message, and fails where it is cut short, corrupt, or followed by anything.</summary>
internal abstract class InflatingStream(EndingStream input) : Stream
{
    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    protected EndingStream Input => input;

    /// <exception cref="EndOfStreamException">The data is cut short.</exception>
    /// <exception cref="InvalidDataException">The data is corrupt, or bytes follow it.</exception>
    public override int Read(Span<byte> buffer)
    {
        int count = Inflate(buffer);
        if (count == 0 && !buffer.IsEmpty)
        {
            if (!input.IsRead)
            {
                throw new InvalidDataException("Bytes follow the compressed data.");
            }

            CheckEnd();
        }

        return count;
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected abstract int Inflate(Span<byte> buffer);

    /// <summary>The data has ended where it should.</summary>
    protected virtual void CheckEnd()
    {
    }

    protected override void Dispose(bool disposing) => input.Dispose();
}
