using Licenses.Crypto.Ocsp;
using Licenses.Crypto.X509;
using Licenses.Pdf.Signing;
using Licenses.Trust;
using Licenses.Trust.Fetching;
using Licenses.Verification;

namespace Licenses.Sealing;

/// <summary>
/// Collects what the validation of a document's signatures and timestamps takes in later years, from the document itself
/// and from what is at hand, and names what lacks.
/// </summary>
internal sealed class LongTermData
{
    private readonly EvidenceSupply _supply;
    private readonly WorkBudget _work = new(CancellationToken.None);
    private readonly DateTimeOffset _now;
    private readonly EvidenceDemand _demand;
    private readonly DocumentEvidence _evidence;
    private readonly DocumentTimes _times;
    private readonly DateTimeOffset _keptUntil;
    private readonly EvidenceFinder _finder;
    private readonly HashSet<string> _stored;
    private readonly HashSet<string> _named;

    /// <param name="inspection">What is in the document.</param>
    /// <param name="supply">What there is beside it.</param>
    /// <param name="now">Now.</param>
    /// <param name="demand">How new it must be.</param>
    public LongTermData(PdfInspection inspection, EvidenceSupply supply, DateTimeOffset now, EvidenceDemand demand)
    {
        _supply = supply;
        (_now, _demand) = (now, demand);
        _evidence = DocumentEvidence.Collect(inspection, supply.AtHand);
        var terms = new StampTerms(supply.AtHand, _evidence, supply.AtHand.Algorithms, now);
        _times = new DocumentTimes(_evidence, terms);
        _keptUntil = terms.End() ?? DateTimeOffset.MinValue; // what nothing carries yet is judged again when something does
        _finder = FinderIn(PoolWith(supply.Fetched, now));
        var store = inspection.Dss;
        _stored = [.. new[] { store?.Certificates, store?.CertificateLists, store?.OcspResponses }
            .SelectMany(items => items ?? []).Select(Fingerprint)];
        _named = [.. store?.SignatureKeys ?? []];
        PerField = Collect();
    }

    /// <summary>What each signature and timestamp needs, by its field's full name.</summary>
    public ImmutableDictionary<string, ValidationData> PerField { get; }

    /// <summary>What lacks, each in one phrase.</summary>
    public ImmutableArray<LocalizedText> Missing { get; private set; } = [];

    /// <summary>What of it may be published somewhere.</summary>
    public ImmutableArray<EvidenceWish> Wishes { get; private set; } = [];

    /// <summary>The document's own store holds all of it, and names every signature.</summary>
    public bool IsStored { get; private set; } = true;

    /// <summary>Every signature has a timestamp of its own or is under a document timestamp.</summary>
    public bool IsStamped => _evidence.Signatures
        .Where(signature => signature.Inspected.Kind == SignatureKind.Signature)
        .All(signature => signature.IntactStamps.Any() || _evidence.Signatures.Any(other =>
            other.Inspected is { Kind: SignatureKind.Timestamp, Intact: true } && other.Inspected.Revision > signature.Inspected.Revision));

    private DateTimeOffset? ProvenBefore => _demand == EvidenceDemand.InForce ? null : _now;

    private ImmutableDictionary<string, ValidationData> Collect()
    {
        var fields = ImmutableDictionary.CreateBuilder<string, ValidationData>();
        foreach (var signature in _evidence.Signatures)
        {
            var found = Find(signature);
            if (found is { Certificates.IsEmpty: true, Missing.IsEmpty: true })
            {
                continue; // nothing of it is proven yet
            }

            Missing = [.. Missing.Union(found.Missing)];
            Wishes = [.. Wishes.Union(found.Wishes)];
            var data = new ValidationData(
                [.. found.Certificates.Select(certificate => certificate.Encoded)],
                [.. found.Lists.Select(list => list.Encoded)],
                [.. found.Responses.Select(response => response.Encoded)]);
            fields[signature.Inspected.Field] = data;
            IsStored &= data.Certificates.Concat(data.CertificateLists).Concat(data.OcspResponses)
                .All(item => _stored.Contains(Fingerprint(item)))
                && _named.Contains(Convert.ToHexString(System.Security.Cryptography.SHA1.HashData(signature.Inspected.CmsBytes.Span)));
        }

        return fields.ToImmutable();
    }

