using Licenses.Crypto.Ocsp;

namespace Licenses.Crypto.X509;

/// <summary>CRLs and OCSP answers from wherever they came: configured, fetched or embedded. None is trusted by being here.</summary>
public sealed class RevocationMaterial
{
    public static readonly RevocationMaterial Empty = new([], []);

    private readonly ILookup<Asn1.DistinguishedName, CertificateList> _lists;

    public RevocationMaterial(IEnumerable<CertificateList> lists, IEnumerable<OcspResponse> responses)
    {
        ArgumentNullException.ThrowIfNull(lists);
        ArgumentNullException.ThrowIfNull(responses);
        _lists = lists.ToLookup(list => list.Issuer);
        Responses = [.. responses];
    }

    public ImmutableArray<OcspResponse> Responses { get; }

    public IEnumerable<CertificateList> Lists => _lists.SelectMany(lists => lists);

    public IEnumerable<CertificateList> FindLists(Asn1.DistinguishedName issuer) => _lists[issuer];
}
