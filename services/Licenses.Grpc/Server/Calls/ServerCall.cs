using System.Net.Sockets;
using Grpc.Core;
using Grpc.Framing;
using Microsoft.AspNetCore.Http;

namespace Grpc.AspNetCore.Server;

/// <summary>One call under way: what its handler sees of it. Its end is in the other part.</summary>
internal sealed partial class ServerCall : ServerCallContext
{
    internal const string HttpContextKey = "__HttpContext";

    private readonly CallRuntime _runtime;
    private readonly MethodOptions _options;
    private readonly IMethod _method;
    private readonly long _started;
    private Metadata? _requestHeaders;
    private Metadata? _trailers;
    private AuthContext? _authContext;
    private MessageReader? _reader;
    private Status _status = Status.DefaultSuccess;

    internal ServerCall(HttpContext http, IMethod method, MethodOptions options, CallRuntime runtime)
    {
        Http = http;
        _method = method;
        _options = options;
        _runtime = runtime;
        _started = runtime.Clock.GetTimestamp();
    }

    internal HttpContext Http { get; }

    internal IMethod CalledMethod => _method;

    internal MessageReader Reader => _reader ??= new MessageReader(Http.Request.BodyReader, _options.MaxReceive)
    {
        Encoding = RequestEncoding(),
        Codecs = _options.Codecs,
        MaxTotal = _runtime.Limits.MaxRequestBytes,
    };

    protected override string MethodCore => _method.FullName;

    protected override string HostCore => Http.Request.Host.Value ?? "";

    protected override string PeerCore
    {
        get
        {
            var address = Http.Connection.RemoteIpAddress;
            return address switch
            {
                null => "unknown",
                { IsIPv4MappedToIPv6: true } => $"ipv4:{address.MapToIPv4()}:{Http.Connection.RemotePort}",
                { AddressFamily: AddressFamily.InterNetwork } => $"ipv4:{address}:{Http.Connection.RemotePort}",
                _ => $"ipv6:[{address}]:{Http.Connection.RemotePort}",
            };
        }
    }

    protected override DateTime DeadlineCore => _deadlineTime;

    protected override Metadata RequestHeadersCore => _requestHeaders ??= ReadRequestHeaders();

    /// <summary>Who keeps the context beyond the call finds it cancelled, and not the clock of another call.</summary>
    protected override CancellationToken CancellationTokenCore =>
        _over ? new CancellationToken(canceled: true) : _clock?.Source.Token ?? Http.RequestAborted;

    protected override Metadata ResponseTrailersCore => _trailers ??= [];

    protected override Status StatusCore
    {
        get => _status;
        set => _status = value;
    }

    protected override WriteOptions? WriteOptionsCore { get; set; }

    protected override AuthContext AuthContextCore => _authContext ??= PeerIdentity.Of(Http.Connection.ClientCertificate);

    protected override IDictionary<object, object> UserStateCore
    {
        get
        {
            Http.Items[HttpContextKey] = Http;
            return Http.Items!;
        }
    }

    protected override ContextPropagationToken CreatePropagationTokenCore(ContextPropagationOptions? options) =>
        throw new NotImplementedException("Context propagation is not supported.");

    private Metadata ReadRequestHeaders()
    {
        var metadata = new Metadata();
        foreach (var (name, values) in Http.Request.Headers)
        {
            if (WireHeaders.IsHiddenFromService(name))
            {
                continue;
            }

            foreach (var value in values)
            {
                metadata.AddHeader(name, value ?? "");
            }
        }

        return metadata;
    }

    private string? RequestEncoding()
    {
        string? encoding = Http.Request.Headers[WireHeaders.Encoding];
        return Net.Compression.CodecSet.IsIdentity(encoding) ? null : encoding;
    }
}
