using Google.Protobuf;
using Grpc.Core;
using Grpc.Net.Client.Configuration;
using Grpc.Testing;
using static Licenses.Server.Tests.Grpc.ScriptedHost;

namespace Licenses.Server.Tests.Grpc;

public sealed class RetryTests
{
    [Fact]
    public async Task A_unary_call_is_tried_again_and_counts_its_attempts()
    {
        await using var host = await StartRetryingAsync();
        var attempts = new List<string?>();
        host.Service.Unary = (request, context) =>
        {
            attempts.Add(context.RequestHeaders.GetValue("grpc-previous-rpc-attempts"));
            return attempts.Count < 3
                ? throw new RpcException(new Status(StatusCode.Unavailable, "not yet"))
                : Task.FromResult(new SimpleResponse { Payload = request.Payload });
        };

        var response = await host.Client.UnaryCallAsync(new SimpleRequest { Payload = Bytes(100) });

        Assert.Equal([null, "1", "2"], attempts);
        Assert.Equal(100, response.Payload.Body.Length);
    }

    [Fact]
    public async Task A_call_gives_up_after_the_last_attempt()
    {
        await using var host = await StartRetryingAsync();
        int attempts = 0;
        host.Service.Unary = (_, _) =>
        {
            attempts++;
            throw new RpcException(new Status(StatusCode.Unavailable, $"attempt {attempts}"));
        };

        var failure = await ThrowsAsync(StatusCode.Unavailable, () => host.Client.UnaryCallAsync(new SimpleRequest()).ResponseAsync);

        Assert.Equal(4, attempts);
        Assert.Equal("attempt 4", failure.Status.Detail);
    }

    [Fact]
    public async Task Other_failures_are_not_tried_again()
    {
        await using var host = await StartRetryingAsync();
        int attempts = 0;
        host.Service.Unary = (_, _) =>
        {
            attempts++;
            throw new RpcException(new Status(StatusCode.FailedPrecondition, ""));
        };

        await ThrowsAsync(StatusCode.FailedPrecondition, () => host.Client.UnaryCallAsync(new SimpleRequest()).ResponseAsync);

        Assert.Equal(1, attempts);
    }

    [Theory]
    [InlineData("200", 2)]
    [InlineData("-1", 1)]
    [InlineData("never", 1)]
    public async Task The_servers_pushback_decides_when_or_whether(string pushback, int expected)
    {
        await using var host = await StartRetryingAsync();
        var times = new List<long>();
        host.Service.Unary = (_, _) =>
        {
            times.Add(System.Diagnostics.Stopwatch.GetTimestamp());
            return times.Count > 1
                ? Task.FromResult(new SimpleResponse())
                : throw new RpcException(new Status(StatusCode.Unavailable, ""), new Metadata { { "grpc-retry-pushback-ms", pushback } });
        };

        await Record.ExceptionAsync(() => host.Client.UnaryCallAsync(new SimpleRequest()).ResponseAsync);

        Assert.Equal(expected, times.Count);
        if (expected == 2)
        {
            Assert.True(System.Diagnostics.Stopwatch.GetElapsedTime(times[0], times[1]) >= TimeSpan.FromMilliseconds(190));
        }
    }

    [Fact]
    public async Task A_response_that_has_begun_is_not_tried_again()
    {
        await using var host = await StartRetryingAsync();
        int attempts = 0;
        host.Service.Output = async (_, responses, _) =>
        {
            attempts++;
            await responses.WriteAsync(new StreamingOutputCallResponse());
            throw new RpcException(new Status(StatusCode.Unavailable, ""));
        };
        using var call = host.Client.StreamingOutputCall(new StreamingOutputCallRequest());

        Assert.True(await call.ResponseStream.MoveNext());
        await ThrowsAsync(StatusCode.Unavailable, () => call.ResponseStream.MoveNext());

        Assert.Equal(1, attempts);
    }

    [Fact]
    public async Task A_request_stream_is_sent_again_from_its_start()
    {
        await using var host = await StartRetryingAsync();
        var sums = new List<int>();
        host.Service.Input = async (requests, _) =>
        {
            int sum = 0;
            for (int count = 0; count < 2 || sums.Count > 0; count++)
            {
                if (!await requests.MoveNext())
                {
                    break;
                }

                sum += requests.Current.Payload.Body.Length;
            }

            sums.Add(sum);
            return sums.Count == 1
                ? throw new RpcException(new Status(StatusCode.Unavailable, ""))
                : new StreamingInputCallResponse { AggregatedPayloadSize = sum };
        };
        using var call = host.Client.StreamingInputCall();

        foreach (var size in new[] { 1, 20, 300 })
        {
            await call.RequestStream.WriteAsync(new StreamingInputCallRequest { Payload = Bytes(size) });
            await Task.Delay(30);
        }

        await call.RequestStream.CompleteAsync();
        var response = await call;

        Assert.Equal([21, 321], sums);
        Assert.Equal(321, response.AggregatedPayloadSize);
    }

