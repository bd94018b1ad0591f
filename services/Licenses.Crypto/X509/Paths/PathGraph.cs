using Licenses.Crypto.Signatures;

namespace Licenses.Crypto.X509.Paths;

/// <summary>
/// The certificates above a leaf, each looked at once: who may have issued it, and how far it is from there to an
/// anchor. So a search goes only where an anchor is, however many authorities have certified each other.
/// </summary>
internal sealed class PathGraph
{
    private readonly AnchorSet _anchors;
    private readonly CertificatePool[] _pools;
    private readonly PathRequest _request;
    private readonly PathBudget _budget;
    private readonly bool _onlyFitting;
    private readonly Dictionary<Certificate, PathLink[]> _links = [];
    private readonly Dictionary<Certificate, PathFault?> _faults = [];
    private readonly Dictionary<Certificate, List<(ReadOnlyMemory<byte> Key, PathFault? Fault)>> _signatures = [];
    private readonly Dictionary<Certificate, int> _distances = [];

    /// <param name="anchors">Where paths end.</param>
    /// <param name="pools">What they are built from.</param>
    /// <param name="request">The leaf, the time and the purpose.</param>
    /// <param name="budget">How much may be tried.</param>
    /// <param name="onlyFitting">Leave out issuers whose key identifier is not the one that the certificate names.</param>
    public PathGraph(
        AnchorSet anchors, CertificatePool[] pools, PathRequest request, PathBudget budget, bool onlyFitting)
    {
        (_anchors, _pools, _request, _budget, _onlyFitting) = (anchors, pools, request, budget, onlyFitting);
        Collect();
        Measure();
    }

    /// <summary>Whether a certificate stands in the graph for which nobody at hand could be the issuer.</summary>
    public bool HasLooseEnd { get; private set; }

    /// <summary>Whether a link was left out for its key identifier.</summary>
    public bool HasUnfitting { get; private set; }

    /// <summary>The steps up that may lead to an anchor, nearest first.</summary>
    public IEnumerable<PathLink> StepsUp(Certificate certificate) => _links.GetValueOrDefault(certificate, [])
        .Where(link => link.Fault is null && (link.Anchor is not null || _distances.ContainsKey(link.Issuer)))
        .OrderBy(link => link.Anchor is not null ? 0 : 1 + _distances[link.Issuer]);

    /// <summary>The shortest way up that pays no heed to faults; null where even so none leads to an anchor.</summary>
    public PathAttempt? ShortestFaulty(Certificate leaf)
    {
        var seen = new HashSet<Certificate> { leaf };
        var queue = new Queue<ImmutableArray<Certificate>>([[leaf]]);
        var faults = new Dictionary<Certificate, PathFault>();
        while (queue.TryDequeue(out var path))
        {
            foreach (var link in _links.GetValueOrDefault(path[^1]) ?? [])
            {
                var fault = faults.GetValueOrDefault(path[^1]) ?? link.Fault;
                if (link.Anchor is not null && fault is not null)
                {
                    return new PathAttempt(path, link.Anchor, fault);
                }

                if (link.Anchor is null && seen.Add(link.Issuer))
                {
                    queue.Enqueue(path.Add(link.Issuer));
                    if (fault is not null)
                    {
                        faults[link.Issuer] = fault;
                    }
                }
            }
        }

        return null;
    }

    private void Collect()
    {
        var queue = new Queue<Certificate>([_request.Leaf]);
        while (!_budget.IsSpent && queue.TryDequeue(out var certificate))
        {
            if (_links.ContainsKey(certificate))
            {
                continue;
            }

            var links = FindAnchors(certificate).Concat(FindIssuers(certificate)).ToArray();
            _links[certificate] = links;
            HasLooseEnd |= links.Length == 0 && !certificate.IsSelfIssued;
            foreach (var link in links.Where(link => link.Anchor is null))
            {
                queue.Enqueue(link.Issuer);
            }
        }
    }

