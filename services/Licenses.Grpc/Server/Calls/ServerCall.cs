using System.Net.Sockets;
using Grpc.Core;
using Grpc.Framing;
using Microsoft.AspNetCore.Http;

namespace Grpc.AspNetCore.Server;

/// <summary>One call under way: what its handler sees of it. How it writes and ends is in the other parts.</summary>
internal sealed partial class ServerCall : ServerCallContext
{
    internal const string HttpContextKey = "__HttpContext";

    private readonly CallRuntime _runtime;
    private readonly MethodOptions _options;
    private readonly IMethod _method;
    private readonly CallKit _kit;
    private readonly long _started;
    private Metadata? _requestHeaders;
    private Metadata? _trailers;
    private AuthContext? _authContext;
    private Status _status = Status.DefaultSuccess;

    internal ServerCall(HttpContext http, IMethod method, MethodOptions options, CallRuntime runtime)
    {
        Http = http;
        _method = method;
        _options = options;
        _runtime = runtime;
        _started = runtime.Clock.GetTimestamp();
        _kit = runtime.TakeKit();
        Reader = method.Type is MethodType.Unary or MethodType.ServerStreaming ? _kit.Reader : new MessageReader();
        Reader.Encoding = RequestEncoding();
        Reader.Codecs = options.Codecs;
        Reader.MaxTotal = runtime.Limits.MaxRequestBytes ?? long.MaxValue;
        Reader.Open(http.Request.BodyReader, options.MaxReceive);
        _kit.Writer.Codec = null;
        _kit.Writer.Level = options.Level;
        _kit.Writer.MaxSize = options.MaxSend;
    }

    internal HttpContext Http { get; }

    internal MessageReader Reader { get; }

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

    protected override DateTime DeadlineCore => _callersDeadline;

    protected override Metadata RequestHeadersCore => _requestHeaders ??= ReadRequestHeaders();

    /// <summary>Of this call only, for whoever keeps it; who keeps the context beyond the call finds it cancelled.</summary>
    protected override CancellationToken CancellationTokenCore
    {
        get
        {
            lock (_kit.Gate)
            {
                return _over ? new CancellationToken(canceled: true) : OpenSource().Token;
            }
        }
    }

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
