using Licenses.Crypto.X509;
using Licenses.Trust;
using Licenses.Trust.Fetching;

namespace Licenses.Sealing;

/// <summary>Where validation data is taken from, beside the document itself.</summary>
/// <param name="AtHand">What the operator has.</param>
/// <param name="Fetched">What was fetched for this document.</param>
internal sealed record EvidenceSupply(TrustStore AtHand, ImmutableArray<FetchedEvidence> Fetched)
{
    /// <summary>Who is asked for more; null: nobody.</summary>
    public EvidenceFetcher? Fetcher { get; init; }

    /// <summary>Whether somebody can be asked whether a certificate is revoked.</summary>
    public bool CanAsk(Certificate subject, Certificate issuer) => Fetcher?.CanAsk(subject, issuer) == true;
}
