namespace Licenses.Crypto.X509;

/// <summary>A complete CRL with the newest current delta over it, seen as one list.</summary>
/// <param name="Complete">The complete list.</param>
/// <param name="Delta">What has changed since; null where no current delta is at hand.</param>
/// <param name="Reasons">For which reasons both speak about the certificate in question.</param>
internal sealed record CrlView(CertificateList Complete, CertificateList? Delta, int Reasons)
{
    public DateTimeOffset AsOf => (Delta ?? Complete).ThisUpdate;

    public DateTimeOffset? NextUpdate => (Delta ?? Complete).NextUpdate;

    public string Name => $"CRL {(Delta ?? Complete).Number} of {Complete.Issuer}";

    /// <summary>A list for some reasons only can revoke, but its silence proves nothing.</summary>
    public bool IsPartial => Reasons != ReasonFlags.All;

    /// <summary>Whether its silence is fresh: an old delta takes nothing from a complete list that is fresh.</summary>
    public bool Clears(RevocationQuestion question) => !Holds(question.Subject) && StillLists(question.Subject)
        && (question.IsSettledBy(AsOf, NextUpdate) || question.IsSettledBy(Complete.ThisUpdate, Complete.NextUpdate));

    /// <summary>Whether a hold on a list has been lifted since: by a newer list's silence, or by a delta in so many words.</summary>
    public bool LiftsHoldOf(CertificateList list, RevocationQuestion question) => !IsPartial && Clears(question)
        && (Complete.ThisUpdate > list.ThisUpdate
            || (Delta?.ThisUpdate >= list.ThisUpdate && Removes(question.Subject)));

    // removeFromCRL lifts a hold; what is revoked for another reason stays revoked (RFC 5280, 5.3.1).
    private bool Holds(Certificate certificate)
    {
        var changed = Delta?.Find(certificate.SerialBytes.Span);
        var entry = changed is null || changed.Reason == RevocationReason.RemoveFromCrl
            ? Complete.Find(certificate.SerialBytes.Span)
            : changed;
        return entry is not null && !(entry.Reason == RevocationReason.CertificateHold && Removes(certificate));
    }

    private bool Removes(Certificate certificate) =>
        Delta?.Find(certificate.SerialBytes.Span) is { Reason: RevocationReason.RemoveFromCrl };

    // Whether the certificate would still be listed: an authority may drop what has expired.
    private bool StillLists(Certificate certificate) =>
        AsOf <= certificate.NotAfter || Complete.KeepsExpiredSince <= certificate.NotAfter;
}
