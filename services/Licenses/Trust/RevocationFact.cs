using Licenses.Crypto;
using Licenses.Crypto.X509;

namespace Licenses.Trust;

/// <summary>
/// What a trustworthy source said about one certificate: verified when it was fetched, so that what remains to be asked
/// is only whether it is fresh enough.
/// </summary>
/// <param name="Key">Which certificate.</param>
/// <param name="RevokedAt">Since when it is revoked; null: it is good.</param>
/// <param name="Reason">Why.</param>
/// <param name="AsOf">When the source knew this, by its own clock.</param>
/// <param name="NextUpdate">
/// Until when it stands: as its source says, or by the policy's age where that ends it earlier or the source does not say. Null: no time at all.
/// </param>
/// <param name="FetchedAt">When it was asked.</param>
/// <param name="Source">Which list or responder.</param>
public sealed record RevocationFact(
    RevocationKey Key,
    DateTimeOffset? RevokedAt,
    RevocationReason Reason,
    DateTimeOffset AsOf,
    DateTimeOffset? NextUpdate,
    DateTimeOffset FetchedAt,
    string Source)
{
    /// <summary>When it is due to be asked again, ahead of its end.</summary>
    public DateTimeOffset RefreshAt { get; init; } = FetchedAt;

    /// <summary>It comes from one complete list about everybody: a newer such list of the issuer outdates it.</summary>
    public bool IsFromCompleteList { get; init; }

    /// <summary>What it was judged by.</summary>
    public UInt128 Basis { get; init; }

    /// <summary>Until when the algorithms that it rests on can be relied on; null: no end is in sight.</summary>
    public DateTimeOffset? ReliableUntil { get; init; }

    public bool IsRevoked => RevokedAt is not null;

    /// <summary>Revoked for good: no later answer takes that back (X.509: only a hold may be lifted).</summary>
    public bool IsFinal => IsRevoked && Reason != RevocationReason.CertificateHold;

    /// <summary>Whether a newer complete list of the issuer may say otherwise.</summary>
    public bool IsOutdatedBy(DateTimeOffset? newestList) => IsFromCompleteList && !IsFinal && AsOf < newestList;

    /// <summary>Whether this is to be kept where both are known.</summary>
    public bool Supersedes(RevocationFact other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return (IsFinal, AsOf, FetchedAt).CompareTo((other.IsFinal, other.AsOf, other.FetchedAt)) > 0;
    }

    /// <summary>From when on it must not be relied upon: its next update, or the policy's age, whichever comes first.</summary>
    public DateTimeOffset EndBy(TimeSpan maxAge) =>
        IsFinal ? DateTimeOffset.MaxValue
        : ReliableUntil is { } reliable && reliable < EndOf(maxAge) ? reliable
        : EndOf(maxAge);

    private DateTimeOffset EndOf(TimeSpan maxAge) =>
        NextUpdate is { } next && next < AsOf + maxAge ? next
        : NextUpdate is null ? AsOf
        : AsOf + maxAge;

    /// <summary>The answer to a question of now. "Good" only where EN 319 102-1, 5.2.5 finds it fresh.</summary>
    public RevocationStatus ToStatus(RevocationQuestion question)
    {
        ArgumentNullException.ThrowIfNull(question);
        if (RevokedAt is { } at)
        {
            return new RevocationStatus.Revoked(at, Reason, Source);
        }

        if (ReliableUntil <= question.Now)
        {
            return new RevocationStatus.Unknown(
                SubIndication.CryptoConstraintsFailureNoPoe,
                $"{Source} rests on algorithms that could be relied on until {ReliableUntil:yyyy-MM-dd} only.");
        }

        bool settled = AsOf >= question.At
            || (NextUpdate >= question.Now && (question.MaxAge is not { } age || question.Now - AsOf <= age));
        return settled
            ? new RevocationStatus.Good(AsOf, NextUpdate, Source)
            : new RevocationStatus.Unknown(
                SubIndication.TryLater, $"{Source} is of {AsOf:u}, too old to clear {question.Subject.Subject}.")
            {
                RetryAt = NextUpdate > question.Now ? NextUpdate : null,
            };
    }
}
