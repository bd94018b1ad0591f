namespace Licenses.Crypto.X509;

/// <summary>A complete CRL with the newest delta over it, seen as one list.</summary>
/// <param name="Complete">The complete list.</param>
/// <param name="Delta">What has changed since; null where no delta is at hand.</param>
/// <param name="Reasons">For which reasons both speak about the certificate in question.</param>
internal sealed record CrlView(CertificateList Complete, CertificateList? Delta, int Reasons)
{
    public DateTimeOffset AsOf => (Delta ?? Complete).ThisUpdate;

    public DateTimeOffset? NextUpdate => (Delta ?? Complete).NextUpdate;

    public string Name => $"CRL {(Delta ?? Complete).Number} of {Complete.Issuer}";

    /// <summary>A list for some reasons only can revoke, but its silence proves nothing.</summary>
    public bool IsPartial => Reasons != ReasonFlags.All;

    /// <summary>Whether the list settles the question: an old delta takes nothing from a complete list that is fresh.</summary>
    public bool Settles(RevocationQuestion question) => StillLists(question.Subject)
        && (question.IsSettledBy(AsOf, NextUpdate) || question.IsSettledBy(Complete.ThisUpdate, Complete.NextUpdate));

    public RevokedCertificate? Find(Certificate certificate)
    {
        var changed = Delta?.Find(certificate.SerialBytes.Span);
        return changed is null
            ? Complete.Find(certificate.SerialBytes.Span)
            : changed.Reason == RevocationReason.RemoveFromCrl ? null : changed;
    }

    // Whether the certificate would still be listed: an authority may drop what has expired.
    private bool StillLists(Certificate certificate) =>
        AsOf <= certificate.NotAfter || Complete.KeepsExpiredSince <= certificate.NotAfter;
}
