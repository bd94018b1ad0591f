using Grpc.Core;
using Grpc.Limits;
using Grpc.Net.Client;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Licenses.Server.Tests.Grpc;

/// <summary>Our client against a server that breaks its promises.</summary>
public sealed class MisbehavingServerTests
{
    [Theory]
    [InlineData("Good", StatusCode.OK)]
    [InlineData("Goaway", StatusCode.OK)]
    [InlineData("GoawayUnprocessed", StatusCode.OK)] // the stream was never processed: sent again on a new connection
    [InlineData("RefusedAlways", StatusCode.Unavailable)]
    [InlineData("ResetAfterHeader", StatusCode.Internal)]
    [InlineData("ResetDuringData", StatusCode.Internal)]
    [InlineData("ResetAfterData", StatusCode.Internal)]
    [InlineData("ResetCancel", StatusCode.Cancelled)]
    [InlineData("ResetCalm", StatusCode.ResourceExhausted)]
    [InlineData("ResetSecurity", StatusCode.PermissionDenied)]
    [InlineData("Pings", StatusCode.OK)]
    [InlineData("Padding", StatusCode.OK)]
    [InlineData("SmallFrames", StatusCode.OK)]
    [InlineData("EmptyFrames", StatusCode.OK)]
    [InlineData("NoStatus", StatusCode.Unknown)]
    [InlineData("NoMessage", StatusCode.Internal)]
    [InlineData("TwoMessages", StatusCode.Internal)]
    [InlineData("CutShort", StatusCode.Internal)]
    [InlineData("BadFlag", StatusCode.Internal)]
    [InlineData("UnknownEncoding", StatusCode.Internal)]
    [InlineData("TrailersOnlyOk", StatusCode.Internal)]
    [InlineData("TrailersOnly", StatusCode.NotFound)]
    [InlineData("StatusOfNoKind", StatusCode.Unknown)]
    [InlineData("StatusThatIsNoNumber", StatusCode.Unknown)]
    [InlineData("StatusTwice", StatusCode.Unknown)]
    [InlineData("Informational", StatusCode.OK)]
    [InlineData("CompressedWithoutEncoding", StatusCode.Internal)]
    [InlineData("Bomb", StatusCode.ResourceExhausted)]
    [InlineData("DeclaredTooLong", StatusCode.ResourceExhausted)]
    [InlineData("Html", StatusCode.Unknown)]
    [InlineData("Http400", StatusCode.Internal)]
    [InlineData("Http401", StatusCode.Unauthenticated)]
    [InlineData("Http403", StatusCode.PermissionDenied)]
    [InlineData("Http404", StatusCode.Unimplemented)]
    [InlineData("Http429", StatusCode.Unavailable)]
    [InlineData("Http431", StatusCode.Internal)]
    [InlineData("Http500", StatusCode.Unknown)]
    [InlineData("Http502", StatusCode.Unavailable)]
    [InlineData("Http503", StatusCode.Unavailable)]
    [InlineData("Http504", StatusCode.Unavailable)]
    [InlineData("StatusWins", StatusCode.FailedPrecondition)]
    [InlineData("DropConnection", StatusCode.Unavailable)]
    [InlineData("GoawayBeforeHeaders", StatusCode.Unavailable)]
    [InlineData("GoawayAfterHeader", StatusCode.Unavailable)]
    [InlineData("GoawayDuringData", StatusCode.Unavailable)]
    [InlineData("GoawayInternalError", StatusCode.Unavailable)] // a server that stops hard says so, of all its calls
    [InlineData("GoawayCalm", StatusCode.Unavailable)]
    [InlineData("Garbage", StatusCode.Internal)]
    public async Task Each_misbehaviour_becomes_the_right_status_and_the_channel_lives_on(string name, StatusCode expected)
    {
        using var server = StartServer();
        using var channel = GrpcChannel.ForAddress($"http://127.0.0.1:{server.Port}");

        var (code, response) = await CallAsync(channel, name);
        var (after, _) = await CallAsync(channel, "Good");

        Assert.Equal(expected, code);
        Assert.Equal(StatusCode.OK, after);
        Assert.Equal(expected == StatusCode.OK, response is not null);
    }

    [Fact]
    public async Task A_server_that_answers_no_ping_is_given_up()
    {
        using var server = StartServer();
        var connections = new ConnectionOptions { PingAfter = TimeSpan.FromSeconds(1), PingTimeout = TimeSpan.FromSeconds(1) };
        using var channel = GrpcChannel.ForAddress(
            $"http://127.0.0.1:{server.Port}", new GrpcChannelOptions { HttpHandler = connections.CreateHandler(), DisposeHttpClient = true });

        var (code, _) = await CallAsync(channel, "Silent");
        var (after, _) = await CallAsync(channel, "Good");

        Assert.Equal((StatusCode.Internal, StatusCode.OK), (code, after)); // the handler takes it for a broken protocol
    }

