using System.Diagnostics;
using Google.Protobuf;
using Grpc.Core;
using Grpc.Testing;

namespace Licenses.Server.Tests.Grpc;

/// <summary>The gRPC interoperability cases with our client, against any server.</summary>
internal static class InteropCases
{
    private const string EncodingRequest = "grpc-internal-encoding-request";

    /// <summary>Without its probe, client_compressed_unary runs against servers that cannot tell whether a request was compressed.</summary>
    internal const string ProbesCompression = "client_compressed_unary";

    /// <summary>Cases that only a server which compresses its responses can play.</summary>
    internal static readonly string[] WantCompression = ["server_compressed_unary", "server_compressed_streaming"];

    private static readonly Dictionary<string, Func<TestService.TestServiceClient, Task>> OfTestService = new()
    {
        ["empty_unary"] = async client => Assert.Equal(new Empty(), await client.EmptyCallAsync(new Empty())),
        ["large_unary"] = LargeUnary,
        ["client_streaming"] = client => ClientStreaming(client, compressed: false),
        ["server_streaming"] = ServerStreaming,
        ["ping_pong"] = PingPong,
        ["empty_stream"] = EmptyStream,
        [ProbesCompression] = client => ClientCompressedUnary(client, probe: true),
        ["server_compressed_unary"] = ServerCompressedUnary,
        ["client_compressed_streaming"] = client => ClientStreaming(client, compressed: true),
        ["server_compressed_streaming"] = ServerCompressedStreaming,
        ["cancel_after_begin"] = CancelAfterBegin,
        ["cancel_after_first_response"] = CancelAfterFirstResponse,
        ["timeout_on_sleeping_server"] = TimeoutOnSleepingServer,
        ["custom_metadata"] = CustomMetadata,
        ["status_code_and_message"] = client => StatusAndMessage(client, "test status message"),
        ["special_status_message"] = client => StatusAndMessage(
            client, "\t\ntest with whitespace\r\nand Unicode BMP ☺ and non-BMP 😈\t\n"),
        ["unimplemented_method"] = client => ThrowsAsync(
            StatusCode.Unimplemented, client.UnimplementedCallAsync(new Empty()).ResponseAsync),
    };

    internal static IEnumerable<string> Names => [.. OfTestService.Keys, "unimplemented_service"];

    /// <summary>Plays one case; a failure throws.</summary>
    internal static Task RunAsync(string name, CallInvoker calls, bool probe = true)
    {
        var run = name == "unimplemented_service"
            ? UnimplementedServiceAsync(new UnimplementedService.UnimplementedServiceClient(calls))
            : name == ProbesCompression
            ? ClientCompressedUnary(new TestService.TestServiceClient(calls), probe)
            : OfTestService[name](new TestService.TestServiceClient(calls));
        return run.WaitAsync(TimeSpan.FromSeconds(20));
    }

    private static Task<RpcException> UnimplementedServiceAsync(UnimplementedService.UnimplementedServiceClient client) =>
        ThrowsAsync(StatusCode.Unimplemented, client.UnimplementedCallAsync(new Empty()).ResponseAsync);

    private static async Task LargeUnary(TestService.TestServiceClient client)
    {
        var response = await client.UnaryCallAsync(new SimpleRequest { ResponseSize = 314159, Payload = Zeros(271828) });

        Assert.Equal(314159, response.Payload.Body.Length);
    }

    private static async Task ClientStreaming(TestService.TestServiceClient client, bool compressed)
    {
        int[] sizes = compressed ? [27182, 45904] : [27182, 8, 1828, 45904];
        using var call = client.StreamingInputCall(compressed ? Gzip() : null);
        foreach (var size in sizes)
        {
            bool compress = compressed && size == 27182;
            call.RequestStream.WriteOptions = compress ? null : new WriteOptions(WriteFlags.NoCompress);
            await call.RequestStream.WriteAsync(new StreamingInputCallRequest
            {
                Payload = Zeros(size),
                ExpectCompressed = compressed ? new BoolValue { Value = compress } : null,
            });
        }

        await call.RequestStream.CompleteAsync();

        Assert.Equal(compressed ? 73086 : 74922, (await call).AggregatedPayloadSize);
    }

