namespace Licenses.Crypto.X509.Paths;

/// <summary>
/// Validates one path in the order of RFC 5280, 6.1, from the anchor down to the leaf. Signatures were verified when the
/// path was built (6.1.3, a 1), and revocation (a 3) is asked separately, since its data may come later.
/// </summary>
internal sealed class PathProcessor
{
    private readonly CertificatePath _path;
    private readonly PathRequest _request;
    private readonly NameCheck _check;
    private readonly PolicyTree _policies = new();
    private readonly List<NameConstraints> _names = []; // each authority's: a name must satisfy all of them
    private int _explicitPolicy;
    private int _inhibitAny;
    private int _mapping;
    private int? _pathLength;

    private PathProcessor(CertificatePath path, PathRequest request, NameCheck check)
    {
        // 6.1.2; the anchor's own limits on names and length are applied like any authority's.
        int count = path.Certificates.Length;
        (_path, _request, _check) = (path, request, check);
        _explicitPolicy = request.RequirePolicy || !request.Policies.IsEmpty ? 0 : count + 1;
        _inhibitAny = request.InhibitAnyPolicy ? 0 : count + 1;
        _mapping = request.InhibitMapping ? 0 : count + 1;
        _pathLength = path.Anchor.Certificate.BasicConstraints?.PathLength;
        Take(path.Anchor.Certificate.PathExtensions.Names);
    }

    /// <summary>Why the path does not hold; null where it does.</summary>
    public static PathFault? Refuse(CertificatePath path, PathRequest request, NameCheck check)
    {
        if (path.Certificates.IsEmpty)
        {
            return PathRules.RefusePeriod(path.Leaf, request.At) ?? request.AnchorConstraint?.Invoke(path.Leaf); // the leaf itself is trusted
        }

        return PathRules.RefuseAnchor(path.Anchor, request) ?? new PathProcessor(path, request, check).Process();
    }

    private PathFault? Process()
    {
        for (int i = _path.Certificates.Length - 1; i >= 0; i--)
        {
            var certificate = _path.Certificates[i];
            var issuer = _path.IssuerOf(i);
            if (!certificate.IssuerName.Equals(issuer.SubjectName))
            {
                return Constraint($"{certificate.Subject} was not issued by {issuer.Subject}.");
            }

            bool isLeaf = i == 0;
            var fault = (isLeaf ? PathRules.RefuseLeaf(certificate, _request) : PathRules.RefuseIssuer(certificate, _request))
                ?? RefuseNames(certificate, isLeaf)
                ?? TakePolicies(certificate, isLeaf)
                ?? (isLeaf ? WrapUp(certificate) : Prepare(certificate));
            if (fault is not null)
            {
                return fault;
            }
        }

        return RefuseUsages();
    }

    // 6.1.3 (b) and (c)
    private PathFault? RefuseNames(Certificate certificate, bool isLeaf) => certificate.IsSelfIssued && !isLeaf
        ? null
        : _names.Select(names => _check.Refuse(names, certificate)).FirstOrDefault(fault => fault is not null);

    // 6.1.3 (d) to (f)
    private PathFault? TakePolicies(Certificate certificate, bool isLeaf)
    {
        _policies.Add(
            certificate.PathExtensions.Policies, _inhibitAny > 0 || (!isLeaf && certificate.IsSelfIssued));
        return _explicitPolicy > 0 || !_policies.IsEmpty
            ? null
            : Constraint($"A policy is required, and none holds along the path to {certificate.Subject}.");
    }

    // 6.1.4; (k), (n) and (o) are in PathRules
    private PathFault? Prepare(Certificate certificate)
    {
        var extensions = certificate.PathExtensions;
        if (!extensions.Mappings.IsEmpty)
        {
            _policies.Map(extensions.Mappings, _mapping > 0); // (b)
        }

        Take(extensions.Names); // (g)
        if (!certificate.IsSelfIssued)
        {
            (_explicitPolicy, _mapping, _inhibitAny) = (Less(_explicitPolicy), Less(_mapping), Less(_inhibitAny)); // (h)
            if (_pathLength-- == 0) // (l)
            {
                return Constraint($"{certificate.Subject} is one authority more than an issuer's path length allows.");
            }
        }

        _explicitPolicy = Math.Min(_explicitPolicy, extensions.RequireExplicitPolicy ?? int.MaxValue); // (i)
        _mapping = Math.Min(_mapping, extensions.InhibitMapping ?? int.MaxValue);
        _inhibitAny = Math.Min(_inhibitAny, extensions.InhibitAnyPolicy ?? int.MaxValue); // (j)
        if (certificate.BasicConstraints?.PathLength is { } length && !(_pathLength < length)) // (m)
        {
            _pathLength = length;
        }

        return null;
    }

    // 6.1.5
    private PathFault? WrapUp(Certificate leaf)
    {
        int explicitPolicy = leaf.PathExtensions.RequireExplicitPolicy == 0 ? 0 : Less(_explicitPolicy); // (a), (b)
        return explicitPolicy > 0 || _policies.Holds(_request.Policies) // (g)
            ? null
            : Constraint($"None of the wanted policies holds along the path to {leaf.Subject}.");
    }

    // Not in RFC 5280, but what every verifier does: a purpose that any certificate withholds is withheld below it. Each
    // certificate by itself is asked by PathRules; here it is whether they allow one and the same.
    private PathFault? RefuseUsages() =>
        PurposeRules.RefusePath(_path, _request.Purpose) is { } refusal ? Constraint(refusal) : null;

    private void Take(NameConstraints? names)
    {
        if (names is not null)
        {
            _names.Add(names);
        }
    }

    private static int Less(int count) => Math.Max(0, count - 1);

    private static PathFault Constraint(string detail) => new(SubIndication.ChainConstraintsFailure, detail);
}
