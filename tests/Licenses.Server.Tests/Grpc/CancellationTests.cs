using Grpc.Core;
using Grpc.Testing;
using static Licenses.Server.Tests.Grpc.ScriptedHost;

namespace Licenses.Server.Tests.Grpc;

public sealed class CancellationTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_token_kept_from_a_finished_call_is_never_cancelled_by_a_later_one(bool withDeadline)
    {
        await using var host = await StartAsync();
        var kept = new List<CancellationToken>();
        host.Service.Output = (_, _, context) =>
        {
            kept.Add(context.CancellationToken);
            return kept.Count <= 5 ? Task.CompletedTask : Task.Delay(Timeout.Infinite, context.CancellationToken);
        };
        for (int calls = 0; calls < 5; calls++)
        {
            using var call = host.Client.StreamingOutputCall(
                new StreamingOutputCallRequest(), deadline: withDeadline ? DateTime.UtcNow.AddMinutes(1) : null);
            Assert.False(await call.ResponseStream.MoveNext());
        }

        for (int calls = 0; calls < 5; calls++)
        {
            using var call = host.Client.StreamingOutputCall(
                new StreamingOutputCallRequest(), deadline: DateTime.UtcNow.AddMilliseconds(withDeadline ? 100 : 60_000));
            var reading = Record.ExceptionAsync(() => call.ResponseStream.MoveNext());
            await EventuallyAsync(() => kept.Count == 6 + calls);
            if (!withDeadline)
            {
                call.Dispose();
            }

            await reading;
            await EventuallyAsync(() => kept[^1].IsCancellationRequested);
        }

        Assert.All(kept.Take(5), token => Assert.False(token.IsCancellationRequested));
    }

    [Fact]
    public async Task A_cancelled_call_cancels_its_handler()
    {
        await using var host = await StartAsync();
        var cancelled = new TaskCompletionSource();
        host.Service.Unary = async (_, context) =>
        {
            context.CancellationToken.Register(cancelled.SetResult);
            await Task.Delay(Timeout.Infinite, context.CancellationToken);
            return new SimpleResponse();
        };
        using var cancellation = new CancellationTokenSource(100);

        var failure = await ThrowsAsync(
            StatusCode.Cancelled, () => host.Client.UnaryCallAsync(new SimpleRequest(), cancellationToken: cancellation.Token).ResponseAsync);

        await cancelled.Task.WaitAsync(TimeSpan.FromSeconds(5));
        Assert.Equal("Call canceled by the client.", failure.Status.Detail);
        await EventuallyAsync(() => host.Runtime.ActiveCalls == 0);
        Assert.Empty(host.Host.Log.Errors);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task What_a_handlers_own_work_fails_with_is_logged_even_after_the_call_was_cancelled(bool ofItsOwn)
    {
        await using var host = await StartAsync();
        host.Service.Output = async (_, responses, context) =>
        {
            await responses.WriteAsync(new StreamingOutputCallResponse());
            await Task.Delay(Timeout.Infinite, context.CancellationToken).ContinueWith(_ => { }, TaskScheduler.Default);
            if (ofItsOwn)
            {
                throw new IOException("The disk is full.");
            }

            await responses.WriteAsync(new StreamingOutputCallResponse());
        };
        using var call = host.Client.StreamingOutputCall(new StreamingOutputCallRequest());
        await call.ResponseStream.MoveNext();

        call.Dispose();

        await EventuallyAsync(() => host.Runtime.ActiveCalls == 0);
        Assert.Equal(ofItsOwn, host.Host.Log.Errors.Any(line => line.Contains("The disk is full.", StringComparison.Ordinal)));
        Assert.Equal(ofItsOwn ? 1 : 0, host.Host.Log.Errors.Count());
    }

    [Fact]
    public async Task A_call_that_was_cancelled_before_it_began_is_cancelled()
    {
        await using var host = await StartAsync();
        using var cancellation = new CancellationTokenSource();
        await cancellation.CancelAsync();
        using var duplex = host.Client.FullDuplexCall(cancellationToken: cancellation.Token);

        await ThrowsAsync(
            StatusCode.Cancelled, () => host.Client.UnaryCallAsync(new SimpleRequest(), cancellationToken: cancellation.Token).ResponseAsync);
        await ThrowsAsync(StatusCode.Cancelled, () => duplex.ResponseStream.MoveNext());
        await ThrowsAsync(StatusCode.Cancelled, () => duplex.RequestStream.WriteAsync(new StreamingOutputCallRequest()));
    }

    [Theory]
    [InlineData(false, false)]
    [InlineData(false, true)]
    [InlineData(true, false)]
    [InlineData(true, true)]
    public async Task A_stream_that_nobody_reads_ends_when_its_caller_cancels_it_or_its_time_is_up(bool duplex, bool byDeadline)
    {
        await using var host = await StartAsync();
        var cancelled = new TaskCompletionSource();
        async Task AnswerAndWaitAsync(IServerStreamWriter<StreamingOutputCallResponse> responses, ServerCallContext context)
        {
            context.CancellationToken.Register(cancelled.SetResult);
            await responses.WriteAsync(new StreamingOutputCallResponse());
            await Task.Delay(Timeout.Infinite, context.CancellationToken);
        }

        host.Service.Output = (_, responses, context) => AnswerAndWaitAsync(responses, context);
        host.Service.Duplex = (_, responses, context) => AnswerAndWaitAsync(responses, context);
        using var cancellation = new CancellationTokenSource();
        var options = new CallOptions(
            deadline: byDeadline ? DateTime.UtcNow.AddMilliseconds(500) : null, cancellationToken: cancellation.Token);
        using var twoWay = duplex ? host.Client.FullDuplexCall(options) : null;
        using var oneWay = duplex ? null : host.Client.StreamingOutputCall(new StreamingOutputCallRequest(), options);
        Assert.True(await (twoWay?.ResponseStream ?? oneWay!.ResponseStream).MoveNext());

        cancellation.CancelAfter(byDeadline ? Timeout.Infinite : 0);

        await cancelled.Task.WaitAsync(TimeSpan.FromSeconds(5));
        await EventuallyAsync(() => host.Runtime.ActiveCalls == 0);
        var expected = byDeadline ? StatusCode.DeadlineExceeded : StatusCode.Cancelled;
        Status Ended() => twoWay?.GetStatus() ?? oneWay!.GetStatus();
        await EventuallyAsync(() => Record.Exception(() => Ended()) is null);
        Assert.Equal(expected, Ended().StatusCode);
        await ThrowsAsync(expected, () => (twoWay?.ResponseStream ?? oneWay!.ResponseStream).MoveNext());
    }

    [Fact]
    public async Task Cancelling_while_a_response_is_read_ends_in_one_of_the_two_ways()
    {
        await using var host = await StartAsync();
        host.Service.Output = async (_, responses, _) =>
        {
            for (int count = 0; count < 20; count++)
            {
                await responses.WriteAsync(new StreamingOutputCallResponse());
            }
        };

        await Parallel.ForAsync(0, 500, async (index, _) =>
        {
            var cancellation = new CancellationTokenSource(); // cancelled from elsewhere, maybe after the end
            using var call = host.Client.StreamingOutputCall(new StreamingOutputCallRequest(), cancellationToken: cancellation.Token);
            int stop = index % 23;
            int seen = 0;
            var failure = await Record.ExceptionAsync(async () =>
            {
                while (await call.ResponseStream.MoveNext().WaitAsync(TimeSpan.FromSeconds(10)))
                {
                    if (++seen == stop)
                    {
                        ThreadPool.QueueUserWorkItem(_ => cancellation.Cancel());
                    }
                }
            });
            Assert.True(failure is null ? seen == 20 : failure is RpcException { StatusCode: StatusCode.Cancelled }, $"{seen}: {failure}");
        });
        await EventuallyAsync(() => host.Runtime.ActiveCalls == 0);
    }

    [Fact]
    public async Task A_disposed_call_cancels_its_handler()
    {
        await using var host = await StartAsync();
        var cancelled = new TaskCompletionSource();
        host.Service.Duplex = async (requests, responses, context) =>
        {
            context.CancellationToken.Register(cancelled.SetResult);
            await responses.WriteAsync(new StreamingOutputCallResponse());
            await requests.MoveNext();
        };
        var call = host.Client.FullDuplexCall();
        await call.ResponseStream.MoveNext();

        call.Dispose();

        await cancelled.Task.WaitAsync(TimeSpan.FromSeconds(5));
        Assert.Equal(StatusCode.Cancelled, call.GetStatus().StatusCode);
        Assert.Equal("gRPC call disposed.", call.GetStatus().Detail);
        await EventuallyAsync(() => host.Runtime.ActiveCalls == 0);
    }

    [Fact]
    public async Task A_cancelled_read_ends_the_call()
    {
        await using var host = await StartAsync();
        host.Service.Output = (_, _, context) => Task.Delay(Timeout.Infinite, context.CancellationToken);
        using var call = host.Client.StreamingOutputCall(new StreamingOutputCallRequest());
        using var cancellation = new CancellationTokenSource(100);

        await ThrowsAsync(StatusCode.Cancelled, () => call.ResponseStream.MoveNext(cancellation.Token));

        await EventuallyAsync(() => host.Runtime.ActiveCalls == 0);
    }

    [Fact]
    public async Task On_request_a_cancelled_call_throws_OperationCanceledException()
    {
        await using var host = await StartAsync(channel: options => options.ThrowOperationCanceledOnCancellation = true);
        host.Service.Unary = async (_, context) =>
        {
            await Task.Delay(Timeout.Infinite, context.CancellationToken);
            return new SimpleResponse();
        };
        using var cancellation = new CancellationTokenSource(100);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => host.Client.UnaryCallAsync(new SimpleRequest(), cancellationToken: cancellation.Token).ResponseAsync);
    }

    [Fact]
    public async Task A_server_that_ends_early_ends_the_callers_writes()
    {
        await using var host = await StartAsync();
        host.Service.Input = (_, _) => throw new RpcException(new Status(StatusCode.ResourceExhausted, "enough"));
        using var call = host.Client.StreamingInputCall();

        var failure = await ThrowsAsync(StatusCode.ResourceExhausted, async () =>
        {
            for (int count = 0; count < 100_000; count++)
            {
                await call.RequestStream.WriteAsync(new StreamingInputCallRequest { Payload = new Payload { Body = Google.Protobuf.ByteString.CopyFrom(new byte[1000]) } });
            }
        });

        Assert.Equal("enough", failure.Status.Detail);
        await ThrowsAsync(StatusCode.ResourceExhausted, () => call.ResponseAsync);
    }

    [Fact]
    public async Task Only_one_write_may_be_under_way()
    {
        await using var host = await StartAsync();
        host.Service.Duplex = async (requests, _, _) => await Task.Delay(200);
        using var call = host.Client.FullDuplexCall();
        var big = new StreamingOutputCallRequest { Payload = new Payload { Body = Google.Protobuf.ByteString.CopyFrom(new byte[3_000_000]) } };
        var first = call.RequestStream.WriteAsync(big);

        await Assert.ThrowsAsync<InvalidOperationException>(() => call.RequestStream.WriteAsync(big));

        await Record.ExceptionAsync(() => first);
        await call.RequestStream.CompleteAsync();
        await call.RequestStream.CompleteAsync();
        await Assert.ThrowsAnyAsync<InvalidOperationException>(() => call.RequestStream.WriteAsync(big));
    }

    [Fact]
    public async Task A_disposed_channel_ends_its_calls()
    {
        await using var host = await StartAsync();
        host.Service.Output = (_, _, context) => Task.Delay(Timeout.Infinite, context.CancellationToken);
        var call = host.Client.StreamingOutputCall(new StreamingOutputCallRequest());
        var read = call.ResponseStream.MoveNext();

        host.Channel.Dispose();

        await ThrowsAsync(StatusCode.Cancelled, () => read);
        Assert.Equal(ConnectivityState.Shutdown, host.Channel.State);
        Assert.Throws<ObjectDisposedException>(() => host.Channel.CreateCallInvoker());
    }
}