    private static async Task ServerStreaming(TestService.TestServiceClient client)
    {
        int[] sizes = [31415, 9, 2653, 58979];
        var request = new StreamingOutputCallRequest();
        request.ResponseParameters.AddRange(sizes.Select(size => new ResponseParameters { Size = size }));
        using var call = client.StreamingOutputCall(request);

        Assert.Equal(sizes, await call.ResponseStream.ReadAllAsync().Select(response => response.Payload.Body.Length).ToListAsync());
    }

    private static async Task PingPong(TestService.TestServiceClient client)
    {
        using var call = client.FullDuplexCall();
        foreach (var (ask, answer) in new[] { (27182, 31415), (8, 9), (1828, 2653), (45904, 58979) })
        {
            await call.RequestStream.WriteAsync(Wish(answer, ask));
            Assert.True(await call.ResponseStream.MoveNext());
            Assert.Equal(answer, call.ResponseStream.Current.Payload.Body.Length);
        }

        await call.RequestStream.CompleteAsync();
        Assert.False(await call.ResponseStream.MoveNext());
        Assert.Equal(StatusCode.OK, call.GetStatus().StatusCode);
    }

    private static async Task EmptyStream(TestService.TestServiceClient client)
    {
        using var call = client.FullDuplexCall();
        await call.RequestStream.CompleteAsync();

        Assert.False(await call.ResponseStream.MoveNext());
        Assert.Equal(StatusCode.OK, call.GetStatus().StatusCode);
    }

    private static async Task ClientCompressedUnary(TestService.TestServiceClient client, bool probe)
    {
        var request = new SimpleRequest { ExpectCompressed = new BoolValue { Value = true }, ResponseSize = 314159, Payload = Zeros(271828) };
        if (probe)
        {
            await ThrowsAsync(StatusCode.InvalidArgument, client.UnaryCallAsync(request).ResponseAsync);
        }

        var compressed = await client.UnaryCallAsync(request, Gzip());
        request.ExpectCompressed.Value = false;
        var plain = await client.UnaryCallAsync(request);

        Assert.Equal(314159, compressed.Payload.Body.Length);
        Assert.Equal(314159, plain.Payload.Body.Length);
    }

    private static async Task ServerCompressedUnary(TestService.TestServiceClient client)
    {
        foreach (var compressed in new[] { true, false })
        {
            var call = client.UnaryCallAsync(new SimpleRequest
            {
                ResponseCompressed = new BoolValue { Value = compressed }, ResponseSize = 314159, Payload = Zeros(271828),
            });
            Assert.Equal(314159, (await call).Payload.Body.Length);
        }
    }

    private static async Task ServerCompressedStreaming(TestService.TestServiceClient client)
    {
        using var call = client.StreamingOutputCall(new StreamingOutputCallRequest
        {
            ResponseParameters =
            {
                new ResponseParameters { Size = 31415, Compressed = new BoolValue { Value = true } },
                new ResponseParameters { Size = 92653, Compressed = new BoolValue { Value = false } },
            },
        });

        Assert.Equal([31415, 92653], await call.ResponseStream.ReadAllAsync().Select(response => response.Payload.Body.Length).ToListAsync());
    }

    private static async Task CancelAfterBegin(TestService.TestServiceClient client)
    {
        using var cancellation = new CancellationTokenSource();
        using var call = client.StreamingInputCall(cancellationToken: cancellation.Token);
        await cancellation.CancelAsync();

        await ThrowsAsync(StatusCode.Cancelled, call.ResponseAsync);
        Assert.Equal(StatusCode.Cancelled, call.GetStatus().StatusCode);
    }

