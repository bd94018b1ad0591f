using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Licenses.Server.Tests.Telemetry;

/// <summary>A collector that keeps what it is sent, over OTLP/HTTP or OTLP/gRPC.</summary>
internal sealed class OtlpReceiver : IAsyncDisposable
{
    private const int GrpcFrameHeader = 5;

    private readonly WebApplication _app;

    private OtlpReceiver(WebApplication app)
    {
        _app = app;
        Address = new Uri(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());
    }

    public Uri Address { get; }

    public ConcurrentQueue<byte[]> Traces { get; } = [];

    public ConcurrentQueue<byte[]> Metrics { get; } = [];

    public ConcurrentQueue<byte[]> Logs { get; } = [];

    public IEnumerable<byte[]> Everything => Traces.Concat(Metrics).Concat(Logs);

    public static async Task<OtlpReceiver> StartAsync(bool grpc = false)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(
            IPAddress.Loopback, 0, listen => listen.Protocols = grpc ? HttpProtocols.Http2 : HttpProtocols.Http1));
        var app = builder.Build();
        OtlpReceiver? receiver = null;
        app.Run(context => receiver!.TakeAsync(context));
        await app.StartAsync();
        receiver = new OtlpReceiver(app);
        return receiver;
    }

    public Dictionary<string, string> Settings(string protocol) => new()
    {
        ["OTEL_EXPORTER_OTLP_ENDPOINT"] = Address.ToString(),
        ["OTEL_EXPORTER_OTLP_PROTOCOL"] = protocol,
        ["OTEL_SERVICE_NAME"] = "licenses-test",
    };

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
    }

    private async Task TakeAsync(HttpContext context)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body);
        var bytes = body.ToArray();
        var isGrpc = context.Request.ContentType == "application/grpc";
        if (isGrpc)
        {
            int length = BinaryPrimitives.ReadInt32BigEndian(bytes.AsSpan(1));
            bytes = bytes[GrpcFrameHeader..(GrpcFrameHeader + length)];
        }

        QueueOf(context.Request.Path.Value ?? "").Enqueue(bytes);
        context.Response.ContentType = isGrpc ? "application/grpc" : "application/x-protobuf";
        if (isGrpc)
        {
            await context.Response.Body.WriteAsync(new byte[GrpcFrameHeader]); // an empty message
            context.Response.AppendTrailer("grpc-status", "0");
        }
    }

    private ConcurrentQueue<byte[]> QueueOf(string path) =>
        path.Contains("trace", StringComparison.OrdinalIgnoreCase) ? Traces
        : path.Contains("metric", StringComparison.OrdinalIgnoreCase) ? Metrics
        : path.Contains("log", StringComparison.OrdinalIgnoreCase) ? Logs
        : throw new InvalidOperationException($"OTLP has no path {path}");
}
