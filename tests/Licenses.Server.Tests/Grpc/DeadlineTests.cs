using Grpc.Core;
using Grpc.Framing;
using Grpc.Limits;
using Grpc.Testing;
using Microsoft.Extensions.DependencyInjection;
using static Licenses.Server.Tests.Grpc.ScriptedHost;

namespace Licenses.Server.Tests.Grpc;

public sealed class DeadlineTests
{
    [Theory]
    [InlineData("1S", 1_000)]
    [InlineData("99999999S", 99_999_999_000)]
    [InlineData("100m", 100)]
    [InlineData("2M", 120_000)]
    [InlineData("1H", 3_600_000)]
    [InlineData("99999999H", 99_997_200_000)]
    [InlineData("1n", 0)]
    [InlineData("0S", 0)]
    public void A_timeout_is_read(string text, long milliseconds)
    {
        Assert.True(GrpcTimeout.TryParse(text, out var timeout));
        Assert.Equal(milliseconds, timeout.TotalMilliseconds);
    }

    [Theory]
    [InlineData("")]
    [InlineData("S")]
    [InlineData("1")]
    [InlineData("1X")]
    [InlineData("-1S")]
    [InlineData("+1S")]
    [InlineData("1.5S")]
    [InlineData(" 1S")]
    [InlineData("123456789S")]
    public void What_is_no_timeout_is_told(string text) => Assert.False(GrpcTimeout.TryParse(text, out _));

    [Theory]
    [InlineData(0, "1n")]
    [InlineData(-5, "1n")]
    [InlineData(1, "1m")]
    [InlineData(999.2, "1S")]
    [InlineData(1_001, "1010m")]
    [InlineData(59_950, "1M")]
    [InlineData(90_000, "90S")]
    [InlineData(3_600_000, "1H")]
    [InlineData(1_000_000_001, "1000001S")]
    public void A_timeout_is_written_rounded_up(double milliseconds, string text) =>
        Assert.Equal(text, GrpcTimeout.Format(TimeSpan.FromMilliseconds(milliseconds)));

    [Fact]
    public async Task A_deadline_ends_the_call_on_both_sides_even_if_the_handler_ignores_it()
    {
        await using var host = await StartAsync();
        var cancelled = new TaskCompletionSource();
        var release = new TaskCompletionSource();
        DateTime seen = default;
        host.Service.Unary = async (_, context) =>
        {
            seen = context.Deadline;
            context.CancellationToken.Register(cancelled.SetResult);
            await release.Task; // ignores its token
            return new SimpleResponse();
        };
        var deadline = DateTime.UtcNow.AddMilliseconds(300);

        var failure = await ThrowsAsync(
            StatusCode.DeadlineExceeded, () => host.Client.UnaryCallAsync(new SimpleRequest(), deadline: deadline).ResponseAsync);
        await cancelled.Task.WaitAsync(TimeSpan.FromSeconds(5));
        release.SetResult();

        Assert.Equal(StatusCode.DeadlineExceeded, failure.StatusCode);
        Assert.InRange((seen - deadline).TotalMilliseconds, -50, 250);
        await EventuallyAsync(() => host.Runtime.ActiveCalls == 0);
    }

    [Fact]
    public async Task What_a_handler_registered_with_its_token_may_fail()
    {
        await using var host = await StartAsync();
        var release = new TaskCompletionSource();
        host.Service.Unary = async (_, context) =>
        {
            context.CancellationToken.Register(() => throw new InvalidOperationException("of the handler's own"));
            context.CancellationToken.Register(release.SetResult);
            await release.Task;
            return new SimpleResponse();
        };

        await ThrowsAsync(
            StatusCode.DeadlineExceeded,
            () => host.Client.UnaryCallAsync(new SimpleRequest(), deadline: DateTime.UtcNow.AddMilliseconds(100)).ResponseAsync);

        await EventuallyAsync(() => host.Host.Log.Errors.Any(line => line.Contains("of the handler's own", StringComparison.Ordinal)));
        await EventuallyAsync(() => host.Runtime.ActiveCalls == 0);
    }

