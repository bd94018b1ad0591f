using System.Security.Cryptography;

namespace Licenses.Trust.Fetching;

/// <summary>How revocation data are fetched.</summary>
public sealed record RevocationFetchOptions
{
    /// <summary>What the operator knows; it goes before what certificates say.</summary>
    public ImmutableArray<IssuerAddresses> Issuers { get; init; } = [];

    /// <summary>What OCSP names certificates by; SHA-256 (RFC 9919), or SHA-1 for responders of the older profile.</summary>
    public HashAlgorithmName OcspDigest { get; init; } = HashAlgorithmName.SHA256;

    /// <summary>Ask each responder for an answer made for this very question (RFC 9654): slower, and not cacheable for it.</summary>
    public bool UseNonce { get; init; }

    /// <summary>How old an answer may be even where its source would let it stand longer.</summary>
    public TimeSpan MaxAge { get; init; } = TimeSpan.FromDays(7);

    /// <summary>How long a list that was fetched is used for other certificates before it is fetched anew.</summary>
    public TimeSpan ListAge { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>When to come back after no source gave an answer.</summary>
    public TimeSpan RetryAfter { get; init; } = TimeSpan.FromSeconds(5);
}
