using System.Buffers.Binary;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using Google.Protobuf;
using Grpc.Net.Client;
using Grpc.Testing;
using Licenses.Benchmarks.Harness;

namespace Licenses.Benchmarks.Figures;

/// <summary>The gRPC runtime alone: an echo between two processes, beside plain HTTP/2 between the same two.</summary>
internal sealed class EchoFigure() : Figure("echo", "the gRPC runtime: echo of 200 B and 64 KiB, streams, h2load; server in a process of its own")
{
    private const int Small = 200;
    private const int Large = 64 * 1024;
    private const int WarmUp = 3; // periods: the code is compiled anew while it runs
    private const int StreamLength = 1000;

    public override async Task MeasureAsync(Run run, CancellationToken cancellationToken)
    {
        using var server = await EchoProcess.StartAsync();
        using var channel = GrpcChannel.ForAddress(server.Address);
        using var plain = new HttpMessageInvoker(new SocketsHttpHandler());
        var client = new TestService.TestServiceClient(channel);
        foreach (var (size, serverAim, clientAim) in new[] { (Small, 1.2, 6.7), (Large, 67.6, 73.6) })
        {
            var request = new SimpleRequest { Payload = Zeros(size) };
            var body = new byte[size];
            await MeasureAsync(WarmUp * run.Period, 32, UnaryAsync);
            await MeasureAsync(run.Period, 32, PlainAsync);
            foreach (int callers in new[] { 1, 8, 32 })
            {
                var load = await MeasureAsync(run.Period, callers, UnaryAsync);
                var baseline = await MeasureAsync(run.Period, callers, PlainAsync);
                run.Add(new Row(
                    Run.Text($"unary {size:N0} B, {callers} caller{(callers > 1 ? "s" : "")}"),
                    load.Describe(),
                    $"plain HTTP/2: {baseline.Describe()}",
                    Run.Text($"{load.ServerMicroseconds / baseline.ServerMicroseconds:F2} × the server's time, {load.ClientMicroseconds / baseline.ClientMicroseconds:F2} × the client's"),
                    Run.Text($"allocated < {serverAim} KB server, < {clientAim} KB client"),
                    load.ServerBytes < serverAim * 1000 && load.ClientBytes < clientAim * 1000));
            }

            Task<EchoLoad> MeasureAsync(TimeSpan period, int callers, Func<int, Task> call) =>
                EchoLoad.MeasureAsync(server, callers, period, 1, call, cancellationToken);

            async Task UnaryAsync(int caller) => await client.UnaryCallAsync(request, cancellationToken: cancellationToken);

            Task PlainAsync(int caller) => EchoPlainAsync(plain, server.Address, body, cancellationToken);
        }

        await MeasureDuplexAsync(run, server, client, cancellationToken);
        await MeasureServerStreamAsync(run, server, client, cancellationToken);
        await MeasureByH2LoadAsync(run, server, cancellationToken);
        run.Note("Bytes are allocated bytes for each message of either process. With 32 callers of 64 KiB the transport allocates, too: Kestrel's waits and SocketsHttpHandler's 16 KiB buffers, more of which are under way than the shared pool keeps (DOTNET_SYSTEM_BUFFERS_SHAREDARRAYPOOL_MAXARRAYSPERPARTITION=256 shows it).");
    }

    /// <summary>One stream for each caller: a message goes, comes back, and the next one goes.</summary>
    private static async Task MeasureDuplexAsync(
        Run run, EchoProcess server, TestService.TestServiceClient client, CancellationToken cancellationToken)
    {
        var message = new StreamingOutputCallRequest { Payload = Zeros(Small) };
        foreach (int callers in new[] { 1, 8, 32 })
        {
            var streams = Enumerable.Range(0, callers).Select(_ => client.FullDuplexCall(cancellationToken: cancellationToken)).ToList();
            await EchoLoad.MeasureAsync(server, callers, run.Period, 1, TurnAsync, cancellationToken);
            var load = await EchoLoad.MeasureAsync(server, callers, run.Period, 1, TurnAsync, cancellationToken);
            run.Add(new Row(Run.Text($"duplex {Small} B, turns on {callers} stream{(callers > 1 ? "s" : "")}"), load.Describe()));
            foreach (var stream in streams)
            {
                await stream.RequestStream.CompleteAsync();
                stream.Dispose();
            }

            async Task TurnAsync(int caller)
            {
                await streams[caller].RequestStream.WriteAsync(message, cancellationToken);
                if (!await streams[caller].ResponseStream.MoveNext(cancellationToken))
                {
                    throw new InvalidOperationException("the stream has ended");
                }
            }
        }
    }