    private static async Task CancelAfterFirstResponse(TestService.TestServiceClient client)
    {
        using var cancellation = new CancellationTokenSource();
        using var call = client.FullDuplexCall(cancellationToken: cancellation.Token);
        await call.RequestStream.WriteAsync(Wish(31415, 27182));
        Assert.True(await call.ResponseStream.MoveNext());
        await cancellation.CancelAsync();

        await ThrowsAsync(StatusCode.Cancelled, call.ResponseStream.MoveNext());
    }

    private static async Task TimeoutOnSleepingServer(TestService.TestServiceClient client)
    {
        var watch = Stopwatch.StartNew();
        using var call = client.FullDuplexCall(deadline: DateTime.UtcNow.AddMilliseconds(1));
        try
        {
            await call.RequestStream.WriteAsync(new StreamingOutputCallRequest { Payload = Zeros(27182) });
        }
        catch (RpcException exception)
        {
            Assert.Equal(StatusCode.DeadlineExceeded, exception.StatusCode);
        }

        await ThrowsAsync(StatusCode.DeadlineExceeded, call.ResponseStream.MoveNext());
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(5));
    }

    private static async Task CustomMetadata(TestService.TestServiceClient client)
    {
        byte[] trailing = [0xab, 0xab, 0xab];
        var headers = new Metadata
        {
            { "x-grpc-test-echo-initial", "test_initial_metadata_value" },
            { "x-grpc-test-echo-trailing-bin", trailing },
        };
        using var unary = client.UnaryCallAsync(new SimpleRequest { ResponseSize = 314159, Payload = Zeros(271828) }, headers);
        await unary;
        using var duplex = client.FullDuplexCall(headers);
        await duplex.RequestStream.WriteAsync(Wish(314159, 271828));
        await duplex.RequestStream.CompleteAsync();
        Assert.True(await duplex.ResponseStream.MoveNext());
        Assert.False(await duplex.ResponseStream.MoveNext());

        Assert.Equal("test_initial_metadata_value", (await unary.ResponseHeadersAsync).GetValue("x-grpc-test-echo-initial"));
        Assert.Equal(trailing, unary.GetTrailers().GetValueBytes("x-grpc-test-echo-trailing-bin"));
        Assert.Equal("test_initial_metadata_value", (await duplex.ResponseHeadersAsync).GetValue("x-grpc-test-echo-initial"));
        Assert.Equal(trailing, duplex.GetTrailers().GetValueBytes("x-grpc-test-echo-trailing-bin"));
    }

    private static async Task StatusAndMessage(TestService.TestServiceClient client, string message)
    {
        var status = new EchoStatus { Code = 2, Message = message };
        var unary = await ThrowsAsync(
            StatusCode.Unknown, client.UnaryCallAsync(new SimpleRequest { ResponseStatus = status }).ResponseAsync);
        using var call = client.FullDuplexCall();
        await call.RequestStream.WriteAsync(new StreamingOutputCallRequest { ResponseStatus = status });
        await call.RequestStream.CompleteAsync();
        var duplex = await ThrowsAsync(StatusCode.Unknown, call.ResponseStream.MoveNext());

        Assert.Equal(message, unary.Status.Detail);
        Assert.Equal(message, duplex.Status.Detail);
    }

    private static async Task<RpcException> ThrowsAsync(StatusCode code, Task call)
    {
        var exception = await Assert.ThrowsAsync<RpcException>(() => call);
        Assert.Equal(code, exception.StatusCode);
        return exception;
    }

    private static StreamingOutputCallRequest Wish(int answer, int payload) =>
        new() { ResponseParameters = { new ResponseParameters { Size = answer } }, Payload = Zeros(payload) };

    private static Metadata Gzip() => new() { { EncodingRequest, "gzip" } };

    private static Payload Zeros(int size) => new() { Body = ByteString.CopyFrom(new byte[size]) };
}
