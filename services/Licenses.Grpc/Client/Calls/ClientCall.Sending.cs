using System.Globalization;
using System.Net;
using Grpc.Core;
using Grpc.Framing;

namespace Grpc.Net.Client;

/// <summary>How a request goes out, once or several times, until a response is the call's.</summary>
internal abstract partial class ClientCall
{
    private static readonly string UserAgent =
        $"grpc-dotnet-licenses/{typeof(ClientCall).Assembly.GetName().Version?.ToString(3)} (.NET {Environment.Version})";

    private static readonly TimeSpan WaitForReadyPause = TimeSpan.FromMilliseconds(200);

    private string? _encoding;
    private bool _accepted;

    /// <summary>The encoding that this call's requests use, if any.</summary>
    protected string? RequestEncoding => _encoding ??= Options.Headers?.GetValue(WireHeaders.EncodingRequest) ?? "";

    /// <summary>The body of the next attempt.</summary>
    protected abstract HttpContent CreateContent();

    /// <summary>Whether the requests so far can be sent again.</summary>
    protected virtual bool CanReplay => true;

    /// <summary>No attempt follows: what was kept for one can go.</summary>
    protected virtual void Commit()
    {
    }

    /// <summary>Sends until a response commits the call; a failed call throws its status.</summary>
    protected async Task<HttpResponseMessage> SendAsync()
    {
        Start();
        var retry = Method.Retry is { } policy
            ? new RetryState(policy, Channel.Options.MaxRetryAttempts, Channel.Retries)
            : null;
        for (int attempt = 1; ; attempt++)
        {
            HttpResponseMessage? response = null;
            RpcException failure;
            bool neverSent = false;
            try
            {
                var request = await CreateRequestAsync(attempt);
                try
                {
                    response = await Channel.SendAsync(request, Token);
                }
                finally
                {
                    (request.Content as FrameContent)?.Answered();
                }

                Channel.Became(ConnectivityState.Ready);
                if (ResponseStatus.OfHeaders(response) is not { } early)
                {
                    return Accept(response);
                }

                failure = new RpcException(early, HeadersAsTrailers(response));
                response.Dispose(); // the headers say all: a body that goes on, as proxies' error pages may, would keep the stream
            }
            catch (HttpRequestException exception) when (!Token.IsCancellationRequested)
            {
                neverSent = exception.HttpRequestError is HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError;
                failure = new RpcException(StatusOf(exception));
                Channel.Became(failure.StatusCode == StatusCode.Unavailable ? ConnectivityState.TransientFailure : Channel.State);
            }

            if (!await MayTryAgainAsync(retry, attempt, failure, neverSent))
            {
                return response is null ? throw failure : AcceptEnd(response, failure);
            }
        }
    }

    private HttpResponseMessage Accept(HttpResponseMessage response)
    {
        Commit();
        _accepted = true;
        if (!_response.TrySetResult(response))
        {
            response.Dispose(); // the call ended in the meantime
            throw new OperationCanceledException(Token);
        }

        return response;
    }

    /// <summary>Trailers-only: the headers are there to be asked for, and the call is over.</summary>
    private HttpResponseMessage AcceptEnd(HttpResponseMessage response, RpcException end)
    {
        Commit();
        bool needsMessage = Method.Method.Type is MethodType.Unary or MethodType.ClientStreaming;
        Finish(end.StatusCode == StatusCode.OK && needsMessage ? NoMessage : InOurTime(end.Status), end.Trailers, response);
        return GetStatus().StatusCode == StatusCode.OK ? response : throw ToException();
    }

    private async Task<bool> MayTryAgainAsync(RetryState? retry, int attempt, RpcException failure, bool neverSent)
    {
        if (failure.StatusCode == StatusCode.OK || !CanReplay)
        {
            _accepted = true; // nobody else looks at how it failed
            return false;
        }

        if (Options.IsWaitForReady && neverSent)
        {
            await PauseAsync(attempt, failure, WaitForReadyPause);
            return true;
        }

        var pushback = failure.Trailers.GetValue(WireHeaders.RetryPushback);
        if (retry?.MayRetry(attempt, failure.StatusCode, pushback, out var delay) != true)
        {
            return false;
        }

        await PauseAsync(attempt, failure, delay);
        return CanReplay;
    }