    [Fact]
    public async Task The_servers_own_limit_ends_a_call_without_deadline()
    {
        await using var host = await StartAsync(services: services =>
            services.Configure<CallLimits>(limits => limits.MaxUnaryDuration = TimeSpan.FromMilliseconds(200)));
        host.Service.Unary = async (_, _) =>
        {
            await Task.Delay(1000);
            return new SimpleResponse();
        };

        await ThrowsAsync(StatusCode.DeadlineExceeded, () => host.Client.UnaryCallAsync(new SimpleRequest()).ResponseAsync);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task The_servers_own_limit_is_not_shown_as_the_callers_deadline(bool withDeadline)
    {
        await using var host = await StartAsync();
        DateTime seen = default;
        host.Service.Unary = (_, context) =>
        {
            seen = context.Deadline;
            return Task.FromResult(new SimpleResponse());
        };
        var deadline = DateTime.UtcNow.AddHours(1); // the server's own limit is shorter

        await host.Client.UnaryCallAsync(new SimpleRequest(), deadline: withDeadline ? deadline : null);

        Assert.InRange(
            seen,
            withDeadline ? deadline.AddMinutes(-5) : DateTime.MaxValue,
            withDeadline ? deadline.AddMinutes(5) : DateTime.MaxValue);
    }

    [Fact]
    public async Task A_stream_of_responses_whose_request_has_come_may_last_longer_than_a_unary_call()
    {
        await using var host = await StartAsync(services: services =>
            services.Configure<CallLimits>(limits => limits.MaxUnaryDuration = TimeSpan.FromMilliseconds(300)));
        host.Service.Output = async (_, responses, _) =>
        {
            await responses.WriteAsync(new StreamingOutputCallResponse());
            await Task.Delay(1000);
            await responses.WriteAsync(new StreamingOutputCallResponse());
        };
        using var call = host.Client.StreamingOutputCall(new StreamingOutputCallRequest());

        Assert.Equal(2, await call.ResponseStream.ReadAllAsync().CountAsync());
    }

    [Fact]
    public async Task A_stream_past_its_deadline_refuses_writes()
    {
        await using var host = await StartAsync(services: services =>
            services.Configure<CallLimits>(limits => limits.MaxStreamDuration = TimeSpan.FromMilliseconds(200)));
        var refused = new TaskCompletionSource<Exception>();
        host.Service.Output = async (_, responses, _) =>
        {
            try
            {
                while (true)
                {
                    await responses.WriteAsync(new StreamingOutputCallResponse());
                    await Task.Delay(20);
                }
            }
            catch (Exception exception)
            {
                refused.SetResult(exception);
                throw;
            }
        };
        using var call = host.Client.StreamingOutputCall(new StreamingOutputCallRequest());

        await ThrowsAsync(StatusCode.DeadlineExceeded, () => call.ResponseStream.ReadAllAsync().CountAsync().AsTask());

        Assert.True(await refused.Task is InvalidOperationException or OperationCanceledException);
        Assert.Empty(host.Host.Log.Errors);
    }

    [Fact]
    public async Task A_deadline_in_the_past_fails_before_anything_is_sent()
    {
        await using var host = await StartAsync();
        bool reached = false;
        host.Service.Unary = (_, _) =>
        {
            reached = true;
            return Task.FromResult(new SimpleResponse());
        };

        await ThrowsAsync(
            StatusCode.DeadlineExceeded,
            () => host.Client.UnaryCallAsync(new SimpleRequest(), deadline: DateTime.UtcNow.AddSeconds(-1)).ResponseAsync);

        Assert.False(reached);
    }

    [Fact]
    public async Task A_local_time_is_no_deadline()
    {
        await using var host = await StartAsync();

        Assert.Throws<InvalidOperationException>(
            () => host.Client.UnaryCallAsync(new SimpleRequest(), deadline: new DateTime(2030, 1, 1, 0, 0, 0, DateTimeKind.Local)));
    }
}
