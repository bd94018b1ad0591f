using Licenses.Crypto.X509;
using Licenses.Pdf.Signing;
using Licenses.Trust;

namespace Licenses.Verification;

/// <summary>
/// Recognises the PAdES level from what the document holds (EN 319 142-1, 6), whether or not anybody trusts it: the
/// level says what the file is prepared for, the indication says what it is worth. Each level demands the ones before.
/// </summary>
internal sealed class LevelRecognizer(PdfInspection inspection, DocumentEvidence evidence, StampTerms terms)
{
    private const int MostTries = 8; // documents that were renewed in order need one

    private readonly DocumentTimes _times = new(evidence, terms);

    /// <summary>The level, and in words what the next one needs.</summary>
    public RecognizedLevel Recognize(SignatureEvidence signature)
    {
        var inspected = signature.Inspected;
        if (!inspected.Intact || !HasLevels(inspected.Profile) || !signature.Claims.NamesItsCertificate)
        {
            return new(null, new(
                "基线要求签名完好、为 ETSI.CAdES.detached（或国密签名、电子签章）并指明签名证书。",
                "the baseline asks for an intact signature, ETSI.CAdES.detached (or SM2, or an electronic seal) and a named signing certificate."));
        }

        SignatureEvidence[] later = [.. evidence.Signatures.Where(other => IsTimestampAfter(inspected, other))];
        CheckedStamp[] stamps = [.. signature.IntactStamps];
        if (later.Length == 0 && stamps.Length == 0)
        {
            return new(SignatureLevel.BaselineB, new(
                "B-T 还需要签名时间戳或文档时间戳。", "B-T needs a timestamp of the signature or of the document."));
        }

        if (inspection.Dss is null)
        {
            return new(SignatureLevel.BaselineT, new(
                "B-LT 还需要文档安全存储（DSS）及验证数据。", "B-LT needs a document security store with validation data."));
        }

        // A seal's maker and his timestamp need their data as well.
        Signers signers = new(
            inspected.Sealed is { } applied ? [signature.Claims.SignerCertificate, applied.Seal.Maker] : [signature.Claims.SignerCertificate],
            _times.Of(signature, stamps));
        stamps = signature.Seal?.SealStamp is { } made ? [.. stamps, made] : stamps;
        if (Covering(signers, stamps, later) is not null)
        {
            return new(SignatureLevel.BaselineLta, RenewalOf(later));
        }

        var missing = Missing(long.MaxValue, signers, stamps, later);
        return missing.IsEmpty
            ? new(SignatureLevel.BaselineLt, new(
                "B-LTA 还需要在验证数据之后加盖文档时间戳。", "B-LTA needs a document timestamp after the validation data."))
            : new(SignatureLevel.BaselineT, new(
                $"B-LT 还缺少：{string.Join("；", missing.Select(one => one.Zh))}。",
                $"B-LT needs {string.Join("; ", missing.Select(one => one.En))}."));
    }

    /// <summary>The national profiles are no PAdES, but what the levels ask for beyond the signature is the same.</summary>
    private static bool HasLevels(SignatureProfile profile) => profile is SignatureProfile.Pades or SignatureProfile.Sm2Cades
        or SignatureProfile.Sm2Pkcs7 or SignatureProfile.Sm2Pkcs7National or SignatureProfile.Ses;

    private static bool IsTimestampAfter(InspectedSignature signature, SignatureEvidence other) =>
        other.Inspected is { Kind: SignatureKind.Timestamp, Intact: true } inspected
        && inspected.Revision > signature.Revision && other.Token is not null;

    /// <summary>The last document timestamp that covers everything needed for what stood before it.</summary>
    private SignatureEvidence? Covering(Signers signers, CheckedStamp[] stamps, SignatureEvidence[] later) => Enumerable
        .Range(0, later.Length).Reverse().Take(MostTries)
        .Where(i => later[i].Inspected.SignedLength is { } end && Missing(end, signers, stamps, later[..i]).IsEmpty)
        .Select(i => later[i])
        .FirstOrDefault();

    /// <summary>What validation data lacks among that which stands before a place of the file.</summary>
    private ImmutableArray<LocalizedText> Missing(
        long end, Signers signers, CheckedStamp[] stamps, SignatureEvidence[] timestamps)
    {
        if (!evidence.Lists.Any(list => list.Place < end) && !evidence.Responses.Any(response => response.Place < end)
            && signers.Certificates.Any(signer => signer is { IsSelfIssued: false }))
        {
            return [new("CRL或OCSP响应", "revocation data")];
        }

        // Data about a signer must be newer than the proof of his signature, or it settles nothing once it has run out.
        var finder = new EvidenceFinder(PoolBefore(end), mustBeDelegated: false, provenBefore: DateTimeOffset.MaxValue)
        {
            KeptUntil = terms.End() ?? DateTimeOffset.MinValue, // whose timestamps nobody trusts is kept by nothing
        };
        (Certificate? Leaf, DateTimeOffset At)[] needed =
        [
            .. signers.Certificates.Select(signer => (signer, signers.KnownSince)),
            .. stamps.Select(stamp => stamp.Authority).Concat(timestamps.Select(timestamp => timestamp.Claims.SignerCertificate))
                .Select(authority => (authority, DateTimeOffset.MinValue)),
        ];
        return needed
            .Select(one => one.Leaf is null
                ? ChainEvidence.Lacking("签名者或时间戳机构的证书", "the certificate of a signer or a time-stamp authority")
                : finder.Find(one.Leaf, one.At))
            .Aggregate(ChainEvidence.Empty, (all, one) => all.And(one))
            .Missing;
    }

    // Of authorities, the presence of data is what the level asks for: the next timestamp brings what is newer.
    private EvidencePool PoolBefore(long end) => new(
        evidence.Certificates.Where(item => item.Place < end).Select(item => item.Value),
        terms.Anchors,
        evidence.Lists.Where(item => item.Place < end).Select(item => new Known<CertificateList>(item.Value, _times.Of(item.Place))),
        evidence.Responses.Where(item => item.Place < end)
            .Select(item => new Known<Crypto.Ocsp.OcspResponse>(item.Value, _times.Of(item.Place))))
    {
        Work = terms.Work,
    };

    // Whose timestamp nobody trusts carries nothing, and is not renewed.
    private LocalizedText RenewalOf(SignatureEvidence[] later) => later.Select(one => terms.EndOf(one.DocumentStamp!)).LastOrDefault(end => end is not null) is { } end
        ? new(
            $"已是最高级别；须在 {end:yyyy-MM-dd}（时间戳到期）之前加盖新的文档时间戳。",
            $"the highest level; a further document timestamp is due before {end:yyyy-MM-dd}, when the last one ends.")
        : new(
            "已是最高级别，但其文档时间戳均非出自受信任的机构；须尽快加盖受信任的文档时间戳。",
            "the highest level, but none of its document timestamps is by an authority that is trusted here; one that is must follow.");

    /// <summary>A signer, the maker of his seal where there is one, and since when the signature is known.</summary>
    private sealed record Signers(Certificate?[] Certificates, DateTimeOffset KnownSince);
}
