namespace Licenses.Crypto.X509;

/// <summary>A complete CRL with the newest delta over it, seen as one list.</summary>
internal sealed record CrlView(CertificateList Complete, CertificateList? Delta)
{
    public DateTimeOffset AsOf => (Delta ?? Complete).ThisUpdate;

    public DateTimeOffset? NextUpdate => (Delta ?? Complete).NextUpdate;

    public string Name => $"CRL {(Delta ?? Complete).Number} of {Complete.Issuer}";

    /// <summary>A list for some reasons only can revoke, but its silence proves nothing.</summary>
    public bool IsPartial => Complete.Scope is { OnlySomeReasons: true };

    public RevokedCertificate? Find(Certificate certificate)
    {
        var changed = Delta?.Find(certificate.SerialBytes.Span);
        return changed is null
            ? Complete.Find(certificate.SerialBytes.Span)
            : changed.Reason == RevocationReason.RemoveFromCrl ? null : changed;
    }

    /// <summary>Whether the certificate would still be listed: an authority may drop what has expired.</summary>
    public bool StillLists(Certificate certificate) =>
        AsOf <= certificate.NotAfter || Complete.KeepsExpiredSince <= certificate.NotAfter;
}
