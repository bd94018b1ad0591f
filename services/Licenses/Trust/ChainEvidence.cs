using Licenses.Crypto.Ocsp;
using Licenses.Crypto.X509;

namespace Licenses.Trust;

/// <summary>What somebody needs to decide a certificate in later years, and what of it is not at hand.</summary>
/// <param name="Certificates">The certificate, those above it, and those of the responders and list signers.</param>
/// <param name="Lists">CRLs about these.</param>
/// <param name="Responses">OCSP responses about these.</param>
/// <param name="Missing">What lacks, each in one phrase.</param>
/// <param name="Revocations">Certificates that this data calls revoked.</param>
/// <param name="Wishes">What of the missing could be fetched.</param>
internal sealed record ChainEvidence(
    ImmutableArray<Certificate> Certificates,
    ImmutableArray<CertificateList> Lists,
    ImmutableArray<OcspResponse> Responses,
    ImmutableArray<LocalizedText> Missing,
    ImmutableArray<(Certificate Certificate, DateTimeOffset At)> Revocations,
    ImmutableArray<EvidenceWish> Wishes)
{
    public static readonly ChainEvidence Empty = new([], [], [], [], [], []);

    public bool IsComplete => Missing.IsEmpty;

    public static ChainEvidence Of(params ReadOnlySpan<Certificate> certificates) =>
        Empty with { Certificates = [.. certificates] };

    public static ChainEvidence Lacking(string zh, string en) => Empty with { Missing = [new LocalizedText(zh, en)] };

    /// <summary>Something lacks that its issuer may publish.</summary>
    public static ChainEvidence Lacking(EvidenceWish wish) => Empty with { Missing = [wish.What], Wishes = [wish] };

    /// <summary>Both, nothing twice.</summary>
    public ChainEvidence And(ChainEvidence other) => new(
        [.. Certificates.Union(other.Certificates)],
        [.. Lists.Union(other.Lists)],
        [.. Responses.Union(other.Responses)],
        [.. Missing.Union(other.Missing)],
        [.. Revocations.Union(other.Revocations)],
        [.. Wishes.Union(other.Wishes)]);
}
