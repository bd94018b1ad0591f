using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Core.Features;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.Options;

namespace Grpc.AspNetCore.Server;

/// <summary>
/// Fits Kestrel to calls that share a connection. Its rate for responses closes the whole connection when one stream is
/// slow, and cannot be set for a request of HTTP/2; here each call has a limit of its own, and requests of HTTP/1 keep the
/// rate. What would end a connection that is dead altogether is then a ping.
/// </summary>
internal sealed class TransportDefaults : IStartupFilter, IPostConfigureOptions<KestrelServerOptions>, IPostConfigureOptions<SocketTransportOptions>
{
    private const int OfficialWriteBuffer = 64 * 1024;

    /// <summary>As much as Kestrel takes in for a connection; with less, a response of 64 KiB waits each time.</summary>
    private const int WriteBuffer = 1024 * 1024;

    private static readonly TimeSpan PingAfter = TimeSpan.FromMinutes(1);

    private MinDataRate? _rate;

    public void PostConfigure(string? name, KestrelServerOptions options)
    {
        _rate = options.Limits.MinResponseDataRate;
        options.Limits.MinResponseDataRate = null;
        if (options.Limits.Http2.KeepAlivePingDelay == TimeSpan.MaxValue)
        {
            options.Limits.Http2.KeepAlivePingDelay = PingAfter;
        }
    }

    public void PostConfigure(string? name, SocketTransportOptions options)
    {
        if (options.MaxWriteBufferSize == OfficialWriteBuffer)
        {
            options.MaxWriteBufferSize = WriteBuffer;
        }
    }

    public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
    {
        app.Use(following => http =>
        {
            if (!HttpProtocol.IsHttp2(http.Request.Protocol)
                && http.Features.Get<IHttpMinResponseDataRateFeature>() is { } feature)
            {
                feature.MinDataRate = _rate;
            }

            return following(http);
        });
        next(app);
    };
}
