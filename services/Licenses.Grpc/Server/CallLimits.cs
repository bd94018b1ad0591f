namespace Grpc.Limits;

/// <summary>
/// What one call may cost the server, beyond what the official options name. Configure it with
/// <c>services.Configure&lt;CallLimits&gt;</c>; the official runtime has no such limits.
/// </summary>
public sealed class CallLimits
{
    /// <summary>The longest a call with one request and one response may take, also when its caller names no deadline.</summary>
    public TimeSpan? MaxUnaryDuration { get; set; } = TimeSpan.FromMinutes(2);

    /// <summary>The longest a streaming call may take. Null: as long as its connection lives.</summary>
    public TimeSpan? MaxStreamDuration { get; set; }

    /// <summary>The most bytes that the requests of one call may have together, as they travel. Null: no limit.</summary>
    public long? MaxRequestBytes { get; set; } = 1L << 30;

    /// <summary>How long the end of a call may wait for a reader that takes nothing, before the stream is reset.</summary>
    public TimeSpan EndGrace { get; set; } = TimeSpan.FromSeconds(5);
}
