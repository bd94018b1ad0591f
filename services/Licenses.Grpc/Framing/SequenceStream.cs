using System.Buffers;

namespace Grpc.Framing;

/// <summary>Reads a sequence of memory as a stream; decompressors want one.</summary>
internal sealed class SequenceStream(ReadOnlySequence<byte> sequence) : SourceStream
{
    private ReadOnlySequence<byte> _rest = sequence;

    public override int Read(Span<byte> buffer)
    {
        int count = (int)Math.Min(buffer.Length, _rest.Length);
        _rest.Slice(0, count).CopyTo(buffer);
        _rest = _rest.Slice(count);
        return count;
    }
}
