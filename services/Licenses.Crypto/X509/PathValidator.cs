namespace Licenses.Crypto.X509;

/// <summary>
/// Builds and validates certificate paths to trust anchors, at any time and for a purpose. A path found once is
/// remembered for as long as its certificates last, so that many documents by one seal cost one validation.
/// </summary>
public sealed class PathValidator(AnchorSet anchors, CertificatePool intermediates)
{
    private const int MostTries = 32;

    private readonly PathCache _cache = new();

    public AnchorSet Anchors { get; } = anchors;

    public CertificatePool Intermediates { get; } = intermediates;

    public PathOutcome Validate(PathRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (_cache.Find(request) is { } known && IsAtHand(known, request))
        {
            return new PathOutcome.Valid(known);
        }

        var outcome = Search(request);
        if (outcome is PathOutcome.Valid valid)
        {
            _cache.Add(request, valid.Path);
        }

        return outcome;
    }

    /// <summary>
    /// Every path that holds, nearest first: the same authority may have several certificates, and only one of them
    /// may be the one that the revocation data at hand speaks about. Not remembered.
    /// </summary>
    public IEnumerable<CertificatePath> FindAll(PathRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        return PurposeRules.Refuse(request.Leaf, request.Purpose) is null
            ? Candidates(request).Where(path => Refuse(path, request) is null)
            : [];
    }

    private IEnumerable<CertificatePath> Candidates(PathRequest request) =>
        new PathBuilder(Anchors, Intermediates, request.Offered).Build(request.Leaf).Take(MostTries);

    // A path that another document's certificates made would hold as well; but an answer must not depend on what was
    // asked before it.
    private bool IsAtHand(CertificatePath path, PathRequest request) => path.Certificates.Skip(1).All(certificate =>
        Intermediates.FindBySubject(certificate.SubjectName).Contains(certificate)
        || request.Offered.FindBySubject(certificate.SubjectName).Contains(certificate));

    private PathOutcome Search(PathRequest request)
    {
        if (PurposeRules.Refuse(request.Leaf, request.Purpose) is { } refusal)
        {
            return new PathOutcome.Invalid(SubIndication.ChainConstraintsFailure, refusal);
        }

        PathOutcome.Invalid? nearest = null;
        foreach (var path in Candidates(request))
        {
            if (Refuse(path, request) is not { } failure)
            {
                return new PathOutcome.Valid(path);
            }

            nearest ??= failure; // the builder puts the likeliest path first
        }

        return nearest ?? new PathOutcome.Invalid(
            SubIndication.NoCertificateChainFound, $"No path leads from {request.Leaf.Subject} to a trust anchor.");
    }

    private static PathOutcome.Invalid? Refuse(CertificatePath path, PathRequest request) =>
        RefuseAnchor(path, request) ?? RefusePeriod(path, request) ?? RefuseIssuers(path, request)
        ?? RefuseKeys(path) ?? RefuseByPkix(path, request);

    private static PathOutcome.Invalid? RefuseAnchor(CertificatePath path, PathRequest request)
    {
        var anchor = path.Anchor;
        if (!anchor.Purposes.HasFlag(request.Purpose))
        {
            return new PathOutcome.Invalid(
                SubIndication.NoCertificateChainFound,
                $"The anchor {anchor.Certificate.Subject} is not trusted for {request.Purpose}.");
        }

        if (!anchor.IsTrustedAt(request.At))
        {
            return new PathOutcome.Invalid(
                SubIndication.NoCertificateChainFoundNoPoe,
                $"The anchor {anchor.Certificate.Subject} is not trusted at {request.At:u}.");
        }

        // RFC 5280, 6.2: an anchor's own limits are for the application to apply.
        int authorities = path.Certificates.Skip(1).Count(certificate => !certificate.IsSelfIssued);
        return path.Certificates.IsEmpty
            || (anchor.CanIssue && !(anchor.Certificate.BasicConstraints?.PathLength < authorities))
            ? null
            : new PathOutcome.Invalid(
                SubIndication.ChainConstraintsFailure,
                $"The anchor {anchor.Certificate.Subject} may not issue such a path.");
    }

    private static PathOutcome.Invalid? RefusePeriod(CertificatePath path, PathRequest request)
    {
        foreach (var certificate in path.Certificates.Prepend(path.Leaf).Where(certificate => !certificate.IsValidAt(request.At)))
        {
            return new PathOutcome.Invalid(
                SubIndication.OutOfBoundsNoPoe,
                $"{certificate.Subject} is valid from {certificate.NotBefore:u} to {certificate.NotAfter:u}, not at {request.At:u}.");
        }

        return null;
    }

    private static PathOutcome.Invalid? RefuseIssuers(CertificatePath path, PathRequest request)
    {
        var refusals = path.Certificates.Skip(1)
            .Select(issuer => PurposeRules.RefuseIssuer(issuer, request.Purpose));
        return refusals.FirstOrDefault(refusal => refusal is not null) is { } refusal
            ? new PathOutcome.Invalid(SubIndication.ChainConstraintsFailure, refusal)
            : null;
    }

    private static PathOutcome.Invalid? RefuseKeys(CertificatePath path)
    {
        if (path.Certificates.IsEmpty)
        {
            return null; // the leaf itself is trusted: nothing is computed about it
        }

        var foreign = path.Certificates.Append(path.Anchor.Certificate)
            .FirstOrDefault(certificate => !PkixCertificate.IsAdmissible(certificate));
        return foreign is null
            ? null
            : new PathOutcome.Invalid(
                SubIndication.CertificateChainGeneralFailure,
                $"{foreign.Subject} has a key of kind {foreign.PublicKey.CurveOid ?? foreign.PublicKey.Algorithm.Oid}, which paths may not have.");
    }

    private static PathOutcome.Invalid? RefuseByPkix(CertificatePath path, PathRequest request) =>
        !path.Certificates.IsEmpty && PkixPort.Refuse(path, request.At, request.Policies) is { } refusal
            ? new PathOutcome.Invalid(SubIndication.CertificateChainGeneralFailure, refusal)
            : null;
}
