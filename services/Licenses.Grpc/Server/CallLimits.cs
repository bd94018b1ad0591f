namespace Grpc.Limits;

/// <summary>
/// What one call may cost the server, beyond what the official options name. Configure it with
/// <c>services.Configure&lt;CallLimits&gt;</c>; the official runtime has no such limits.
/// </summary>
public sealed class CallLimits
{
    /// <summary>
    /// The longest a call with one request and one response may take, also when its caller names no deadline; and the longest
    /// that the only request of a stream of responses may be in coming.
    /// </summary>
    public TimeSpan? MaxUnaryDuration { get; set; } = TimeSpan.FromMinutes(2);

    /// <summary>
    /// The longest a streaming call may take. Null: as long as its connection lives, also where a caller that streams requests
    /// never sends one, for a long silence between two is not an error there.
    /// </summary>
    public TimeSpan? MaxStreamDuration { get; set; }

    /// <summary>The most bytes that the requests of one call may have together, as they travel. Null: no limit.</summary>
    public long? MaxRequestBytes { get; set; } = 1L << 30;

    /// <summary>How long the end of a call may wait for a reader that takes nothing, before the stream is reset.</summary>
    public TimeSpan EndGrace { get; set; } = TimeSpan.FromSeconds(5);
}
