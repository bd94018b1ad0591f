using Grpc.Core;
using Grpc.Framing;

namespace Grpc.Net.Client;

/// <summary>One call under way, in each of the four shapes.</summary>
internal sealed class ClientCall<TRequest, TResponse>(
    GrpcChannel channel, Method<TRequest, TResponse> method, string? host, CallOptions options)
    : ClientCall(channel, method, host, options)
    where TRequest : class
    where TResponse : class
{
    private PooledBuffer? _request;
    private int _requestUses;
    private int _dropped;
    private RequestWriter<TRequest>? _requests;
    private MessageReader? _reader;

    protected override bool CanReplay => _requests?.CanReplay ?? true;

    internal async Task<TResponse> RunUnaryAsync(TRequest request)
    {
        StartTelemetry();
        try
        {
            Buffer(request);
            return await ReadOnlyResponseAsync(await SendAsync());
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            throw Failure(exception);
        }
    }

    internal async Task<TResponse> RunClientStreamingAsync()
    {
        StartTelemetry();
        try
        {
            return await ReadOnlyResponseAsync(await SendAsync());
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            throw Failure(exception);
        }
    }

    internal void StartServerStreaming(TRequest request) => _ = SendStreamingAsync(request);

    internal void StartDuplexStreaming() => _ = SendStreamingAsync(null);

    internal RequestWriter<TRequest> OpenRequestStream() =>
        _requests = new RequestWriter<TRequest>(
            this, method.RequestMarshaller, CreateWriter(), Method.Retry is null ? null : Channel.Retries,
            Channel.Options.MaxRetryBufferPerCallSize ?? long.MaxValue)
        {
            WriteOptions = Options.WriteOptions,
        };

    /// <summary>The next response, or null once the call has ended well.</summary>
    internal async Task<TResponse?> ReadNextAsync()
    {
        try
        {
            var response = await Response;
            if (IsFinished)
            {
                return GetStatus().StatusCode == StatusCode.OK ? null : throw ToException();
            }

            _reader ??= await OpenAsync(response);
            var message = await _reader.ReadAsync(method.ResponseMarshaller, Token);
            if (message is null)
            {
                await _reader.CompleteAsync();
                return FinishByTrailers(response).StatusCode == StatusCode.OK ? null : throw ToException();
            }

            return message;
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            throw IsFinished ? ToException() : Failure(exception); // ended while we were reading: the end is the reason
        }
    }

    protected override HttpContent CreateContent() => new FrameContent(
        _requests is null ? SendRequestAsync : _requests.SendToAsync);

    protected override void Commit()
    {
        _requests?.Commit();
        Drop();
    }

    protected override void OnFinished()
    {
        _requests?.End();
        Drop();
    }

    private async Task SendRequestAsync(Stream stream, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _requestUses);
        try
        {
            await stream.WriteAsync(_request!.Written, cancellationToken);
        }
        finally
        {
            Release();
        }
    }

    /// <summary>No attempt follows: the call itself no longer needs the request.</summary>
    private void Drop()
    {
        if (Interlocked.Exchange(ref _dropped, 1) == 0)
        {
            Release();
        }
    }

    /// <summary>The buffer goes back only when the call does not need it and nobody sends from it: a response may be early.</summary>
    private void Release()
    {
        if (_request is not null && Interlocked.Decrement(ref _requestUses) == 0)
        {
            _request.Dispose();
        }
    }

    private void Buffer(TRequest request)
    {
        _request = new PooledBuffer();
        _requestUses = 1;
        using var writer = CreateWriter();
        writer.Write(request, method.RequestMarshaller, _request, Options.WriteOptions?.Flags.HasFlag(WriteFlags.NoCompress) != true);
    }

    private MessageWriter CreateWriter()
    {
        var codec = string.IsNullOrEmpty(RequestEncoding) ? null : Channel.Codecs.Find(RequestEncoding)
            ?? throw new InvalidOperationException($"Could not find compression provider for '{RequestEncoding}'.");
        return new MessageWriter { MaxSize = Channel.Options.MaxSendMessageSize, Codec = codec };
    }

    /// <param name="request">The request, where there is only one; it is the caller's again when this method is back.</param>
    private async Task SendStreamingAsync(TRequest? request)
    {
        StartTelemetry();
        try
        {
            if (_requests is null)
            {
                Buffer(request!);
            }

            await SendAsync();
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            Failure(exception);
        }
    }

    private async Task<TResponse> ReadOnlyResponseAsync(HttpResponseMessage response)
    {
        var reader = await OpenAsync(response);
        TResponse? message = null;
        for (bool read = false; !read;)
        {
            var result = await reader.NextAsync(Token);
            read = reader.TakeOnly(result, method.ResponseMarshaller, ref message);
        }

        await reader.CompleteAsync();
        return FinishByTrailers(response, needsMessage: message is null).StatusCode == StatusCode.OK ? message! : throw ToException();
    }

    private async ValueTask<MessageReader> OpenAsync(HttpResponseMessage response)
    {
        var input = new StreamInput(await response.Content.ReadAsStreamAsync(Token));
        var encoding = ResponseStatus.Find(response.Headers.NonValidated, WireHeaders.Encoding);
        var reader = new MessageReader
        {
            Encoding = Compression.CodecSet.IsIdentity(encoding) ? null : encoding,
            Codecs = Channel.Codecs,
            UnknownEncodingStatus = StatusCode.Internal,
        };
        return reader.Open(input, Channel.Options.MaxReceiveMessageSize);
    }
}
