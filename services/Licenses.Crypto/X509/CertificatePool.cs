using Licenses.Crypto.Asn1;

namespace Licenses.Crypto.X509;

/// <summary>Certificates that may stand between a leaf and an anchor, found by subject. Being here means no trust.</summary>
public sealed class CertificatePool
{
    public static readonly CertificatePool Empty = new([]);

    private readonly Dictionary<DistinguishedName, ImmutableArray<Certificate>> _bySubject;

    public CertificatePool(IEnumerable<Certificate> certificates)
    {
        ArgumentNullException.ThrowIfNull(certificates);
        _bySubject = certificates.Distinct()
            .GroupBy(certificate => certificate.SubjectName)
            .ToDictionary(group => group.Key, group => group.ToImmutableArray());
    }

    public IEnumerable<Certificate> All => _bySubject.Values.SelectMany(certificates => certificates);

    public bool IsEmpty => _bySubject.Count == 0;

    public ImmutableArray<Certificate> FindBySubject(DistinguishedName subject) =>
        _bySubject.TryGetValue(subject, out var found) ? found : [];
}
