using Licenses.Crypto.Asn1;

namespace Licenses.Crypto.X509;

/// <summary>The trust anchors, found by subject or as the very certificate.</summary>
public sealed class AnchorSet
{
    private readonly Dictionary<DistinguishedName, ImmutableArray<TrustAnchor>> _bySubject;

    public AnchorSet(IEnumerable<TrustAnchor> anchors)
    {
        ArgumentNullException.ThrowIfNull(anchors);
        _bySubject = anchors.Distinct()
            .GroupBy(anchor => anchor.Certificate.SubjectName)
            .ToDictionary(group => group.Key, group => group.ToImmutableArray());
    }

    public bool IsEmpty => _bySubject.Count == 0;

    public IEnumerable<TrustAnchor> All => _bySubject.Values.SelectMany(anchors => anchors);

    public ImmutableArray<TrustAnchor> FindBySubject(DistinguishedName subject) =>
        _bySubject.TryGetValue(subject, out var found) ? found : [];

    /// <summary>Whether an anchor has this certificate's name and key, under whatever certificate.</summary>
    public bool HasKeyOf(Certificate certificate)
    {
        ArgumentNullException.ThrowIfNull(certificate);
        return FindBySubject(certificate.SubjectName).Any(anchor =>
            anchor.Certificate.PublicKey.Encoded.Span.SequenceEqual(certificate.PublicKey.Encoded.Span));
    }

    /// <summary>The entries that trust this very certificate: each for its purposes and its time.</summary>
    public IEnumerable<TrustAnchor> FindExact(Certificate certificate)
    {
        ArgumentNullException.ThrowIfNull(certificate);
        return FindBySubject(certificate.SubjectName)
            .Where(anchor => anchor.Certificate.Equals(certificate));
    }
}
