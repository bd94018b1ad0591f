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
