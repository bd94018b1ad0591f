using System.Buffers;
using System.IO.Pipelines;
using System.Runtime.CompilerServices;
using Grpc.Core;
using Grpc.Net.Compression;

namespace Grpc.Framing;

/// <summary>
/// Reads messages from a pipe, parsing each straight from the pipe's memory. Everything wrong with the bytes is an
/// RpcException with the status that the peer should see; a declared length is checked before anything is read for it.
/// </summary>
internal sealed class MessageReader : DeserializationContext
{
    /// <summary>One array holds a message and its header, where it must lie in one piece.</summary>
    private static readonly int LargestMessage = Array.MaxLength - FrameHeader.Size;

    private ReadOnlySequence<byte> _payload;
    private PipeReader _input = null!;
    private int? _maxSize;
    private long _taken;

    /// <summary>The most bytes of all messages together, as they travel.</summary>
    internal long MaxTotal { get; set; } = long.MaxValue;

    /// <summary>What grpc-encoding named, or null if it named nothing or identity.</summary>
    internal string? Encoding { get; set; }

    internal CodecSet Codecs { get; set; } = CodecSet.Standard;

    /// <summary>A server says what it has not implemented; to a client, such an answer is a broken server.</summary>
    internal StatusCode UnknownEncodingStatus { get; init; } = StatusCode.Unimplemented;

    /// <summary>Whether the peer has sent its last byte.</summary>
    internal bool IsAtEnd { get; private set; }

    /// <summary>Whether the transport failed while we read, or has not answered yet.</summary>
    internal bool IsBroken { get; private set; }

    /// <summary>Begins to read another stream, whose messages have at most this size before and after decompression.</summary>
    internal MessageReader Open(PipeReader input, int? maxSize)
    {
        _input = input;
        _maxSize = maxSize;
        _taken = 0;
        IsAtEnd = false;
        IsBroken = false;
        return this;
    }

    public override int PayloadLength => (int)_payload.Length;

    public override byte[] PayloadAsNewBuffer() => _payload.ToArray();

    public override ReadOnlySequence<byte> PayloadAsReadOnlySequence() => _payload;

    /// <summary>The next message, or null at the end of the stream.</summary>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    internal async ValueTask<T?> ReadAsync<T>(Marshaller<T> marshaller, CancellationToken cancellationToken)
        where T : class
    {
        try
        {
            while (true)
            {
                var result = await _input.ReadAsync(cancellationToken);
                var buffer = Look(result);
                if (TryTakeMessage(buffer, marshaller, out var message))
                {
                    return message;
                }

                _input.AdvanceTo(buffer.Start, buffer.End);
                if (result.IsCompleted)
                {
                    return buffer.IsEmpty ? null : throw Wrong("Incomplete message.");
                }
            }
        }
        catch (IOException) when (Broke())
        {
            throw;
        }
    }

    /// <summary>
    /// Waits for more of a stream that has only one message. Its reader waits himself, in a loop with
    /// <see cref="TakeOnly"/>: each asynchronous method under way costs every call an object.
    /// </summary>
    internal ValueTask<ReadResult> NextAsync(CancellationToken cancellationToken)
    {
        IsBroken = true; // until it is back
        return _input.ReadAsync(cancellationToken);
    }

    /// <summary>Whether the stream has ended, with its message or without one; anything after the message is an error.</summary>
    internal bool TakeOnly<T>(in ReadResult result, Marshaller<T> marshaller, ref T? message)
        where T : class
    {
        var buffer = Look(result);
        if (message is not null || !TryTakeMessage(buffer, marshaller, out message))
        {
            bool isEmpty = buffer.IsEmpty;
            _input.AdvanceTo(buffer.Start, buffer.End);
            if (!isEmpty && (message is not null || IsAtEnd))
            {
                throw Wrong(message is null ? "Incomplete message." : "Additional data after the message received.");
            }
        }

        IsBroken = false;
        return IsAtEnd;
    }

