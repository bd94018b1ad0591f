using Licenses.Crypto.Ocsp;
using Licenses.Crypto.X509;

namespace Licenses.Trust.Fetching;

/// <summary>What one source gave; nothing in it is believed yet.</summary>
/// <param name="Host">Whom it came from.</param>
/// <param name="Why">Why there is nothing, or nothing new.</param>
internal sealed record SourceHarvest(string Host, string Why)
{
    public OcspResponse? Response { get; init; }

    /// <summary>A list with its delta, or the lists about who signed the response.</summary>
    public ImmutableArray<CertificateList> Lists { get; init; } = [];

    /// <summary>It was not asked, for want of a place here.</summary>
    public bool IsOverload { get; init; }

    public bool IsEmpty => Response is null && Lists.IsEmpty;
}
