namespace Licenses.Crypto.X509;

/// <summary>What trustworthy revocation data says about one certificate. Unknown is not good.</summary>
public abstract record RevocationStatus
{
    private RevocationStatus()
    {
    }

    /// <param name="AsOf">When the source knew this.</param>
    /// <param name="NextUpdate">Until when the source lets it stand; null where it does not say.</param>
    /// <param name="Source">Which list or responder.</param>
    public sealed record Good(DateTimeOffset AsOf, DateTimeOffset? NextUpdate, string Source) : RevocationStatus;

    /// <param name="At">Since when.</param>
    /// <param name="Reason">Why.</param>
    /// <param name="Source">Which list or responder.</param>
    public sealed record Revoked(DateTimeOffset At, RevocationReason Reason, string Source) : RevocationStatus;

    /// <param name="Reason">The EN 319 102-1 reason; TRY_LATER where newer data may settle it.</param>
    /// <param name="Detail">One sentence for a person.</param>
    public sealed record Unknown(SubIndication Reason, string Detail) : RevocationStatus
    {
        /// <summary>From when on asking again is worthwhile; null where that cannot be told.</summary>
        public DateTimeOffset? RetryAt { get; init; }
    }
}
