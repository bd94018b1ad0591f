using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using Google.Protobuf;
using Grpc.Core;
using Grpc.Testing;

namespace Licenses.Server.Tests.Grpc;

/// <summary>
/// Many callers at once, in rounds: calls of all four shapes, most of them cancelled, disposed of or given too little time
/// at random. Between rounds nobody calls, and what stayed behind is counted.
/// </summary>
internal sealed class Soak : IDisposable
{
    private const int ShortestLimit = 0; // milliseconds
    private const int LongestLimit = 40;

    private readonly TestService.TestServiceClient _client;
    private readonly int _callers;
    private readonly MeterListener _meters = new();
    private readonly ConcurrentDictionary<(string Wish, StatusCode Outcome), int> _outcomes = new();
    private readonly ConcurrentDictionary<string, int> _surprises = new();
    private long _atServer;
    private long _atClient;

    internal Soak(TestService.TestServiceClient client, int callers)
    {
        _client = client;
        _callers = callers;
        _meters.InstrumentPublished = (instrument, meters) =>
        {
            if (instrument.Name is "http.server.active_requests" or "http.client.active_requests")
            {
                meters.EnableMeasurementEvents(instrument);
            }
        };
        _meters.SetMeasurementEventCallback<long>((instrument, value, _, _) =>
            Interlocked.Add(ref instrument.Name.StartsWith("http.server", StringComparison.Ordinal) ? ref _atServer : ref _atClient, value));
        _meters.Start();
    }

    /// <summary>How many calls ended how, by what their callers did to them.</summary>
    internal IReadOnlyDictionary<(string Wish, StatusCode Outcome), int> Outcomes => _outcomes;

    /// <summary>Ends that neither the caller nor the service asked for, by their text.</summary>
    internal IReadOnlyDictionary<string, int> Surprises => _surprises;

    /// <summary>Lets all callers call for a while, waits until they are done, and counts what is left.</summary>
    internal async Task<Rest> RoundAsync(TimeSpan period)
    {
        long start = Stopwatch.GetTimestamp();
        await Task.WhenAll(Enumerable.Range(0, _callers).Select(_ => Task.Run(async () =>
        {
            while (Stopwatch.GetElapsedTime(start) < period)
            {
                await CallAsync();
            }
        })));
        for (int wait = 0; wait < 100 && Interlocked.Read(ref _atServer) + Interlocked.Read(ref _atClient) > 0; wait++)
        {
            await Task.Delay(100); // the last cancelled handlers find out
        }

        for (int pass = 0; pass < 3; pass++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }

        using var process = Process.GetCurrentProcess();
        return new Rest(
            _outcomes.Values.Sum(),
            GC.GetTotalMemory(forceFullCollection: true) / 1e6,
            process.WorkingSet64 / 1e6,
            process.Threads.Count,
            Interlocked.Read(ref _atServer),
            Interlocked.Read(ref _atClient));
    }

    public void Dispose() => _meters.Dispose();

    private async Task CallAsync()
    {
        var wish = Random.Shared.Next(10) switch { < 5 => "answer", < 7 => "cancel", < 9 => "deadline", _ => "dispose" };
        int limit = Random.Shared.Next(ShortestLimit, LongestLimit);
        using var cancellation = new CancellationTokenSource();
        var options = new CallOptions(cancellationToken: cancellation.Token)
            .WithDeadline(wish == "deadline" ? DateTime.UtcNow.AddMilliseconds(limit) : DateTime.MaxValue);
        if (wish == "cancel")
        {
            cancellation.CancelAfter(limit);
        }

        var outcome = StatusCode.OK;
        try
        {
            await (Random.Shared.Next(4) switch
            {
                0 => UnaryAsync(options, wish),
                1 => UploadAsync(options, wish),
                2 => DownloadAsync(options, wish),
                _ => TurnsAsync(options, wish),
            });
        }
        catch (RpcException exception)
        {
            outcome = exception.StatusCode;
            if (!IsWished(wish, outcome))
            {
                _surprises.AddOrUpdate($"{wish}: {exception.Status.StatusCode} {exception.Status.Detail}", 1, (_, count) => count + 1);
            }
        }

        _outcomes.AddOrUpdate((wish, outcome), 1, (_, count) => count + 1);
    }

    private static bool IsWished(string wish, StatusCode outcome) => (wish, outcome) switch
    {
        ("cancel" or "dispose", StatusCode.Cancelled) => true,
        ("deadline", StatusCode.DeadlineExceeded) => true,
        _ => false,
    };

    private async Task UnaryAsync(CallOptions options, string wish)
    {
        using var call = _client.UnaryCallAsync(new SimpleRequest { ResponseSize = AnySize(), Payload = Some() }, options);
        await LeaveOrAsync(wish, call, async () => await call);
    }

    private async Task UploadAsync(CallOptions options, string wish)
    {
        using var call = _client.StreamingInputCall(options);
        await LeaveOrAsync(wish, call, async () =>
        {
            for (int sent = 0; sent < 5; sent++)
            {
                await call.RequestStream.WriteAsync(new StreamingInputCallRequest { Payload = Some() });
            }

            await call.RequestStream.CompleteAsync();
            await call;
        });
    }

    private async Task DownloadAsync(CallOptions options, string wish)
    {
        using var call = _client.StreamingOutputCall(Wishes(5), options);
        await LeaveOrAsync(wish, call, async () =>
        {
            while (await call.ResponseStream.MoveNext())
            {
            }
        });
    }

    private async Task TurnsAsync(CallOptions options, string wish)
    {
        using var call = _client.FullDuplexCall(options);
        await LeaveOrAsync(wish, call, async () =>
        {
            for (int turn = 0; turn < 3; turn++)
            {
                await call.RequestStream.WriteAsync(Wishes(1));
                await call.ResponseStream.MoveNext();
            }

            await call.RequestStream.CompleteAsync();
            while (await call.ResponseStream.MoveNext())
            {
            }
        });
    }

    private static async Task LeaveOrAsync(string wish, IDisposable call, Func<Task> play)
    {
        var playing = play();
        if (wish == "dispose")
        {
            await Task.Delay(Random.Shared.Next(ShortestLimit, LongestLimit));
            call.Dispose();
        }

        await playing;
    }

    private static StreamingOutputCallRequest Wishes(int count)
    {
        var request = new StreamingOutputCallRequest { Payload = Some() };
        for (int added = 0; added < count; added++)
        {
            request.ResponseParameters.Add(new ResponseParameters { Size = AnySize(), IntervalUs = Random.Shared.Next(5000) });
        }

        return request;
    }

    private static Payload Some() => new() { Body = ByteString.CopyFrom(new byte[AnySize()]) };

    /// <summary>Mostly small, at times larger than an HTTP/2 frame.</summary>
    private static int AnySize() => Random.Shared.Next(10) == 0 ? Random.Shared.Next(100_000) : Random.Shared.Next(1000);

    /// <summary>What is there when nobody calls.</summary>
    /// <param name="Calls">Calls made so far.</param>
    /// <param name="HeapMegabytes">Live objects of both sides.</param>
    /// <param name="ProcessMegabytes">Resident memory of the process.</param>
    /// <param name="Threads">Threads of the process.</param>
    /// <param name="AtServer">Requests that the server still serves.</param>
    /// <param name="AtClient">Requests that the client still has open.</param>
    internal sealed record Rest(
        int Calls, double HeapMegabytes, double ProcessMegabytes, int Threads, long AtServer, long AtClient);
}
