using Licenses.Crypto.X509;
using Licenses.Trust;

namespace Licenses.Sealing.Desk;

/// <summary>
/// Whether a maker's or signer's certificate is good now: path, key usage, validity, and the revocation of everybody on
/// the path, at hand or from its sources. What cannot be told is not good: a seal lives for years.
/// </summary>
public sealed class SignerVetting(CurrentTrust trust, IRevocationSource source)
{
    /// <summary>What is wrong with a signer's certificate; null when nothing is.</summary>
    public ValueTask<LocalizedText?> WhyRefusedAsync(
        Certificate certificate, DateTimeOffset at, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(certificate);
        return WhyRefusedAsync((certificate, CertificatePurpose.Seal), at, _ => null, cancellationToken);
    }

    /// <summary>What is wrong with a maker of a seal for these signers; null when nothing is.</summary>
    public ValueTask<LocalizedText?> WhyMakerRefusedAsync(
        Certificate maker, ImmutableArray<ReadOnlyMemory<byte>> signers, DateTimeOffset at, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(maker);
        return WhyRefusedAsync(
            (maker, CertificatePurpose.SealMaker), at,
            path => SealMakerCheck.WhyRefused(maker, signers, path, trust.Store), cancellationToken);
    }

    private async ValueTask<LocalizedText?> WhyRefusedAsync(
        (Certificate Certificate, CertificatePurpose Purpose) asked,
        DateTimeOffset at,
        Func<CertificatePath, LocalizedText?> refuse,
        CancellationToken cancellationToken)
    {
        var certificate = asked.Certificate;
        if (!certificate.IsValidAt(at))
        {
            return new(
                $"证书有效期为 {certificate.NotBefore:u} 至 {certificate.NotAfter:u}",
                $"the certificate is valid from {certificate.NotBefore:u} to {certificate.NotAfter:u} only");
        }

        var store = trust.Store;
        var request = new PathRequest(certificate, at, asked.Purpose, CertificatePool.Empty);
        switch (store.Paths.Validate(request))
        {
            case PathOutcome.Valid { Path: var path }:
                return refuse(path) ?? await WhyRevokedAsync(store, path, at, cancellationToken);
            case PathOutcome.Invalid invalid:
                return new($"证书链或证书用途不符合要求：{TrustWords.NoPath(invalid).DetailZh}", $"no path that may seal: {invalid.Detail}");
            default:
                throw new System.Diagnostics.UnreachableException();
        }
    }

    private async ValueTask<LocalizedText?> WhyRevokedAsync(
        TrustStore store, CertificatePath path, DateTimeOffset at, CancellationToken cancellationToken)
    {
        for (int i = 0; i < path.Certificates.Length; i++)
        {
            var subject = path.Certificates[i];
            var question = new RevocationQuestion(subject, path.IssuerOf(i), path.Anchor, at, at);
            var status = store.Revocations.Check(question, store.Material, CertificatePool.Empty);
            if (status is RevocationStatus.Revoked revoked)
            {
                return new($"证书已于 {revoked.At:u} 吊销", $"{subject.Subject} was revoked at {revoked.At:u}");
            }

            var why = status is RevocationStatus.Unknown unknown
                ? await AskAsync(new RevocationInquiry(subject, path.IssuerOf(i), path.Anchor), unknown, cancellationToken)
                : null;
            if (why is not null)
            {
                return why;
            }
        }

        return null;
    }

    private async ValueTask<LocalizedText?> AskAsync(
        RevocationInquiry inquiry, RevocationStatus.Unknown unknown, CancellationToken cancellationToken)
    {
        if (!source.CanAsk(inquiry))
        {
            return CannotTell(unknown.Detail);
        }

        return await source.AskAsync(inquiry, cancellationToken) switch
        {
            RevocationAnswer.Known { Fact.IsRevoked: false } => null,
            RevocationAnswer.Known { Fact: var fact } => new(
                $"证书已于 {fact.RevokedAt:u} 吊销", $"{inquiry.Subject.Subject} was revoked at {fact.RevokedAt:u}"),
            RevocationAnswer.Unavailable unavailable => CannotTell(unavailable.Why),
            _ => throw new System.Diagnostics.UnreachableException(),
        };
    }

    private static LocalizedText CannotTell(string why) =>
        new($"无法确定证书是否已吊销：{why}", $"nobody can tell whether it was revoked: {why}");
}
