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
internal sealed class MessageReader(PipeReader input, int? maxSize) : DeserializationContext
{
    private ReadOnlySequence<byte> _payload;
    private long _taken;

    /// <summary>The most bytes of all messages together, as they travel.</summary>
    internal long? MaxTotal { get; init; }

    /// <summary>What grpc-encoding named, or null if it named nothing or identity.</summary>
    internal string? Encoding { get; set; }

    internal CodecSet Codecs { get; set; } = CodecSet.Standard;

    /// <summary>A server says what it has not implemented; to a client, such an answer is a broken server.</summary>
    internal StatusCode UnknownEncodingStatus { get; init; } = StatusCode.Unimplemented;

    /// <summary>Whether the peer has sent its last byte.</summary>
    internal bool IsAtEnd { get; private set; }

    /// <summary>Whether the transport failed while we read.</summary>
    internal bool IsBroken { get; private set; }

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
                var result = await input.ReadAsync(cancellationToken);
                var buffer = result.Buffer;
                IsAtEnd = result.IsCompleted;
                if (result.IsCanceled)
                {
                    throw new OperationCanceledException("Reading was cancelled.");
                }

                if (TryTakeMessage(buffer, marshaller, out var message))
                {
                    return message;
                }

                input.AdvanceTo(buffer.Start, buffer.End);
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
    /// The only message of the stream, or null if there is none; anything after it is an error. It does not build on
    /// <see cref="ReadAsync"/>: each asynchronous method under way costs every call an object.
    /// </summary>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    internal async ValueTask<T?> ReadSingleAsync<T>(Marshaller<T> marshaller, CancellationToken cancellationToken)
        where T : class
    {
        try
        {
            T? message = null;
            while (true)
            {
                var result = await input.ReadAsync(cancellationToken);
                var buffer = result.Buffer;
                IsAtEnd = result.IsCompleted;
                if (message is null && TryTakeMessage(buffer, marshaller, out message))
                {
                    if (IsAtEnd)
                    {
                        return message;
                    }

                    continue;
                }

                bool isEmpty = buffer.IsEmpty;
                input.AdvanceTo(buffer.Start, buffer.End);
                if (!isEmpty && (message is not null || IsAtEnd))
                {
                    throw Wrong(message is null ? "Incomplete message." : "Additional data after the message received.");
                }

                if (IsAtEnd)
                {
                    return message;
                }
            }
        }
        catch (IOException) when (Broke())
        {
            throw;
        }
    }

    /// <summary>Gives the pipe's memory back.</summary>
    internal ValueTask CompleteAsync() => input.CompleteAsync();

    /// <summary>A filter that catches nothing: Kestrel tells of a lost caller when we read and when we advance.</summary>
    private bool Broke()
    {
        IsBroken = true;
        return false;
    }

    private bool TryTakeMessage<T>(in ReadOnlySequence<byte> buffer, Marshaller<T> marshaller, out T? message)
    {
        message = default;
        if (!FrameHeader.TryRead(buffer, out var header))
        {
            return false;
        }

        if (header.Length > maxSize)
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
            (input as StreamInput)?.Expect(header.Length + FrameHeader.Size);
            return false;
        }

        var payload = buffer.Slice(FrameHeader.Size, header.Length);
        message = header.Compressed ? Inflate(payload, marshaller) : Parse(payload, marshaller);
        _taken += FrameHeader.Size + header.Length;
        IsAtEnd &= buffer.Length == FrameHeader.Size + header.Length;
        input.AdvanceTo(payload.End);
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

        using var inflated = new PooledBuffer(maxSize ?? int.MaxValue);
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
        catch (Exception exception) when (exception is InvalidDataException or EndOfStreamException)
        {
            throw new RpcException(new Status(StatusCode.Internal, "Failed to decompress the message.", exception));
        }

        return Parse(new ReadOnlySequence<byte>(inflated.Written), marshaller);
    }

    private static RpcException TooLarge() => new(new Status(
        StatusCode.ResourceExhausted, "Received message exceeds the maximum configured message size."));

    private static RpcException Wrong(string detail) => new(new Status(StatusCode.Internal, detail));
}
