namespace Licenses.Crypto.X509.Paths;

/// <summary>
/// Finds the paths that hold, shortest first. What depends on a path as a whole (name constraints, path length,
/// policies) is checked as soon as it can be, so that a bad start is not followed to its many ends.
/// </summary>
internal sealed class PathSearch
{
    private const int MostAttempts = 16;

    private readonly AnchorSet _anchors;
    private readonly CertificatePool[] _pools;
    private readonly PathRequest _request;
    private readonly PathBudget _budget;
    private readonly NameCheck _names;
    private readonly List<PathAttempt> _attempts = [];
    private bool _hasLooseEnd;
    private bool _hasUnfitting;

    public PathSearch(AnchorSet anchors, CertificatePool intermediates, PathRequest request)
    {
        (_anchors, _pools, _request) = (anchors, [intermediates, request.Offered], request);
        _budget = new PathBudget(request.Work ?? new WorkBudget(CancellationToken.None));
        _names = new NameCheck(_budget);
    }

    /// <summary>All paths that hold; enumerate once.</summary>
    public IEnumerable<CertificatePath> Find()
    {
        var leaf = _request.Leaf;
        bool isFound = false;
        bool isTrustedItself = false;
        foreach (var own in _anchors.FindExact(leaf).Select(exact => new CertificatePath(leaf, [], exact)))
        {
            isTrustedItself = true;
            if (Try(own))
            {
                yield return own;
            }
        }

        if (isTrustedItself)
        {
            yield break;
        }

        foreach (var path in Find(onlyFitting: true))
        {
            isFound = true;
            yield return path;
        }

        foreach (var path in _hasUnfitting && !isFound ? Find(onlyFitting: false) : [])
        {
            yield return path;
        }
    }

    /// <summary>Why none was found.</summary>
    public PathOutcome.Invalid Explain()
    {
        var nearest = (_attempts.Find(attempt => attempt.Anchor is not null) ?? _attempts.FirstOrDefault())?.Fault ?? new PathFault(
            SubIndication.NoCertificateChainFound, $"No path leads from {_request.Leaf.Subject} to a trust anchor.");
        if (_budget.IsSpent)
        {
            nearest = new PathFault(
                SubIndication.TryLater,
                $"There are too many ways up from {_request.Leaf.Subject} to try them all ({_budget.Limit}); the nearest fails: {nearest.Detail}");
        }

        return new PathOutcome.Invalid(nearest.Reason, nearest.Detail)
        {
            Attempts = [.. _attempts],
            IsDoubt = _hasLooseEnd || _budget.IsSpent || _attempts.Exists(attempt => attempt.Fault.IsDoubt),
        };
    }

    private IEnumerable<CertificatePath> Find(bool onlyFitting)
    {
        var graph = new PathGraph(_anchors, _pools, _request, _budget, onlyFitting);
        _hasUnfitting = graph.HasUnfitting;
        _hasLooseEnd |= graph.HasLooseEnd;
        if (graph.ShortestFaulty(_request.Leaf) is { } faulty)
        {
            _attempts.Add(faulty);
        }

        return Extend(graph, [_request.Leaf]);
    }

    private IEnumerable<CertificatePath> Extend(PathGraph graph, ImmutableArray<Certificate> path)
    {
        foreach (var link in graph.StepsUp(path[^1]))
        {
            if (!_budget.TakeStep())
            {
                yield break;
            }

            if (link.Anchor is { } anchor)
            {
                var whole = new CertificatePath(_request.Leaf, path, anchor);
                if (Try(whole))
                {
                    yield return whole;
                }

                continue;
            }

            foreach (var found in MayFollow(path, link.Issuer) ? Extend(graph, path.Add(link.Issuer)) : [])
            {
                yield return found;
            }
        }
    }

    private bool MayFollow(ImmutableArray<Certificate> path, Certificate issuer)
    {
        if (path.Length >= PathBudget.MostCertificates)
        {
            _budget.Cut();
            return false;
        }

        return !Repeats(path, issuer)
            && Note(path.Add(issuer), null, RefuseLength(path, issuer) ?? RefuseNames(path, issuer));
    }

    private bool Try(CertificatePath path) =>
        _budget.TakePath(path)
        && Note(path.Certificates, path.Anchor, PathProcessor.Refuse(path, _request, _names) ?? RefusePurposes(path));

    // A leaf that is trusted itself has met no rule about anchors yet.
    private PathFault? RefusePurposes(CertificatePath path) => !path.Certificates.IsEmpty ? null
        : !path.Anchor.Purposes.HasFlag(_request.Purpose) || !path.Anchor.IsTrustedAt(_request.At)
            ? new PathFault(
                SubIndication.NoCertificateChainFound,
                $"The anchor {path.Leaf.Subject} is not trusted for {_request.Purpose} at {_request.At:u}.")
            : null;

    private bool Note(ImmutableArray<Certificate> path, TrustAnchor? anchor, PathFault? fault)
    {
        if (fault is not null && _attempts.Count < MostAttempts)
        {
            _attempts.Add(new PathAttempt(path, anchor, fault));
        }

        return fault is null;
    }

    private static PathFault? RefuseLength(ImmutableArray<Certificate> path, Certificate issuer) =>
        issuer.BasicConstraints?.PathLength is { } most && path.Skip(1).Count(certificate => !certificate.IsSelfIssued) > most
            ? new PathFault(SubIndication.ChainConstraintsFailure, $"More authorities stand below {issuer.Subject} than its path length {most} allows.")
            : null;

    private PathFault? RefuseNames(ImmutableArray<Certificate> path, Certificate issuer) =>
        issuer.PathExtensions.Names is not { } names ? null : path
            .Where((certificate, place) => place == 0 || !certificate.IsSelfIssued)
            .Select(certificate => _names.Refuse(names, certificate)).FirstOrDefault(fault => fault is not null);

    private static bool Repeats(ImmutableArray<Certificate> path, Certificate issuer) =>
        path.Any(certificate => certificate.SubjectName.Equals(issuer.SubjectName)
            && certificate.PublicKey.Encoded.Span.SequenceEqual(issuer.PublicKey.Encoded.Span));
}