    [Fact]
    public async Task What_is_written_between_two_attempts_goes_with_the_second()
    {
        await using var host = await StartRetryingAsync(backoff: TimeSpan.FromMilliseconds(600));
        int attempts = 0;
        host.Service.Input = async (requests, _) =>
        {
            if (Interlocked.Increment(ref attempts) == 1)
            {
                throw new RpcException(new Status(StatusCode.Unavailable, ""));
            }

            int sum = 0;
            while (await requests.MoveNext())
            {
                sum += requests.Current.Payload.Body.Length;
            }

            return new StreamingInputCallResponse { AggregatedPayloadSize = sum };
        };
        using var call = host.Client.StreamingInputCall();
        await EventuallyAsync(() => attempts == 1 && host.Runtime.ActiveCalls == 0);
        await Task.Delay(100); // the first attempt's stream is closed here, too

        foreach (var size in new[] { 1, 20, 300 })
        {
            await call.RequestStream.WriteAsync(new StreamingInputCallRequest { Payload = Bytes(size) });
        }

        await call.RequestStream.CompleteAsync();

        Assert.Equal(321, (await call).AggregatedPayloadSize);
    }

    [Fact]
    public async Task A_request_stream_too_large_to_keep_is_sent_once()
    {
        await using var host = await StartRetryingAsync(maxBuffer: 1000);
        int attempts = 0;
        host.Service.Input = async (requests, _) =>
        {
            attempts++;
            await requests.ReadAllAsync().CountAsync();
            throw new RpcException(new Status(StatusCode.Unavailable, ""));
        };
        using var call = host.Client.StreamingInputCall();

        await call.RequestStream.WriteAsync(new StreamingInputCallRequest { Payload = Bytes(1001) });
        await call.RequestStream.CompleteAsync();
        await ThrowsAsync(StatusCode.Unavailable, () => call.ResponseAsync);

        Assert.Equal(1, attempts);
    }

    [Fact]
    public async Task Retries_pause_while_too_many_calls_fail()
    {
        await using var host = await StartRetryingAsync(throttling: new RetryThrottlingPolicy { MaxTokens = 4, TokenRatio = 0.1 });
        int attempts = 0;
        host.Service.Unary = (_, _) =>
        {
            attempts++;
            throw new RpcException(new Status(StatusCode.Unavailable, ""));
        };

        for (int count = 0; count < 5; count++)
        {
            await ThrowsAsync(StatusCode.Unavailable, () => host.Client.UnaryCallAsync(new SimpleRequest()).ResponseAsync);
        }

        Assert.Equal(6, attempts); // 4 tokens: the first call takes two; from then on each call is tried once
    }

    [Fact]
    public async Task Calls_that_fail_after_their_headers_count_as_failures()
    {
        await using var host = await StartRetryingAsync(throttling: new RetryThrottlingPolicy { MaxTokens = 4, TokenRatio = 1 });
        int attempts = 0;
        host.Service.Unary = async (request, context) =>
        {
            attempts++;
            if (request.ResponseSize > 0)
            {
                await context.WriteResponseHeadersAsync([]); // no attempt can follow
            }

            throw new RpcException(new Status(StatusCode.Unavailable, ""));
        };

        for (int count = 0; count < 3; count++)
        {
            await ThrowsAsync(
                StatusCode.Unavailable, () => host.Client.UnaryCallAsync(new SimpleRequest { ResponseSize = 1 }).ResponseAsync);
        }

        Assert.Equal(3, attempts);
        await ThrowsAsync(StatusCode.Unavailable, () => host.Client.UnaryCallAsync(new SimpleRequest()).ResponseAsync);
        Assert.Equal(4, attempts); // of 4 tokens none is left: it is tried once
    }

    [Fact]
    public async Task A_deadline_ends_the_waiting_between_attempts()
    {
        await using var host = await StartRetryingAsync(backoff: TimeSpan.FromMinutes(1));
        host.Service.Unary = (_, _) => throw new RpcException(new Status(StatusCode.Unavailable, ""));

        await ThrowsAsync(
            StatusCode.DeadlineExceeded,
            () => host.Client.UnaryCallAsync(new SimpleRequest(), deadline: DateTime.UtcNow.AddMilliseconds(300)).ResponseAsync);
    }

    private static Task<ScriptedHost> StartRetryingAsync(
        long? maxBuffer = null, RetryThrottlingPolicy? throttling = null, TimeSpan? backoff = null) =>
        StartAsync(channel: options =>
        {
            options.ServiceConfig = new ServiceConfig
            {
                RetryThrottling = throttling,
                MethodConfigs =
                {
                    new MethodConfig
                    {
                        Names = { MethodName.Default },
                        RetryPolicy = new RetryPolicy
                        {
                            MaxAttempts = 4,
                            InitialBackoff = backoff ?? TimeSpan.FromMilliseconds(10),
                            MaxBackoff = backoff ?? TimeSpan.FromMilliseconds(50),
                            BackoffMultiplier = 2,
                            RetryableStatusCodes = { StatusCode.Unavailable },
                        },
                    },
                },
            };
            options.MaxRetryBufferPerCallSize = maxBuffer ?? options.MaxRetryBufferPerCallSize;
        });

    private static Payload Bytes(int size) => new() { Body = ByteString.CopyFrom(new byte[size]) };
}