    private Task PauseAsync(int attempt, RpcException failure, TimeSpan delay)
    {
        ClientLog.Retrying(Channel.Log, Method.Method.FullName, attempt, failure.StatusCode, failure.Status.Detail, delay);
        return Task.Delay(delay, Token);
    }

    /// <summary>What throttles retries is how calls end (gRFC A6). Attempts that a retry could follow have been counted there.</summary>
    private void CountOutcome(StatusCode status)
    {
        if (status == StatusCode.OK)
        {
            Channel.Retries.Succeeded();
        }
        else if (_accepted && Method.Retry?.RetryableStatusCodes.Contains(status) == true)
        {
            Channel.Retries.Failed();
        }
    }

    private async ValueTask<HttpRequestMessage> CreateRequestAsync(int attempt)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, Method.Uri)
        {
            Version = Channel.Options.HttpVersion ?? HttpVersion.Version20,
            VersionPolicy = Channel.Options.HttpVersionPolicy ?? HttpVersionPolicy.RequestVersionExact,
            Content = CreateContent(),
        };
        var headers = request.Headers;
        if (_deadline != DateTime.MaxValue)
        {
            headers.TryAddWithoutValidation(WireHeaders.Timeout, GrpcTimeout.Format(_deadline - DateTime.UtcNow));
        }

        headers.TryAddWithoutValidation("te", "trailers");
        headers.TryAddWithoutValidation(WireHeaders.AcceptEncoding, Channel.Codecs.AcceptEncoding);
        headers.TryAddWithoutValidation("user-agent", UserAgent);
        if (!string.IsNullOrEmpty(RequestEncoding))
        {
            headers.TryAddWithoutValidation(WireHeaders.Encoding, RequestEncoding);
        }

        if (attempt > 1)
        {
            headers.TryAddWithoutValidation(WireHeaders.PreviousAttempts, (attempt - 1).ToString(CultureInfo.InvariantCulture));
        }

        if (_host is not null)
        {
            headers.Host = _host;
        }

        AddMetadata(request, Options.Headers);
        await AddCredentialsAsync(request);
        return request;
    }

    private async ValueTask AddCredentialsAsync(HttpRequestMessage request)
    {
        var ofChannel = Channel.Options.Credentials?.CallCredentials;
        var ofCall = Options.Credentials;
        if ((ofChannel ?? ofCall) is null)
        {
            return;
        }

        if (!Channel.IsSecure && !Channel.Options.UnsafeUseInsecureChannelCallCredentials)
        {
            ClientLog.CredentialsNotUsed(Channel.Log, Method.Method.FullName); // they never travel in the clear
            return;
        }

        var context = new AuthInterceptorContext(Method.ServiceUrl, Method.Method.Name, Token);
        var added = new Metadata();
        if (ofChannel is not null)
        {
            await ofChannel.ApplyAsync(context, added);
        }

        if (ofCall is not null)
        {
            await ofCall.ApplyAsync(context, added);
        }

        AddMetadata(request, added);
    }

    private static void AddMetadata(HttpRequestMessage request, Metadata? metadata)
    {
        for (int index = 0; index < metadata?.Count; index++)
        {
            var entry = metadata[index];
            if (!WireMetadata.CanTravel(entry))
            {
                throw new RpcException(new Status(StatusCode.Internal, $"The metadata value of '{entry.Key}' is not printable ASCII."));
            }

            if (!WireHeaders.IsReserved(entry.Key))
            {
                request.Headers.TryAddWithoutValidation(entry.Key, WireMetadata.HeaderValue(entry));
            }
        }
    }

    private static Metadata HeadersAsTrailers(HttpResponseMessage response)
    {
        var trailers = new Metadata();
        ResponseStatus.AddTo(trailers, response.Headers.NonValidated);
        ResponseStatus.AddTo(trailers, response.TrailingHeaders.NonValidated);
        return trailers;
    }
}
