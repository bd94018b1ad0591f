using Google.Protobuf;
using Grpc.Core;
using Grpc.Testing;
using Microsoft.Extensions.DependencyInjection;
using static Licenses.Server.Tests.Grpc.ScriptedHost;

namespace Licenses.Server.Tests.Grpc;

public sealed class LimitTests
{
    private const int FourMebibytes = 4 * 1024 * 1024;

    [Theory]
    [InlineData(FourMebibytes - 10, true)]
    [InlineData(FourMebibytes, false)]
    public async Task A_request_of_more_than_four_mebibytes_is_refused(int size, bool accepted)
    {
        await using var host = await StartAsync();
        var call = host.Client.UnaryCallAsync(new SimpleRequest { Payload = Zeros(size) });

        if (accepted)
        {
            await call;
        }
        else
        {
            await ThrowsAsync(StatusCode.ResourceExhausted, () => call.ResponseAsync);
        }
    }

    [Fact]
    public async Task The_requests_of_one_call_are_bounded_together()
    {
        await using var host = await StartAsync(
            services: services => services.Configure<global::Grpc.Limits.CallLimits>(limits => limits.MaxRequestBytes = 100_000));
        int received = 0;
        host.Service.Input = async (requests, _) =>
        {
            while (await requests.MoveNext())
            {
                received++;
            }

            return new StreamingInputCallResponse();
        };
        using var call = host.Client.StreamingInputCall();

        var failure = await ThrowsAsync(StatusCode.ResourceExhausted, async () =>
        {
            for (int sent = 0; sent < 1000; sent++)
            {
                await call.RequestStream.WriteAsync(new StreamingInputCallRequest { Payload = Zeros(10_000) });
            }

            await call;
        });

        Assert.Equal("The messages of the call exceed the maximum configured size together.", failure.Status.Detail);
        Assert.Equal(9, received);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_response_above_the_callers_limit_is_refused_compressed_or_not(bool compressed)
    {
        await using var host = await StartAsync(
            options => options.ResponseCompressionAlgorithm = compressed ? "gzip" : null,
            channel => channel.MaxReceiveMessageSize = 1000);
        host.Service.Unary = (_, _) => Task.FromResult(new SimpleResponse { Payload = Zeros(100_000) });

        var failure = await ThrowsAsync(StatusCode.ResourceExhausted, () => host.Client.UnaryCallAsync(new SimpleRequest()).ResponseAsync);

        Assert.Equal("Received message exceeds the maximum configured message size.", failure.Status.Detail);
    }

    [Fact]
    public async Task A_response_above_the_servers_send_limit_is_not_sent()
    {
        await using var host = await StartAsync(options => options.MaxSendMessageSize = 1000);
        host.Service.Unary = (_, _) => Task.FromResult(new SimpleResponse { Payload = Zeros(1001) });

        var failure = await ThrowsAsync(StatusCode.ResourceExhausted, () => host.Client.UnaryCallAsync(new SimpleRequest()).ResponseAsync);

        Assert.Equal("Sending message exceeds the maximum configured message size.", failure.Status.Detail);
    }

    [Fact]
    public async Task A_request_above_the_callers_send_limit_is_not_sent()
    {
        await using var host = await StartAsync(channel: options => options.MaxSendMessageSize = 10);
        using var call = host.Client.FullDuplexCall();

        await ThrowsAsync(
            StatusCode.ResourceExhausted,
            () => host.Client.UnaryCallAsync(new SimpleRequest { Payload = Zeros(11) }).ResponseAsync);
        await ThrowsAsync(
            StatusCode.ResourceExhausted,
            () => call.RequestStream.WriteAsync(new StreamingOutputCallRequest { Payload = Zeros(11) }));
    }

    [Fact]
    public async Task A_service_may_set_its_own_limit_above_Kestrels()
    {
        await using var host = await StartAsync(services: services =>
            services.AddGrpc().AddServiceOptions<ScriptedService>(options => options.MaxReceiveMessageSize = null));
        int size = 0;
        host.Service.Unary = (request, _) =>
        {
            size = request.Payload.Body.Length;
            return Task.FromResult(new SimpleResponse());
        };

        await host.Client.UnaryCallAsync(new SimpleRequest { Payload = Zeros(40_000_000) });

        Assert.Equal(40_000_000, size);
    }

    [Fact]
    public async Task Sixty_KiB_of_trailers_are_an_error_for_one_call_only()
    {
        await using var host = await StartAsync();
        host.Service.Unary = (request, context) =>
        {
            for (int index = 0; index < request.ResponseSize; index++)
            {
                context.ResponseTrailers.Add("x-long", new string('v', 1000));
            }

            return Task.FromResult(new SimpleResponse());
        };

        var large = await Record.ExceptionAsync(() => host.Client.UnaryCallAsync(new SimpleRequest { ResponseSize = 100 }).ResponseAsync);
        await host.Client.UnaryCallAsync(new SimpleRequest { ResponseSize = 6 });

        Assert.IsType<RpcException>(large);
    }

    [Fact]
    public async Task A_thousand_large_calls_at_once_succeed()
    {
        await using var host = await GrpcHost.StartAsync();
        using var channel = host.OpenChannel();
        var client = new TestService.TestServiceClient(channel);

        var calls = Enumerable.Range(0, 1000).Select(_ =>
            client.UnaryCallAsync(new SimpleRequest { ResponseSize = 31415, Payload = Zeros(27182) }).ResponseAsync);
        var responses = await Task.WhenAll(calls).WaitAsync(TimeSpan.FromSeconds(60));

        Assert.All(responses, response => Assert.Equal(31415, response.Payload.Body.Length));
    }

    [Fact]
    public async Task A_reader_that_takes_nothing_stops_the_writer()
    {
        await using var host = await StartAsync();
        int written = 0;
        host.Service.Output = async (_, responses, context) =>
        {
            while (!context.CancellationToken.IsCancellationRequested)
            {
                await responses.WriteAsync(new StreamingOutputCallResponse { Payload = Zeros(10_000) });
                Interlocked.Increment(ref written);
            }
        };
        using var call = host.Client.StreamingOutputCall(new StreamingOutputCallRequest());
        await call.ResponseStream.MoveNext();

        await Task.Delay(1000);
        int before = Volatile.Read(ref written);
        await Task.Delay(500);

        Assert.Equal(before, Volatile.Read(ref written));
        Assert.True(before < 2000, $"{before} messages of 10 kB are in flight");
    }

    [Fact]
    public async Task A_hint_to_buffer_keeps_no_more_than_a_window_and_a_message()
    {
        await using var host = await StartAsync();
        int written = 0;
        host.Service.Output = async (_, responses, context) =>
        {
            responses.WriteOptions = new WriteOptions(WriteFlags.BufferHint);
            for (; written < 10_000 && !context.CancellationToken.IsCancellationRequested; Interlocked.Increment(ref written))
            {
                await responses.WriteAsync(new StreamingOutputCallResponse { Payload = Zeros(10_000) });
            }
        };
        using var call = host.Client.StreamingOutputCall(new StreamingOutputCallRequest());

        await Task.Delay(1000); // nobody reads

        Assert.InRange(Volatile.Read(ref written), 1, 100);
    }

    [Fact]
    public async Task A_callers_hint_to_buffer_keeps_no_more_than_a_window_either()
    {
        await using var host = await StartAsync();
        host.Service.Input = async (_, context) =>
        {
            await Task.Delay(Timeout.Infinite, context.CancellationToken);
            return new StreamingInputCallResponse();
        };
        using var call = host.Client.StreamingInputCall();
        call.RequestStream.WriteOptions = new WriteOptions(WriteFlags.BufferHint);
        int written = 0;
        var writing = Task.Run(async () =>
        {
            for (; written < 10_000; Interlocked.Increment(ref written))
            {
                await call.RequestStream.WriteAsync(new StreamingInputCallRequest { Payload = Zeros(10_000) });
            }
        });

        await Task.Delay(1000);

        Assert.InRange(Volatile.Read(ref written), 1, 100);
        call.Dispose();
        await Record.ExceptionAsync(() => writing);
    }

    [Fact]
    public async Task A_handler_that_reads_nothing_stops_its_caller_within_a_stream_window()
    {
        await using var host = await StartAsync();
        var release = new TaskCompletionSource();
        host.Service.Input = async (_, _) =>
        {
            await release.Task;
            return new StreamingInputCallResponse();
        };
        using var call = host.Client.StreamingInputCall();
        int written = 0;
        var writing = Task.Run(async () =>
        {
            while (written < 1000)
            {
                await call.RequestStream.WriteAsync(new StreamingInputCallRequest { Payload = Zeros(10_000) });
                Interlocked.Increment(ref written);
            }
        });

        await Task.Delay(1000);
        int before = Volatile.Read(ref written);
        await Task.Delay(300);

        Assert.Equal(before, Volatile.Read(ref written));
        Assert.InRange(before, 1, 80); // Kestrel's window of a stream is 768 KiB
        release.SetResult();
        await Record.ExceptionAsync(() => writing);
        Assert.NotNull(await call);
    }

    [Fact]
    public async Task Calls_wait_their_turn_where_a_connection_takes_one_at_a_time()
    {
        await using var host = await GrpcHost.StartAsync(kestrel: server => server.Limits.Http2.MaxStreamsPerConnection = 1);
        using var channel = host.OpenChannel(options => options.HttpHandler = new SocketsHttpHandler());
        var client = new TestService.TestServiceClient(channel);

        var calls = Enumerable.Range(0, 50).Select(_ => client.UnaryCallAsync(new SimpleRequest { ResponseSize = 100 }).ResponseAsync);

        Assert.All(await Task.WhenAll(calls).WaitAsync(TimeSpan.FromSeconds(20)), answer => Assert.Equal(100, answer.Payload.Body.Length));
    }

    private static Payload Zeros(int size) => new() { Body = ByteString.CopyFrom(new byte[size]) };
}