    /// <summary>Ends a read under way, or the next one, as cancelled.</summary>
    internal void Cancel()
    {
        try
        {
            _input.CancelPendingRead();
        }
        catch (Exception exception) when (exception is IOException or OperationCanceledException or InvalidOperationException)
        {
            // The caller is gone: then reads fail by themselves, and Kestrel says so here, too.
        }
    }

    /// <summary>Gives the pipe's memory back.</summary>
    internal ValueTask CompleteAsync() => _input.CompleteAsync();

    /// <summary>A filter that catches nothing: Kestrel tells of a lost caller when we read and when we advance.</summary>
    private bool Broke()
    {
        IsBroken = true;
        return false;
    }

    private ReadOnlySequence<byte> Look(in ReadResult result)
    {
        IsAtEnd = result.IsCompleted;
        return result.IsCanceled ? throw new OperationCanceledException("Reading was cancelled.") : result.Buffer;
    }

    private bool TryTakeMessage<T>(in ReadOnlySequence<byte> buffer, Marshaller<T> marshaller, out T? message)
    {
        message = default;
        if (!FrameHeader.TryRead(buffer, out var header))
        {
            return false;
        }

        if (header.Length > Math.Min(_maxSize ?? int.MaxValue, LargestMessage))
        {
            throw TooLarge();
        }

        if (_taken + header.Length > MaxTotal)
        {
            throw new RpcException(new Status(
                StatusCode.ResourceExhausted, "The messages of the call exceed the maximum configured size together."));
        }

        if (buffer.Length - FrameHeader.Size < header.Length)
        {
            (_input as StreamInput)?.Expect(header.Length + FrameHeader.Size);
            return false;
        }

        var payload = buffer.Slice(FrameHeader.Size, header.Length);
        message = header.Compressed ? Inflate(payload, marshaller) : Parse(payload, marshaller);
        _taken += FrameHeader.Size + header.Length;
        IsAtEnd &= buffer.Length == FrameHeader.Size + header.Length;
        _input.AdvanceTo(payload.End);
        return true;
    }

    private T Parse<T>(in ReadOnlySequence<byte> payload, Marshaller<T> marshaller)
    {
        _payload = payload;
        try
        {
            return marshaller.ContextualDeserializer(this);
        }
        catch (Exception exception) when (exception is not (RpcException or OutOfMemoryException))
        {
            // Marshallers throw what they like; to the caller all of it is a message that is not what it claims.
            throw new RpcException(new Status(StatusCode.Internal, "Failed to deserialize the message.", exception));
        }
        finally
        {
            _payload = default;
        }
    }

    private T Inflate<T>(in ReadOnlySequence<byte> payload, Marshaller<T> marshaller)
    {
        if (Encoding is null)
        {
            throw Wrong("Request did not include grpc-encoding value with compressed message.");
        }

        var codec = Codecs.Find(Encoding) ?? throw new RpcException(new Status(
            UnknownEncodingStatus, $"Unsupported grpc-encoding value '{Encoding}'. Supported encodings: {Codecs.AcceptEncoding}"));
        if (payload.IsEmpty)
        {
            throw Wrong("Failed to decompress the message."); // no encoding makes nothing out of something
        }

        using var inflated = new PooledBuffer(_maxSize ?? LargestMessage);
        try
        {
            using var source = new SequenceStream(payload);
            using var decompressor = codec.CreateDecompressionStream(source);
            decompressor.CopyTo(inflated);
        }
        catch (MessageTooLargeException)
        {
            throw TooLarge(); // a small frame that inflates without bound
        }
        catch (Exception exception) when (exception is InvalidDataException or IOException) // of memory: it is no broken transport
        {
            throw new RpcException(new Status(StatusCode.Internal, "Failed to decompress the message.", exception));
        }

        return Parse(new ReadOnlySequence<byte>(inflated.Written), marshaller);
    }

    private static RpcException TooLarge() => new(new Status(
        StatusCode.ResourceExhausted, "Received message exceeds the maximum configured message size."));

    private static RpcException Wrong(string detail) => new(new Status(StatusCode.Internal, detail));
}
