using Licenses.Crypto.Signatures;
using Licenses.Crypto.X509;
using Licenses.Sealing;
using Licenses.Trust;

namespace Licenses.Server.Keys;

/// <summary>
/// Asks before each use whether a seal's certificate was revoked, at hand and at its sources: a seal by such a key would
/// be refused everywhere. What cannot be told now keeps nobody from sealing; verifying decides on its own.
/// </summary>
internal sealed class WatchedKeyring(
    ISealKeyring keys, CurrentTrust trust, IRevocationSource source, TimeProvider clock) : ISealKeyring
{
    public async ValueTask<ISealKey?> FindAsync(
        string organisationCode, KeyFamily family, CancellationToken cancellationToken)
    {
        var key = await keys.FindAsync(organisationCode, family, cancellationToken);
        return key is not null && await IsRevokedAsync(key.Certificate, cancellationToken)
            ? throw new SealKeyUnavailableException($"the seal certificate of {organisationCode} was revoked")
            : key;
    }

    private async ValueTask<bool> IsRevokedAsync(Certificate certificate, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var store = trust.Store;
        if ((PathFor(CertificatePurpose.Seal) ?? PathFor(CertificatePurpose.License)) is not { Certificates.Length: > 0 } path)
        {
            return false; // nobody here vouches for it: then nobody here can say that it was revoked
        }

        var question = new RevocationQuestion(certificate, path.IssuerOf(0), path.Anchor, now, now);
        if (store.Revocations.Check(question, store.Material, CertificatePool.Empty) is RevocationStatus.Revoked)
        {
            return true;
        }

        var inquiry = new RevocationInquiry(certificate, path.IssuerOf(0), path.Anchor);
        return source.CanAsk(inquiry)
            && await source.AskAsync(inquiry, cancellationToken) is RevocationAnswer.Known { Fact.IsRevoked: true };

        CertificatePath? PathFor(CertificatePurpose purpose) =>
            (store.Paths.Validate(new PathRequest(certificate, now, purpose, CertificatePool.Empty)) as PathOutcome.Valid)?.Path;
    }
}
