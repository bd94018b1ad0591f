using System.Buffers;
using System.IO.Compression;
using Grpc.Core;
using Grpc.Net.Compression;

namespace Grpc.Framing;

/// <summary>
/// Writes messages as frames. A message that knows its size and is not compressed goes straight into the target;
/// any other is collected first, because the header comes before it.
/// </summary>
internal sealed class MessageWriter : SerializationContext, IBufferWriter<byte>, IDisposable
{
    private IBufferWriter<byte> _target = null!;
    private PooledBuffer? _collected;
    private int _announced;
    private int _written;
    private bool _compress;
    private bool _completed;

    /// <summary>The encoding for messages that are compressed.</summary>
    internal ICompressionProvider? Codec { get; set; }

    internal CompressionLevel? Level { get; set; }

    /// <summary>The largest message, before it is compressed.</summary>
    internal int? MaxSize { get; set; }

    internal void Write<T>(T message, Marshaller<T> marshaller, IBufferWriter<byte> target, bool compress)
    {
        _target = target;
        _compress = compress && Codec is not null;
        _announced = -1;
        _written = 0;
        _completed = false;
        marshaller.ContextualSerializer(message, this);
        if (!_completed)
        {
            throw new InvalidOperationException("The serializer returned without completing the message.");
        }
    }

    public override void SetPayloadLength(int payloadLength)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(payloadLength);
        CheckSize(payloadLength);
        _announced = payloadLength;
    }

    public override IBufferWriter<byte> GetBufferWriter()
    {
        if (IsDirect)
        {
            WriteHeader(_target, compressed: false, _announced);
        }
        else
        {
            Collected.Reset();
        }

        return this;
    }

    public override void Complete()
    {
        if (IsDirect)
        {
            if (_written != _announced)
            {
                throw new InvalidOperationException($"The serializer announced {_announced} bytes and wrote {_written}.");
            }
        }
        else
        {
            WriteCollected(Collected.Written.Span);
        }

        _completed = true;
    }

    public override void Complete(byte[] payload)
    {
        ArgumentNullException.ThrowIfNull(payload);
        WriteCollected(payload);
        _completed = true;
    }

    public void Advance(int count)
    {
        _written += count;
        if (IsDirect)
        {
            _target.Advance(count);
        }
        else
        {
            Collected.Advance(count);
        }
    }

    public Memory<byte> GetMemory(int sizeHint = 0) => IsDirect ? _target.GetMemory(sizeHint) : Collected.GetMemory(sizeHint);

    public Span<byte> GetSpan(int sizeHint = 0) => IsDirect ? _target.GetSpan(sizeHint) : Collected.GetSpan(sizeHint);

    public void Dispose() => _collected?.Dispose();

    private bool IsDirect => _announced >= 0 && !_compress;

    private PooledBuffer Collected => _collected ??= new PooledBuffer();

    private void WriteCollected(ReadOnlySpan<byte> payload)
    {
        CheckSize(payload.Length);
        if (!_compress)
        {
            WriteHeader(_target, compressed: false, payload.Length);
            _target.Write(payload);
            return;
        }

        using var packed = new PooledBuffer();
        using (var compressor = Codec!.CreateCompressionStream(packed, Level))
        {
            compressor.Write(payload);
        }

        WriteHeader(_target, compressed: true, (int)packed.Length);
        _target.Write(packed.Written.Span);
    }

    private static void WriteHeader(IBufferWriter<byte> target, bool compressed, int length)
    {
        new FrameHeader(compressed, length).Write(target.GetSpan(FrameHeader.Size));
        target.Advance(FrameHeader.Size);
    }

    private void CheckSize(int length)
    {
        if (length > MaxSize)
        {
            throw new RpcException(new Status(
                StatusCode.ResourceExhausted, "Sending message exceeds the maximum configured message size."));
        }
    }
}
