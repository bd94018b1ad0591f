using Licenses.Crypto.Asn1;
using Licenses.Crypto.Ocsp;

namespace Licenses.Crypto.X509;

/// <summary>CRLs and OCSP answers from wherever they came: configured, fetched or embedded. None is trusted by being here.</summary>
public sealed class RevocationMaterial
{
    public static readonly RevocationMaterial Empty = new([], []);

    private readonly ILookup<DistinguishedName, CertificateList> _lists;
    private readonly RevocationMaterial? _rest;

    public RevocationMaterial(IEnumerable<CertificateList> lists, IEnumerable<OcspResponse> responses)
        : this(lists, [.. responses], null)
    {
    }

    private RevocationMaterial(
        IEnumerable<CertificateList> lists, ImmutableArray<OcspResponse> responses, RevocationMaterial? rest)
    {
        ArgumentNullException.ThrowIfNull(lists);
        _lists = lists.ToLookup(list => list.Issuer);
        _rest = rest;
        Responses = rest is null ? responses : responses.AddRange(rest.Responses);
    }

    public ImmutableArray<OcspResponse> Responses { get; }

    public IEnumerable<CertificateList> Lists =>
        _lists.SelectMany(lists => lists).Concat(_rest?.Lists ?? []);

    public IEnumerable<CertificateList> FindLists(DistinguishedName issuer) =>
        _rest is null ? _lists[issuer] : _lists[issuer].Concat(_rest.FindLists(issuer));

    /// <summary>This and what one document brings along; the index of what is here is not built anew.</summary>
    public RevocationMaterial With(
        ImmutableArray<CertificateList> lists, ImmutableArray<OcspResponse> responses) =>
        lists.IsEmpty && responses.IsEmpty ? this : new RevocationMaterial(lists, responses, this);
}
