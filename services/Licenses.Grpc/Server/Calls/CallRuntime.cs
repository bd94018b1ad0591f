using System.Collections.Concurrent;
using Grpc.Core;
using Grpc.Limits;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Grpc.AspNetCore.Server;

/// <summary>What all calls of a server share.</summary>
internal sealed class CallRuntime(
    TimeProvider clock,
    ServerTelemetry telemetry,
    IOptions<CallLimits> limits,
    IOptions<GrpcServiceOptions> options,
    ILoggerFactory loggers,
    IFailureDetails? failureDetails = null)
{
    private const int MaxIdleKits = 1024;

    private readonly ConcurrentQueue<CallKit> _kits = [];
    private int _activeCalls;

    internal TimeProvider Clock { get; } = clock;

    internal ServerTelemetry Telemetry { get; } = telemetry;

    internal CallLimits Limits { get; } = limits.Value;

    internal GrpcServiceOptions Options { get; } = options.Value;

    /// <summary>What the product adds to every failure, if anything.</summary>
    internal IFailureDetails? FailureDetails { get; } = failureDetails;

    internal ILogger Log { get; } = loggers.CreateLogger("Grpc.AspNetCore.Server.ServerCallHandler");

    /// <summary>Calls whose handlers have not returned.</summary>
    internal int ActiveCalls => Volatile.Read(ref _activeCalls);

    /// <summary>The catch-all endpoints for unknown services and methods that stand already.</summary>
    internal HashSet<string> UnknownRoutes { get; } = [];

    internal void CallBegan() => Interlocked.Increment(ref _activeCalls);

    internal void CallEnded() => Interlocked.Decrement(ref _activeCalls);

    /// <summary>A product that cannot explain a failure does not change it.</summary>
    internal void Explain(Status status, Metadata trailers, string method)
    {
        try
        {
            FailureDetails?.AddTo(trailers, new Status(status.StatusCode, StatusLimits.Cut(status.Detail, StatusLimits.MaxDetail)));
        }
        catch (Exception exception) // details are an extra: their failure must not cost the call its status
        {
            AspNetCore.Server.Log.HandlerFailed(Log, method, exception);
        }
    }

    internal CallKit TakeKit() => _kits.TryDequeue(out var kit) ? kit : new CallKit(Clock);

    internal void GiveBack(CallKit kit)
    {
        if (_kits.Count < MaxIdleKits)
        {
            _kits.Enqueue(kit);
        }
        else
        {
            kit.Dispose();
        }
    }
}
