using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Grpc.Core;

namespace Grpc.Framing;

/// <summary>OpenTelemetry's names for remote calls (semantic conventions, rpc).</summary>
internal static class RpcAttributes
{
    internal const string MeterName = "Licenses.Grpc";
    internal const string System = "rpc.system.name";
    internal const string Grpc = "grpc";
    internal const string Method = "rpc.method";
    internal const string OriginalMethod = "rpc.method_original";
    internal const string Status = "rpc.response.status_code";
    internal const string ErrorType = "error.type";
    internal const string OtherMethod = "_OTHER";

    internal static readonly InstrumentAdvice<double> DurationBuckets = new()
    {
        HistogramBucketBoundaries = [0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10],
    };

    private static readonly ConcurrentDictionary<string, string> MethodNames = new(StringComparer.Ordinal);

    private static readonly string[] StatusNames =
    [
        "OK", "CANCELLED", "UNKNOWN", "INVALID_ARGUMENT", "DEADLINE_EXCEEDED", "NOT_FOUND", "ALREADY_EXISTS",
        "PERMISSION_DENIED", "RESOURCE_EXHAUSTED", "FAILED_PRECONDITION", "ABORTED", "OUT_OF_RANGE", "UNIMPLEMENTED",
        "INTERNAL", "UNAVAILABLE", "DATA_LOSS", "UNAUTHENTICATED",
    ];

    /// <summary>"package.Service/Method". Methods are few and fixed, so the names are kept.</summary>
    internal static string MethodName(IMethod method) =>
        MethodNames.GetOrAdd(method.FullName, static fullName => fullName[1..]);

    internal static string StatusName(StatusCode status) =>
        (int)status is >= 0 and <= 16 ? StatusNames[(int)status] : "UNKNOWN";

    /// <summary>Codes that mean a fault of the server and not of the caller.</summary>
    internal static bool IsServerError(StatusCode status) => status is StatusCode.Unknown or StatusCode.DeadlineExceeded
        or StatusCode.Unimplemented or StatusCode.Internal or StatusCode.Unavailable or StatusCode.DataLoss;
}