    // From the anchors down, over sound links only.
    private void Measure()
    {
        var below = _links
            .SelectMany(entry => entry.Value.Where(link => link is { Fault: null, Anchor: null }), (entry, link) => (entry.Key, link.Issuer))
            .ToLookup(pair => pair.Issuer, pair => pair.Key);
        var queue = new Queue<Certificate>(_links.Where(entry => entry.Value.Any(link => link is { Fault: null, Anchor: not null }))
            .Select(entry => entry.Key));
        foreach (var certificate in queue)
        {
            _distances[certificate] = 0;
        }

        while (queue.TryDequeue(out var certificate))
        {
            foreach (var next in below[certificate])
            {
                if (_distances.TryAdd(next, _distances[certificate] + 1))
                {
                    queue.Enqueue(next);
                }
            }
        }
    }

    private IEnumerable<PathLink> FindAnchors(Certificate below) => _anchors.FindBySubject(below.IssuerName)
        .Where(anchor => Fits(anchor.Certificate, below))
        .Select(anchor => new PathLink(
            anchor.Certificate, anchor, PathRules.RefuseAnchor(anchor, _request) ?? RefuseSignature(below, anchor.Certificate)));

    private IEnumerable<PathLink> FindIssuers(Certificate below) => _pools
        .SelectMany(pool => pool.FindBySubject(below.IssuerName)).Distinct()
        .Where(issuer => !issuer.Equals(below) && !IsAnchorAgain(issuer) && Fits(issuer, below))
        .OrderByDescending(issuer => issuer.NotAfter)
        .TakeWhile(_ => _budget.TakeLink())
        .Select(issuer => new PathLink(issuer, null, RefuseIssuer(issuer) ?? RefuseSignature(below, issuer)));

    // A root's own certificate as a link would only repeat what the anchor has offered; a cross-certificate would not.
    private bool IsAnchorAgain(Certificate issuer) => issuer.IsSelfIssued && _anchors.HasKeyOf(issuer);

    private PathFault? RefuseIssuer(Certificate issuer)
    {
        if (!_faults.TryGetValue(issuer, out var fault))
        {
            _faults[issuer] = fault = PathRules.RefuseIssuer(issuer, _request);
        }

        return fault;
    }

    // One key's many certificates verify a signature alike.
    private PathFault? RefuseSignature(Certificate below, Certificate issuer)
    {
        if (!_signatures.TryGetValue(below, out var known))
        {
            _signatures[below] = known = [];
        }

        foreach (var (key, verified) in known)
        {
            if (key.Span.SequenceEqual(issuer.PublicKey.Encoded.Span))
            {
                return verified;
            }
        }

        var fault = VerifySignature(below, issuer);
        known.Add((issuer.PublicKey.Encoded, fault));
        return fault;
    }

    // 6.1.3 (a) (1), over the bytes as received
    private PathFault? VerifySignature(Certificate below, Certificate issuer)
    {
        if (issuer.PublicKey.Excess is { } excess)
        {
            return new PathFault(
                SubIndication.CertificateChainGeneralFailure, $"The signature on {below.Subject} is not looked at: {issuer.Subject} has {excess}.", IsDoubt: true);
        }

        if (!_budget.TakeSignature(below, issuer.PublicKey))
        {
            return new PathFault(SubIndication.TryLater, "Too many certificates bear the same names.", IsDoubt: true);
        }

        var check = SignatureVerifier.Verify(
            issuer.PublicKey, below.SignatureAlgorithm, below.Signed.Span, below.SignatureValue.Span);
        return check.Outcome switch
        {
            SignatureOutcome.Valid => null,
            SignatureOutcome.Unsupported => new PathFault(
                SubIndication.CertificateChainGeneralFailure,
                $"The signature on {below.Subject} rests on {AlgorithmNames.Of(check.Oid)}, which is not supported.", IsDoubt: true),
            _ => new PathFault(
                SubIndication.CertificateChainGeneralFailure,
                $"The key of {issuer.Subject} does not verify the signature on {below.Subject}."),
        };
    }

    // A hint only (RFC 5280, 4.2.1.1): issuers whose identifiers differ are tried as well, once the others have failed.
    private bool Fits(Certificate issuer, Certificate below)
    {
        bool fits = below.AuthorityKeyIdentifier is not { } wanted
            || issuer.SubjectKeyIdentifier is not { } offered
            || wanted.Span.SequenceEqual(offered.Span);
        HasUnfitting |= !fits;
        return fits || !_onlyFitting;
    }
}
