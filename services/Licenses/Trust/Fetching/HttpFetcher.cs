using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;

namespace Licenses.Trust.Fetching;

/// <summary>
/// Fetches over HTTP what the policy allows: no redirects, no proxy, no cookies, no decompression, a size cap, one time
/// limit for all of it. What a foreign address says is never followed further.
/// </summary>
public sealed class HttpFetcher : IDisposable
{
    private const int LargestHeader = 16; // KB
    private const int FirstBuffer = 16 * 1024;

    private readonly FetchPolicy _policy;
    private readonly Action<FetchRecord> _observe;
    private readonly Bulkhead<string> _places;
    private readonly HttpMessageInvoker _configured;
    private readonly HttpMessageInvoker _foreign;

    /// <param name="policy">What may be fetched.</param>
    /// <param name="observe">Told of each fetch when it has ended.</param>
    public HttpFetcher(FetchPolicy policy, Action<FetchRecord> observe)
    {
        ArgumentNullException.ThrowIfNull(policy);
        _policy = policy;
        _observe = observe;
        _places = new Bulkhead<string>(policy.MostAtOnce, policy.MostPerSource, policy.MostWaiting);
        _configured = new HttpMessageInvoker(Handler(policy, null));
        _foreign = new HttpMessageInvoker(Handler(policy, ConnectOutsideAsync)); // apart, so that no connection is shared
    }

    public FetchPolicy Policy => _policy;

    /// <summary>Fetches; a failure is an outcome. Only the caller's own cancellation throws.</summary>
    public async ValueTask<FetchOutcome> FetchAsync(FetchOrder order, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(order);
        long start = Stopwatch.GetTimestamp();
        var outcome = await TryAsync(order, cancellationToken);
        var elapsed = Stopwatch.GetElapsedTime(start);
        var record = outcome switch
        {
            FetchOutcome.Fetched fetched => new FetchRecord(
                order.Kind, HostOf(order.Address), "fetched", "", elapsed, fetched.Bytes.Length),
            FetchOutcome.Failed failed => new FetchRecord(
                order.Kind, HostOf(order.Address), failed.Why.ToString(), failed.Detail, elapsed, 0),
            _ => throw new UnreachableException(),
        };
        RevocationTelemetry.CountFetch(order.Kind, record.Outcome, elapsed);
        _observe(record);
        return outcome;
    }

    public void Dispose()
    {
        _configured.Dispose();
        _foreign.Dispose();
    }

    internal static string HostOf(Uri address) => address.IsAbsoluteUri ? address.Authority : "-";

    private async ValueTask<FetchOutcome> TryAsync(FetchOrder order, CancellationToken cancellationToken)
    {
        if (_policy.Refuse(order) is { } refusal)
        {
            return new FetchOutcome.Failed(FetchFailure.NotAllowed, refusal);
        }

        var source = order.Source?.AbsoluteUri ?? HostOf(order.Address);
        if (!(order.MayWait ? await _places.EnterAsync(source, _policy.Timeout, cancellationToken) : _places.TryEnter(source)))
        {
            return new FetchOutcome.Failed(
                FetchFailure.Busy, $"{_policy.MostPerSource} fetches from it are under way, or {_policy.MostAtOnce} altogether");
        }

        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(_policy.Timeout);
        try
        {
            return await ExchangeAsync(order, limit.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new FetchOutcome.Failed(FetchFailure.TooSlow, $"no whole answer within {_policy.Timeout.TotalSeconds:0.#} s");
        }
        catch (Exception e) when (e is HttpRequestException or IOException or SocketException)
        {
            return new FetchOutcome.Failed(FetchFailure.Unreachable, e.Message);
        }
        finally
        {
            _places.Leave(source);
        }
    }

    private async Task<FetchOutcome> ExchangeAsync(FetchOrder order, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(
            order.Body is null ? HttpMethod.Get : HttpMethod.Post, order.Address);
        request.Headers.Accept.ParseAdd(order.Accept);
        if (order.Body is { } body)
        {
            request.Content = new ReadOnlyMemoryContent(body);
            request.Content.Headers.ContentType = MediaTypeHeaderValue.Parse(order.ContentType);
        }

        using var response = await (order.IsConfigured ? _configured : _foreign).SendAsync(request, cancellationToken);
        if (response.StatusCode != HttpStatusCode.OK)
        {
            return new FetchOutcome.Failed(FetchFailure.BadStatus, $"the answer has the status {(int)response.StatusCode}");
        }

        return response.Content.Headers.ContentLength > order.LargestSize
            ? TooLarge(order)
            : await ReadAsync(await response.Content.ReadAsStreamAsync(cancellationToken), order, cancellationToken);
    }

    private static async Task<FetchOutcome> ReadAsync(Stream stream, FetchOrder order, CancellationToken cancellationToken)
    {
        byte[] buffer = new byte[Math.Min(FirstBuffer, order.LargestSize)];
        int length = 0;
        while (true)
        {
            int read = await stream.ReadAsync(buffer.AsMemory(length), cancellationToken);
            length += read;
            if (read == 0)
            {
                return new FetchOutcome.Fetched(buffer.AsMemory(0, length));
            }

            if (length < buffer.Length)
            {
                continue;
            }

            if (length >= order.LargestSize)
            {
                return await stream.ReadAsync(new byte[1], cancellationToken) == 0
                    ? new FetchOutcome.Fetched(buffer)
                    : TooLarge(order);
            }

            Array.Resize(ref buffer, (int)Math.Min(order.LargestSize, 2L * buffer.Length));
        }
    }

    private static FetchOutcome.Failed TooLarge(FetchOrder order) =>
        new(FetchFailure.TooLarge, $"the answer has more than {order.LargestSize} bytes");

    private static SocketsHttpHandler Handler(
        FetchPolicy policy, Func<SocketsHttpConnectionContext, CancellationToken, ValueTask<Stream>>? connect) => new()
        {
            AllowAutoRedirect = false,
            UseProxy = false,
            UseCookies = false,
            AutomaticDecompression = DecompressionMethods.None,
            MaxResponseHeadersLength = LargestHeader,
            MaxResponseDrainSize = 0,
            MaxConnectionsPerServer = policy.MostAtOnce, // a host may hold several sources: the places bound each
            PooledConnectionLifetime = TimeSpan.FromMinutes(2), // so that a moved host is noticed
            ActivityHeadersPropagator = null, // our traces are nobody else's
            ConnectCallback = connect,
        };

    /// <summary>Connects to the very address that was looked at, so that a second look-up cannot lead elsewhere.</summary>
    private async ValueTask<Stream> ConnectOutsideAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        string host = context.DnsEndPoint.Host;
        IPAddress[] usable;
        if (IPAddress.TryParse(host, out var literal))
        {
            usable = [literal]; // the allow-list has the address itself
        }
        else
        {
            var addresses = await Dns.GetHostAddressesAsync(host, cancellationToken);
            usable = _policy.AllowPrivateAddresses ? addresses : Array.FindAll(addresses, PublicAddress.Is);
        }

        if (usable.Length == 0)
        {
            throw new HttpRequestException($"{host} has no public address");
        }

        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(usable, context.DnsEndPoint.Port, cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
