using System.Security.Cryptography;

namespace Licenses.Trust.Fetching;

/// <summary>Which timestamp authorities are asked, and what of theirs is accepted.</summary>
public sealed record TimeStampOptions
{
    /// <summary>In the order in which they are asked; the next one only when the one before does not give a good token.</summary>
    public ImmutableArray<TimeStampAuthority> Authorities { get; init; } = [];

    public HashAlgorithmName Digest { get; init; } = HashAlgorithmName.SHA256;

    /// <summary>How far a token's time may lie from the clock: more means that one of the two is wrong.</summary>
    public TimeSpan ClockTolerance { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>How long asking whether an authority was revoked may hold up its timestamp.</summary>
    public TimeSpan StatusWait { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>When somebody who found no free place is told to ask again.</summary>
    public TimeSpan OverloadPause { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>How long an authority is left alone after it failed; doubled with each failure in a row.</summary>
    public TimeSpan FirstPause { get; init; } = TimeSpan.FromSeconds(5);

    public TimeSpan LongestPause { get; init; } = TimeSpan.FromMinutes(5);
}

/// <summary>One timestamp authority.</summary>
/// <param name="Address">Where it answers (RFC 3161 over HTTP).</param>
/// <param name="Policy">The policy that its tokens must be issued under; null: whichever it uses.</param>
public sealed record TimeStampAuthority(Uri Address, string? Policy = null);
