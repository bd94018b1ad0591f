using Licenses.Crypto.Ocsp;
using Licenses.Crypto.X509;

namespace Licenses.Trust.Fetching;

/// <summary>What all sources of an issuer are asked for.</summary>
/// <param name="Inquiry">About whom.</param>
/// <param name="IsGenuine">Whether what a source gave is worth keeping for others: a list with its delta, or a response with its lists.</param>
internal sealed record HarvestOrder(RevocationInquiry Inquiry, Func<ImmutableArray<CertificateList>, OcspResponse?, bool> IsGenuine)
{
    /// <summary>No responder is asked.</summary>
    public bool ByListOnly { get; init; }

    /// <summary>
    /// Responses that were fetched for somebody else a while ago will do; where they must be newer than a time, that is
    /// <see cref="NewerThan"/>.
    /// </summary>
    public bool MayRemember { get; init; }

    /// <summary>What is remembered and older than this does not do where the source may have something newer; null: it does.</summary>
    public DateTimeOffset? NewerThan { get; init; }
}
