using System.Globalization;
using System.Net;
using Grpc.Core;
using Grpc.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Licenses.Benchmarks.Harness;

/// <summary>
/// A server that does nothing but gRPC (and, beside it, plain HTTP/2 as the baseline), for a process of its own: only there
/// are its processor time and its allocations its own. It prints its port and ends with its input.
/// </summary>
internal static class EchoServer
{
    /// <summary>The argument that makes this program such a server.</summary>
    public const string Switch = "--echo-server";

    /// <summary>The path of the plain HTTP/2 echo.</summary>
    public const string Plain = "/plain";

    /// <summary>The path that tells what the process has used so far: microseconds of processor time, bytes allocated.</summary>
    public const string Usage = "/usage";

    public static async Task RunAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel =>
            kestrel.Listen(IPAddress.Loopback, 0, listen => listen.Protocols = HttpProtocols.Http2));
        builder.Services.AddGrpc();
        builder.Services.AddSingleton<EchoService>();
        await using var app = builder.Build();
        app.MapGrpcService<EchoService>();
        app.MapPost(Plain, EchoPlainAsync);
        app.MapGet(Usage, () => string.Create(
            CultureInfo.InvariantCulture, $"{Environment.CpuUsage.TotalTime.TotalMicroseconds} {GC.GetTotalAllocatedBytes(precise: true)}"));
        await app.StartAsync();
        var addresses = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()
            ?? throw new InvalidOperationException("no address");
        Console.WriteLine(new Uri(addresses.Addresses.First()).Port);
        await Console.In.ReadToEndAsync();
    }

    private static async Task EchoPlainAsync(HttpContext http)
    {
        while (true)
        {
            var read = await http.Request.BodyReader.ReadAsync(http.RequestAborted);
            if (read.IsCompleted)
            {
                foreach (var part in read.Buffer)
                {
                    System.Buffers.BuffersExtensions.Write(http.Response.BodyWriter, part.Span);
                }

                http.Request.BodyReader.AdvanceTo(read.Buffer.End);
                return;
            }

            http.Request.BodyReader.AdvanceTo(read.Buffer.Start, read.Buffer.End);
        }
    }

    /// <summary>Gives back what it gets.</summary>
    internal sealed class EchoService : TestService.TestServiceBase
    {
        public override Task<SimpleResponse> UnaryCall(SimpleRequest request, ServerCallContext context) =>
            Task.FromResult(new SimpleResponse { Payload = request.Payload });

        public override async Task FullDuplexCall(
            IAsyncStreamReader<StreamingOutputCallRequest> requestStream,
            IServerStreamWriter<StreamingOutputCallResponse> responseStream,
            ServerCallContext context)
        {
            while (await requestStream.MoveNext())
            {
                await responseStream.WriteAsync(new StreamingOutputCallResponse { Payload = requestStream.Current.Payload });
            }
        }

        public override async Task StreamingOutputCall(
            StreamingOutputCallRequest request, IServerStreamWriter<StreamingOutputCallResponse> responseStream, ServerCallContext context)
        {
            var response = new StreamingOutputCallResponse { Payload = request.Payload };
            for (int sent = 0; sent < request.ResponseParameters[0].Size; sent++)
            {
                await responseStream.WriteAsync(response);
            }
        }
    }
}
