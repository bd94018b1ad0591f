using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using Grpc.Core;
using Grpc.Net.Compression;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Grpc.Net.Client;

/// <summary>A way to one gRPC server, over HTTP/2 connections that its handler opens, shares and renews.</summary>
public sealed class GrpcChannel : ChannelBase, IDisposable
{
    private readonly ConcurrentDictionary<IMethod, ClientMethod> _methods = new();
    private readonly GrpcChannelOptions _options;
    private readonly HttpMessageInvoker _http;
    private readonly CancellationTokenSource _shutdown = new();
    private readonly bool _ownsHttp;
    private int _state = (int)ConnectivityState.Idle;

    private GrpcChannel(Uri address, GrpcChannelOptions options)
        : base(address.Authority)
    {
        Address = address;
        _options = options;
        CheckCredentials();
        if (options.HttpClient is not null && options.HttpHandler is not null)
        {
            throw new ArgumentException($"{nameof(options.HttpClient)} and {nameof(options.HttpHandler)} have been configured. Only one can be specified.");
        }

        _ownsHttp = options.DisposeHttpClient || (options.HttpClient is null && options.HttpHandler is null);
        _http = options.HttpClient ?? new HttpMessageInvoker(
            options.HttpHandler ?? new Limits.ConnectionOptions().CreateHandler(), _ownsHttp);
        Codecs = options.CompressionProviders is { Count: > 0 } providers ? new CodecSet(providers) : CodecSet.Standard;
        Retries = new RetryBudget(options.ServiceConfig?.RetryThrottling, options.MaxRetryBufferSize ?? long.MaxValue);
        Log = (options.LoggerFactory ?? NullLoggerFactory.Instance).CreateLogger("Grpc.Net.Client.Internal.GrpcCall");
    }

    /// <summary>What the last call or connection attempt found.</summary>
    public ConnectivityState State => _shutdown.IsCancellationRequested
        ? ConnectivityState.Shutdown
        : (ConnectivityState)Volatile.Read(ref _state);

    internal Uri Address { get; }

    internal GrpcChannelOptions Options => _options;

    internal CodecSet Codecs { get; }

    internal RetryBudget Retries { get; }

    internal ILogger Log { get; }

    internal CancellationToken Stopping => _shutdown.Token;

    internal bool IsSecure => Address.Scheme == Uri.UriSchemeHttps;

    public static GrpcChannel ForAddress(string address) => ForAddress(new Uri(address));

    public static GrpcChannel ForAddress(string address, GrpcChannelOptions channelOptions) =>
        ForAddress(new Uri(address), channelOptions);

    public static GrpcChannel ForAddress(Uri address) => ForAddress(address, new GrpcChannelOptions());

    public static GrpcChannel ForAddress(Uri address, GrpcChannelOptions channelOptions)
    {
        ArgumentNullException.ThrowIfNull(address);
        ArgumentNullException.ThrowIfNull(channelOptions);
        return address.Scheme == Uri.UriSchemeHttp || address.Scheme == Uri.UriSchemeHttps
            ? new GrpcChannel(address, channelOptions)
            : throw new ArgumentException($"The scheme '{address.Scheme}' is not http or https.", nameof(address));
    }

    public override CallInvoker CreateCallInvoker()
    {
        ObjectDisposedException.ThrowIf(_shutdown.IsCancellationRequested, this);
        return new HttpCallInvoker(this);
    }

    /// <summary>Finds out whether the server can be reached; calls need not wait for it.</summary>
    public async Task ConnectAsync(CancellationToken cancellationToken = default)
    {
        ObjectDisposedException.ThrowIf(_shutdown.IsCancellationRequested, this);
        Became(ConnectivityState.Connecting);
        try
        {
            using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
            await socket.ConnectAsync(new DnsEndPoint(Address.DnsSafeHost, Address.Port), cancellationToken);
            Became(ConnectivityState.Ready);
        }
        catch (Exception exception) when (exception is SocketException or OperationCanceledException)
        {
            Became(exception is SocketException ? ConnectivityState.TransientFailure : ConnectivityState.Idle);
            throw;
        }
    }

    /// <summary>Cancels calls under way and closes the connections that the channel opened itself.</summary>
    public void Dispose()
    {
        if (_shutdown.IsCancellationRequested)
        {
            return;
        }

        _shutdown.Cancel();
        if (_ownsHttp)
        {
            _http.Dispose();
        }
    }

    protected override Task ShutdownAsyncCore()
    {
        Dispose();
        return Task.CompletedTask;
    }

    internal void Became(ConnectivityState state) => Volatile.Write(ref _state, (int)state);

    internal ClientMethod Describe(IMethod method) =>
        _methods.TryGetValue(method, out var known) ? known : _methods.GetOrAdd(method, ClientMethod.Create(method, this));

    internal Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
        _http is HttpClient client
            ? client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken)
            : _http.SendAsync(request, cancellationToken);

    private void CheckCredentials()
    {
        if (_options.Credentials is { } credentials && credentials.IsSecure != IsSecure)
        {
            throw new InvalidOperationException(
                $"Channel is configured with {(credentials.IsSecure ? "secure" : "insecure")} channel credentials and can't use a '{Address.Scheme}' address.");
        }
    }
}
