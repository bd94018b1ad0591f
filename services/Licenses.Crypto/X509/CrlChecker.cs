namespace Licenses.Crypto.X509;

/// <summary>Asks CRLs about a certificate (RFC 5280, 6.3): scope, signer, deltas, freshness.</summary>
internal sealed class CrlChecker(PathValidator paths)
{
    public RevocationStatus Check(RevocationQuestion question, RevocationMaterial material, CertificatePool offered)
    {
        var usable = material.FindLists(question.Subject.IssuerName)
            .Where(list => list.Defect is null && list.ThisUpdate <= question.Now && list.Covers(question.Subject))
            .OrderByDescending(list => list.ThisUpdate)
            .Where(list => IsSignedRightly(list, question, offered))
            .ToArray();
        var views = usable.Where(list => list.BaseNumber is null)
            .Select(list => new CrlView(list, NewestDelta(list, usable)))
            .OrderByDescending(view => view.AsOf).ToArray();
        if (views.Length == 0)
        {
            return new RevocationStatus.Unknown(
                SubIndication.TryLater, $"No CRL speaks about {question.Subject.Subject}.");
        }

        return FindRevocation(views, question) ?? FindClearance(views, question);
    }

    // Any list that revokes wins over newer silence, except that a hold may have been lifted since.
    private static RevocationStatus.Revoked? FindRevocation(CrlView[] views, RevocationQuestion question)
    {
        bool newest = true;
        foreach (var view in views)
        {
            if (view.Find(question.Subject) is { } entry && (newest || entry.Reason != RevocationReason.CertificateHold))
            {
                return new RevocationStatus.Revoked(entry.RevokedAt, entry.Reason, view.Name);
            }

            newest &= view.IsPartial; // a list for some reasons only does not lift what another one holds
        }

        return null;
    }

    private static RevocationStatus FindClearance(CrlView[] views, RevocationQuestion question)
    {
        foreach (var view in views)
        {
            if (!view.IsPartial && view.StillLists(question.Subject)
                && question.IsSettledBy(view.AsOf, view.NextUpdate))
            {
                return new RevocationStatus.Good(view.AsOf, view.NextUpdate, view.Name);
            }
        }

        var latest = views[0];
        return new RevocationStatus.Unknown(
            SubIndication.TryLater,
            $"The newest CRL about {question.Subject.Subject} is of {latest.AsOf:u} and was to be replaced by {latest.NextUpdate:u}.");
    }

    // RFC 5280, 5.2.4: the same scope, a base number no newer than the list, and a newer number.
    private static CertificateList? NewestDelta(CertificateList complete, CertificateList[] usable) =>
        usable.FirstOrDefault(delta => delta.BaseNumber is { } baseNumber && complete.Number is { } number
            && baseNumber <= number && delta.Number > number && SameScope(complete, delta));

    private static bool SameScope(CertificateList one, CertificateList other) => (one.Scope, other.Scope) switch
    {
        (null, null) => true,
        ({ } mine, { } theirs) => (mine with { Name = null }) == (theirs with { Name = null })
            && (mine.Name ?? default).Span.SequenceEqual((theirs.Name ?? default).Span),
        _ => false,
    };

    /// <summary>By the issuer's own key, or by another key of the same authority that the same anchor vouches for.</summary>
    private bool IsSignedRightly(CertificateList list, RevocationQuestion question, CertificatePool offered)
    {
        if (MaySign(question.Issuer) && list.IsSignedBy(question.Issuer.PublicKey))
        {
            return true;
        }

        return new[] { paths.Intermediates, offered }
            .SelectMany(pool => pool.FindBySubject(list.Issuer))
            .Any(signer => MaySign(signer) && list.IsSignedBy(signer.PublicKey)
                && paths.Validate(new PathRequest(signer, question.Now, CertificatePurpose.CrlSigning, offered))
                    is PathOutcome.Valid valid
                && valid.Path.Anchor.Certificate.Equals(question.Anchor.Certificate));
    }

    private static bool MaySign(Certificate certificate) =>
        certificate.KeyUsage is not { } usage || usage.HasFlag(KeyUsages.CrlSign);
}
