using Licenses.Crypto.X509.Paths;

namespace Licenses.Crypto.X509;

/// <summary>
/// Builds and validates certificate paths to trust anchors, at any time and for a purpose. A path found once is
/// remembered for as long as its certificates last, so that many documents by one seal cost one validation.
/// </summary>
public sealed class PathValidator(AnchorSet anchors, CertificatePool intermediates)
{
    private const int MostPaths = 32;

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

        if (PurposeRules.Refuse(request.Leaf, request.Purpose) is { } refusal)
        {
            return new PathOutcome.Invalid(SubIndication.ChainConstraintsFailure, refusal);
        }

        var search = new PathSearch(Anchors, Intermediates, request);
        if (search.Find().FirstOrDefault() is not { } path)
        {
            return search.Explain();
        }

        _cache.Add(request, path);
        return new PathOutcome.Valid(path);
    }

    /// <summary>
    /// Every path that holds, nearest first: the same authority may have several certificates, and only one of them
    /// may be the one that the revocation data at hand speaks about. Not remembered.
    /// </summary>
    public IEnumerable<CertificatePath> FindAll(PathRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        return PurposeRules.Refuse(request.Leaf, request.Purpose) is null
            ? new PathSearch(Anchors, Intermediates, request).Find().Take(MostPaths)
            : [];
    }

    // A path that another document's certificates made would hold as well; but an answer must not depend on what was
    // asked before it.
    private bool IsAtHand(CertificatePath path, PathRequest request) => path.Certificates.Skip(1).All(certificate =>
        Intermediates.FindBySubject(certificate.SubjectName).Contains(certificate)
        || request.Offered.FindBySubject(certificate.SubjectName).Contains(certificate));
}