    private static async Task MeasureServerStreamAsync(
        Run run, EchoProcess server, TestService.TestServiceClient client, CancellationToken cancellationToken)
    {
        foreach (int size in new[] { Small, Large })
        {
            int length = size == Small ? StreamLength : StreamLength / 20;
            var request = new StreamingOutputCallRequest
            {
                Payload = Zeros(size), ResponseParameters = { new ResponseParameters { Size = length } },
            };
            await EchoLoad.MeasureAsync(server, 8, run.Period, length, ReadAsync, cancellationToken);
            var load = await EchoLoad.MeasureAsync(server, 8, run.Period, length, ReadAsync, cancellationToken);
            run.Add(new Row(Run.Text($"server streaming {size:N0} B, 8 callers, {length} messages a call"), load.Describe(length)));

            async Task ReadAsync(int caller)
            {
                using var call = client.StreamingOutputCall(request, cancellationToken: cancellationToken);
                int count = 0;
                while (await call.ResponseStream.MoveNext(cancellationToken))
                {
                    count++;
                }

                if (count != length)
                {
                    throw new InvalidOperationException($"{count} messages came in place of {length}");
                }
            }
        }
    }

    /// <summary>A client that others wrote, in C: what the server does when the client costs next to nothing.</summary>
    private static async Task MeasureByH2LoadAsync(Run run, EchoProcess server, CancellationToken cancellationToken)
    {
        foreach (int size in new[] { Small, Large })
        {
            var message = new SimpleRequest { Payload = Zeros(size) }.ToByteArray();
            var frame = new byte[message.Length + 5];
            BinaryPrimitives.WriteInt32BigEndian(frame.AsSpan(1), message.Length);
            message.CopyTo(frame, 5);
            var file = Path.Combine(run.Folder.FullName, "frame.bin");
            await File.WriteAllBytesAsync(file, frame, cancellationToken);
            int calls = (int)(run.Period.TotalSeconds * (size == Small ? 20_000 : 2_000));
            await LoadAsync(file, calls / 2);
            var (timeBefore, bytesBefore) = await server.UsedAsync(cancellationToken);
            double perSecond = await LoadAsync(file, calls);
            var (time, bytes) = await server.UsedAsync(cancellationToken);
            run.Add(new Row(
                Run.Text($"h2load {size:N0} B, 4 connections × 8 streams"),
                Run.Text($"{perSecond:N0}/s; server {(time - timeBefore) / calls:F1} µs, {(bytes - bytesBefore) / calls:N0} B"),
                Aim: size == Small ? "server ≤ 20 µs" : "",
                IsReached: size == Small ? (time - timeBefore) / calls <= 20 : null));
        }

        async Task<double> LoadAsync(string file, int calls)
        {
            string[] arguments =
            [
                "-c", "4", "-m", "8", "-n", calls.ToString(CultureInfo.InvariantCulture), "-d", file,
                "-H", "content-type: application/grpc", "-H", "te: trailers", $"{server.Address}grpc.testing.TestService/UnaryCall",
            ];
            using var process = Process.Start(new ProcessStartInfo("h2load", arguments) { RedirectStandardOutput = true })
                ?? throw new InvalidOperationException("h2load does not start");
            var said = await process.StandardOutput.ReadToEndAsync(cancellationToken);
            var line = said.Split('\n').First(text => text.StartsWith("finished", StringComparison.Ordinal));
            return said.Contains($"{calls} succeeded", StringComparison.Ordinal)
                ? double.Parse(line.Split(' ')[3], CultureInfo.InvariantCulture)
                : throw new InvalidOperationException(said);
        }
    }

    private static async Task EchoPlainAsync(HttpMessageInvoker http, Uri address, byte[] body, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(address, EchoServer.Plain))
        {
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Content = new ByteArrayContent(body),
        };
        using var response = await http.SendAsync(request, cancellationToken);
        var answer = await response.Content.ReadAsByteArrayAsync(cancellationToken);
        if (answer.Length != body.Length)
        {
            throw new InvalidOperationException($"{answer.Length} bytes came back");
        }
    }

    private static Payload Zeros(int size) => new() { Body = ByteString.CopyFrom(new byte[size]) };
}
