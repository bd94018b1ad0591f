namespace Licenses.Crypto.X509;

/// <summary>
/// Finds the paths that names and key identifiers suggest, nearest first. Bounded: a pool of hostile cross-certificates
/// costs no more than the limits below.
/// </summary>
internal sealed class PathBuilder(AnchorSet anchors, params CertificatePool[] pools)
{
    private const int MostCertificates = 12;
    private const int MostSteps = 512;

    private int _steps;

    /// <summary>Candidate paths without their anchor, each with it; nothing about them is verified yet.</summary>
    public IEnumerable<CertificatePath> Build(Certificate leaf) =>
        anchors.FindExact(leaf) is { } exact
            ? [new CertificatePath(leaf, [], exact)]
            : Extend(leaf, [leaf]);

    private IEnumerable<CertificatePath> Extend(Certificate leaf, ImmutableArray<Certificate> path)
    {
        var last = path[^1];
        foreach (var anchor in anchors.FindBySubject(last.IssuerName).OrderByDescending(anchor => Fits(anchor.Certificate, last)))
        {
            yield return new CertificatePath(leaf, path, anchor);
        }

        if (path.Length >= MostCertificates)
        {
            yield break;
        }

        foreach (var issuer in Issuers(last).Where(issuer => !Repeats(path, issuer) && !IsAnchorAgain(issuer)))
        {
            if (++_steps > MostSteps)
            {
                yield break;
            }

            foreach (var found in Extend(leaf, path.Add(issuer)))
            {
                yield return found;
            }
        }
    }

    private IEnumerable<Certificate> Issuers(Certificate below) =>
        pools.SelectMany(pool => pool.FindBySubject(below.IssuerName)).Distinct()
            .Where(issuer => issuer.IsAuthority)
            .OrderByDescending(issuer => Fits(issuer, below))
            .ThenByDescending(issuer => issuer.NotAfter);

    // A root's own certificate as a link would only repeat what the anchor has offered; a cross-certificate would not.
    private bool IsAnchorAgain(Certificate issuer) => issuer.IsSelfIssued && anchors.HasKeyOf(issuer);

    private static bool Repeats(ImmutableArray<Certificate> path, Certificate issuer) =>
        path.Any(certificate => certificate.SubjectName.Equals(issuer.SubjectName)
            && certificate.PublicKey.Encoded.Span.SequenceEqual(issuer.PublicKey.Encoded.Span));

    // A hint only (RFC 5280, 4.2.1.1): a path whose identifiers differ is tried last, not left out.
    private static bool Fits(Certificate issuer, Certificate below) =>
        below.AuthorityKeyIdentifier is not { } wanted
        || issuer.SubjectKeyIdentifier is not { } offered
        || wanted.Span.SequenceEqual(offered.Span);
}