    [Theory]
    [InlineData("TrailersOnly", StatusCode.NotFound)]
    [InlineData("TrailersOnlyOk", StatusCode.OK)]
    [InlineData("ResetAfterData", StatusCode.Internal)]
    [InlineData("NoStatus", StatusCode.Unknown)]
    [InlineData("DropConnection", StatusCode.Unavailable)]
    public async Task A_stream_ends_with_the_right_status(string name, StatusCode expected)
    {
        using var server = StartServer();
        using var channel = GrpcChannel.ForAddress($"http://127.0.0.1:{server.Port}");
        var method = new Method<string, string>(MethodType.ServerStreaming, "bad.Service", name, Marshallers.StringMarshaller, Marshallers.StringMarshaller);
        using var call = channel.CreateCallInvoker().AsyncServerStreamingCall(method, null, default, "request");

        await Record.ExceptionAsync(async () =>
        {
            while (await call.ResponseStream.MoveNext())
            {
            }
        });

        Assert.Equal(expected, call.GetStatus().StatusCode);
        if (name == "TrailersOnly")
        {
            Assert.Equal("göne%", call.GetStatus().Detail);
            Assert.Equal("1", call.GetTrailers().GetValue("x-more"));
        }
    }

    [Theory]
    [InlineData("CancelledAtDeadline")]
    [InlineData("ResetAtDeadline")]
    public async Task A_cancellation_that_comes_after_the_deadline_is_the_deadline(string name)
    {
        using var server = StartServer();
        using var channel = GrpcChannel.ForAddress($"http://127.0.0.1:{server.Port}");
        var method = new Method<string, string>(MethodType.Unary, "bad.Service", name, Marshallers.StringMarshaller, Marshallers.StringMarshaller);
        var ends = await Task.WhenAll(Enumerable.Range(0, 100).Select(async number =>
        {
            await Task.Delay(number * 5);
            using var call = channel.CreateCallInvoker().AsyncUnaryCall(
                method, null, new CallOptions(deadline: DateTime.UtcNow.AddMilliseconds(100)), "request");
            var failure = await Assert.ThrowsAsync<RpcException>(() => call.ResponseAsync);
            return failure.StatusCode;
        }));

        Assert.All(ends, end => Assert.Equal(StatusCode.DeadlineExceeded, end));
    }

    /// <summary>SocketsHttpHandler sends a refused request again by itself; what was written to the first stream is gone.</summary>
    [Fact]
    public async Task A_stream_that_is_refused_after_its_first_request_does_not_go_on_without_it()
    {
        using var server = StartServer();
        using var channel = GrpcChannel.ForAddress($"http://127.0.0.1:{server.Port}");
        var method = new Method<string, string>(
            MethodType.DuplexStreaming, "bad.Service", "EarlyRefusedOnce", Marshallers.StringMarshaller, Marshallers.StringMarshaller);
        using var call = channel.CreateCallInvoker().AsyncDuplexStreamingCall(method, null, default);

        await call.RequestStream.WriteAsync("first");
        await Record.ExceptionAsync(async () =>
        {
            while (await call.ResponseStream.MoveNext().WaitAsync(TimeSpan.FromSeconds(10)))
            {
            }
        });

        Assert.Equal(StatusCode.Unavailable, call.GetStatus().StatusCode);
    }

    /// <summary>As the error page of a proxy may be: it ends the call, and must not keep its stream.</summary>
    [Theory]
    [InlineData(503, "text/html", "", StatusCode.Unavailable)]
    [InlineData(200, "text/html", "", StatusCode.Unknown)]
    [InlineData(200, "application/grpc", "5", StatusCode.NotFound)]
    public async Task An_answer_that_says_all_in_its_headers_and_goes_on_is_reset(int http, string type, string status, StatusCode expected)
    {
        var reset = new TaskCompletionSource();
        await using var host = await GrpcHost.StartAsync(map: app => app.Run(async context =>
        {
            await using var aborted = context.RequestAborted.UnsafeRegister(_ => reset.TrySetResult(), null);
            context.Response.StatusCode = http;
            context.Response.ContentType = type;
            if (status.Length > 0)
            {
                context.Response.Headers["grpc-status"] = status;
            }

            await context.Response.WriteAsync("<html>");
            await reset.Task;
        }));
        using var channel = host.OpenChannel();

        var (code, _) = await CallAsync(channel, "Good");

        Assert.Equal(expected, code);
        var came = await Task.WhenAny(reset.Task, Task.Delay(TimeSpan.FromSeconds(10)));
        reset.TrySetResult(); // the host's stop would wait for it
        Assert.Equal(reset.Task, came);
    }

    private static async Task<(StatusCode Code, string? Response)> CallAsync(GrpcChannel channel, string name)
    {
        var method = new Method<string, string>(MethodType.Unary, "bad.Service", name, Marshallers.StringMarshaller, Marshallers.StringMarshaller);
        try
        {
            using var call = channel.CreateCallInvoker().AsyncUnaryCall(method, null, default, "request");
            return (StatusCode.OK, await call.ResponseAsync.WaitAsync(TimeSpan.FromSeconds(10)));
        }
        catch (RpcException exception)
        {
            return (exception.StatusCode, null);
        }
    }

    internal static ForeignServer StartServer()
    {
        ForeignProcess.Require(ForeignProcess.Has(ForeignProcess.Python, "-c", "import h2"), "python3-h2");
        return ForeignServer.Start(ForeignProcess.Python, [ForeignProcess.Script("badserver.py")]);
    }
}