    /// <summary>Whether a fetched list or response answers a wish.</summary>
    /// <param name="wish">The wish.</param>
    /// <param name="fetched">A list or a response.</param>
    /// <param name="now">When it came.</param>
    public bool Serves(EvidenceWish.Status wish, FetchedEvidence fetched, DateTimeOffset now) =>
        FinderIn(PoolWith([fetched], now)).Serves(wish, (object?)fetched.List ?? fetched.Response!);

    private EvidenceFinder FinderIn(EvidencePool pool) => new(pool, mustBeDelegated: true, ProvenBefore)
    {
        CanAsk = _supply.CanAsk, KeptUntil = _keptUntil,
    };

    private EvidencePool PoolWith(ImmutableArray<FetchedEvidence> fetched, DateTimeOffset now) => new(
        [
            .. _evidence.Certificates.Select(item => item.Value), .. _supply.AtHand.Paths.Intermediates.All,
            .. fetched.Select(item => item.Issuer).OfType<Certificate>(),
        ],
        _supply.AtHand.Anchors,
        [
            .. _evidence.Lists.Select(item => new Known<CertificateList>(item.Value, _times.Of(item.Place))),
            .. _supply.AtHand.Material.Lists.Concat(fetched.Select(item => item.List).OfType<CertificateList>())
                .Select(list => new Known<CertificateList>(list, now)),
        ],
        [
            .. _evidence.Responses.Select(item => new Known<OcspResponse>(item.Value, _times.Of(item.Place))),
            .. _supply.AtHand.Material.Responses.Concat(fetched.Select(item => item.Response).OfType<OcspResponse>())
                .Select(response => new Known<OcspResponse>(response, now)),
        ])
    {
        Work = _work,
    };

    private ChainEvidence Find(SignatureEvidence signature)
    {
        CheckedStamp[] stamps = [.. signature.IntactStamps];
        var beneath = _times.Of(signature.Inspected.SignedLength ?? long.MaxValue);
        return stamps
            .Select(stamp => Find(stamp.Authority, beneath))
            .Append(Find(signature.Claims.SignerCertificate, _times.Of(signature, stamps)))
            .Concat(FindOfSeal(signature, _times.Of(signature, stamps)))
            .Aggregate((all, one) => all.And(one));
    }

    /// <summary>An electronic seal has a maker, and since 2025 a timestamp of its own.</summary>
    private IEnumerable<ChainEvidence> FindOfSeal(SignatureEvidence signature, DateTimeOffset at)
    {
        if (signature.Inspected.Sealed is { } applied)
        {
            yield return Find(applied.Seal.Maker, at);
        }

        if (signature.Seal?.SealStamp is { } stamp)
        {
            yield return Find(stamp.Authority, at);
        }
    }

    private ChainEvidence Find(Certificate? leaf, DateTimeOffset at)
    {
        if (_demand == EvidenceDemand.NewerWhereProven && at >= _now)
        {
            return ChainEvidence.Empty;
        }

        if (leaf is null)
        {
            return ChainEvidence.Lacking("签名者或时间戳机构的证书", "the certificate of a signer or of a time-stamp authority");
        }

        // Revoked before the signature is known to exist: data that says so makes nothing valid for longer.
        var found = _finder.Find(leaf, at);
        return found.Revocations.Where(revocation => revocation.At <= at).Aggregate(found, (all, one) => all.And(ChainEvidence.Lacking(
            $"未被吊销的证书（“{one.Certificate.CommonName}”已于{one.At:yyyy-MM-dd}被吊销）",
            $"a certificate that is not revoked ({one.Certificate.CommonName} was revoked at {one.At:u})")));
    }

    private static string Fingerprint(ReadOnlyMemory<byte> item) =>
        Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(item.Span));
}
