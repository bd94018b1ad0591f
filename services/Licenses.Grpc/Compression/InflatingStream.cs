using Grpc.Framing;

namespace Grpc.Net.Compression;

/// <summary>Inflates one whole message, and fails where it is cut short, corrupt, or followed by anything.</summary>
internal abstract class InflatingStream(EndingStream input) : SourceStream
{
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

    protected abstract int Inflate(Span<byte> buffer);

    /// <summary>The data has ended where it should.</summary>
    protected virtual void CheckEnd()
    {
    }

    protected override void Dispose(bool disposing) => input.Dispose();
}
