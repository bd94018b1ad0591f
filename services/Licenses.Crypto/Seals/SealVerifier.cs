using System.Security.Cryptography;
using Licenses.Crypto.Signatures;

namespace Licenses.Crypto.Seals;

/// <summary>
/// Verifies electronic seals and signatures by them, in the order of GM/T 0031-2014, 6.1.2 and 6.2.3, GB/T 38540-2020,
/// 6.3 and 7.3, and GM/T 0031-2025. Where the standards stop at the first step that fails, the later ones are taken as
/// well: whoever reads the report sees everything that is wrong.
/// </summary>
public sealed class SealVerifier(SealTrust trust)
{
    /// <summary>Verifies a seal by itself.</summary>
    /// <param name="seal">The seal.</param>
    /// <param name="now">The time of verification.</param>
    public SealReport Verify(ElectronicSeal seal, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(seal);
        return new SealReport(VerifySeal(seal, now, now, isTimeProven: true));
    }

    /// <summary>Verifies a signature by a seal, and the seal as of the time of sealing.</summary>
    /// <param name="signature">The signature.</param>
    /// <param name="digestOf">Digests what was sealed; null where it cannot compute that digest.</param>
    /// <param name="now">The time of verification.</param>
    public SealReport Verify(SealedSignature signature, Func<HashAlgorithmName, byte[]?> digestOf, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(signature);
        ArgumentNullException.ThrowIfNull(digestOf);
        var steps = new SealSteps(trust, now);
        var findings = ImmutableArray.CreateBuilder<Finding>();
        findings.Add(SignatureFormat(signature));
        findings.Add(SealSteps.SignatureValue(
            SealFindings.SignatureValue, signature.Signer, signature.Algorithm, signature.Signed, signature.SignatureValue));
        findings.Add(SignerIsOnList(signature));

        // Needed before the seal is judged: it proves as of when.
        var stamp = TimeStamp(steps, signature, out var proven);
        var at = signature.Time;
        bool isTimeProven = proven is not null;
        findings.AddRange(VerifySeal(signature.Seal, at, now, isTimeProven));
        findings.Add(steps.Path(SealFindings.SignerCertificate, signature.Signer, at, out var path));
        findings.Add(steps.Revocation(SealFindings.SignerRevocation, path, at, isTimeProven));
        findings.Add(SealingTime(signature, now, proven));
        findings.Add(ContentDigest(signature, digestOf));
        findings.Add(SealSteps.Extensions(SealFindings.Extensions, signature.Extensions));
        if (stamp is not null)
        {
            findings.Add(stamp);
        }

        return new SealReport(findings.ToImmutable()) { ProvenTime = proven };
    }

    private ImmutableArray<Finding> VerifySeal(
        ElectronicSeal seal, DateTimeOffset at, DateTimeOffset now, bool isTimeProven)
    {
        var steps = new SealSteps(trust, now);
        var findings = ImmutableArray.CreateBuilder<Finding>();
        findings.Add(SealFindings.Passed(
            SealFindings.Format, $"A seal by {Standard(seal.Format)}.", $"电子印章结构符合 {Standard(seal.Format)}。"));
        findings.Add(SealSteps.SignatureValue(
            SealFindings.MakerSignature, seal.Maker, seal.Algorithm, seal.Signed, seal.SignatureValue));
        findings.Add(CreationTime(seal, now));
        var stamp = seal.TimeStamp is { } encoded
            ? steps.TimeStamp(SealFindings.SealTimeStamp, encoded, seal.SignatureValue, out var stamped)
            : SealStampAbsent(out stamped);

        // 2025: the maker's certificate counts as of when the seal was made; before, as of when the seal is used.
        bool isByCreation = seal.Format == SealFormat.Gmt2025;
        var makerAt = isByCreation ? seal.Info.CreatedAt : at;
        findings.Add(steps.Path(SealFindings.MakerCertificate, seal.Maker, makerAt, out var path));
        findings.Add(steps.Revocation(
            SealFindings.MakerRevocation, path, makerAt, isByCreation ? stamped is not null : isTimeProven));
        findings.Add(Validity(seal, at));
        findings.Add(SealSteps.Extensions(SealFindings.SealExtensions, seal.Info.Extensions));
        if (stamp is not null)
        {
            findings.Add(stamped is { } time && seal.Info.CreatedAt > time
                ? SealFindings.Failed(
                    SealFindings.SealTimeStamp, SubIndication.TimestampOrderFailure,
                    $"The seal says to be made at {seal.Info.CreatedAt:u}, after its timestamp of {time:u}.",
                    "制章时间晚于时间戳时间。")
                : stamp);
        }

        return findings.ToImmutable();
    }

    private static Finding? SealStampAbsent(out DateTimeOffset? time)
    {
        time = null;
        return null;
    }

    private static Finding CreationTime(ElectronicSeal seal, DateTimeOffset now)
    {
        var info = seal.Info;
        return info.CreatedAt <= now && info.ValidFrom <= info.ValidUntil && info.CreatedAt <= info.ValidUntil
            ? SealFindings.Passed(SealFindings.CreationTime, $"Made at {info.CreatedAt:u}.", $"制章时间 {info.CreatedAt:u}。")
            : SealFindings.Failed(
                SealFindings.CreationTime, SubIndication.FormatFailure,
                $"The seal says to be made at {info.CreatedAt:u} and valid from {info.ValidFrom:u} to {info.ValidUntil:u}, which cannot be.",
                "制章时间或有效期不合理。");
    }

    private static Finding Validity(ElectronicSeal seal, DateTimeOffset at) => seal.Info.IsValidAt(at)
        ? SealFindings.Passed(SealFindings.Validity, $"The seal is valid at {at:u}.", "印章在有效期内。")
        : SealFindings.Failed(
            SealFindings.Validity, at < seal.Info.ValidFrom ? SubIndication.NotYetValid : SubIndication.Expired,
            $"The seal is valid from {seal.Info.ValidFrom:u} to {seal.Info.ValidUntil:u}, not at {at:u}.",
            $"印章有效期为 {seal.Info.ValidFrom:u} 至 {seal.Info.ValidUntil:u}。");

    private static Finding SignatureFormat(SealedSignature signature)
    {
        var seal = signature.Seal;
        return seal.Format == SealFormat.Gmt2014 || signature.Version == seal.Info.Version
            ? SealFindings.Passed(SealFindings.SignatureFormat, "A signature by a seal.", "电子签章结构正确。")
            : SealFindings.Failed(
                SealFindings.SignatureFormat, SubIndication.FormatFailure,
                $"The signature has version {signature.Version}, its seal {seal.Info.Version}.", "签章与印章的版本号不一致。");
    }

    // The certificate itself, byte for byte: a renewed one needs the seal made anew (GM/T 0031-2014, 6.2.2, c).
    private static Finding SignerIsOnList(SealedSignature signature)
    {
        var info = signature.Seal.Info;
        if (info.Signers.Any(signer => signer.Span.SequenceEqual(signature.SignerEncoded.Span)))
        {
            return OnList();
        }

        bool isUnknown = false;
        foreach (var entry in info.SignerDigests)
        {
            if (DigestOf(entry.Type) is not { } digest
                || DigestAlgorithms.TryHash(digest, signature.SignerEncoded.Span) is not { } actual)
            {
                isUnknown = true;
            }
            else if (CryptographicOperations.FixedTimeEquals(actual, entry.Value.Span))
            {
                return OnList();
            }
        }

        return isUnknown
            ? SealFindings.Undecided(
                SealFindings.SignerOnList, SubIndication.CryptoConstraintsFailure,
                "The seal lists its signers by a digest that is unknown.", "印章的签章者列表使用了未知的摘要算法。")
            : SealFindings.Failed(
                SealFindings.SignerOnList, SubIndication.SigConstraintsFailure,
                "The signer's certificate is not on the seal's list.", "签章者证书不在印章的证书列表中。");
    }

    private static Finding OnList() => SealFindings.Passed(
        SealFindings.SignerOnList, "The signer's certificate is on the seal's list.", "签章者证书在印章的证书列表中。");

    // CertDigestObj.type is free text: names and numbers of digests, written with or without a hyphen.
    private static HashAlgorithmName? DigestOf(string type) => type.Trim().Replace("-", "", StringComparison.Ordinal).ToUpperInvariant() switch
    {
        "SM3" => DigestAlgorithms.Sm3Name,
        "SHA256" => HashAlgorithmName.SHA256,
        "SHA384" => HashAlgorithmName.SHA384,
        "SHA512" => HashAlgorithmName.SHA512,
        _ => DigestAlgorithms.Find(type.Trim()) is { } digest && !DigestAlgorithms.IsWeak(digest) ? digest : null,
    };

    private static Finding SealingTime(SealedSignature signature, DateTimeOffset now, DateTimeOffset? proven)
    {
        if (signature.Time > now)
        {
            return SealFindings.Failed(
                SealFindings.SealingTime, SubIndication.FormatFailure,
                $"The signature says to be of {signature.Time:u}, which has not come yet.", "签章时间晚于当前时间。");
        }

        if (proven is { } stamp && signature.Time > stamp)
        {
            return SealFindings.Failed(
                SealFindings.SealingTime, SubIndication.TimestampOrderFailure,
                $"The signature says to be of {signature.Time:u}, after its timestamp of {stamp:u}.", "签章时间晚于时间戳时间。");
        }

        bool isOutside = signature.Signer is { } signer && !signer.IsValidAt(now);
        return isOutside && proven is null
            ? SealFindings.Undecided(
                SealFindings.SealingTime, SubIndication.OutOfBoundsNoPoe,
                "The signer's certificate is out of its time now, and no timestamp proves that the signature is older.",
                "签章者证书现已不在有效期内，且没有时间戳证明签章时间。")
            : SealFindings.Passed(SealFindings.SealingTime, $"Applied at {signature.Time:u}.", $"签章时间 {signature.Time:u}。");
    }

    private static Finding ContentDigest(SealedSignature signature, Func<HashAlgorithmName, byte[]?> digestOf)
    {
        var digest = SignatureAlgorithm.TryResolve(signature.Algorithm, null, out var algorithm)
            ? algorithm.Digest
            : DigestAlgorithms.Sm3Name;
        if (digestOf(digest) is not { } actual)
        {
            return SealFindings.Undecided(
                SealFindings.ContentDigest, SubIndication.SignedDataNotFound,
                $"What was sealed could not be digested with {digest.Name}.", "无法计算原文摘要。");
        }

        return CryptographicOperations.FixedTimeEquals(actual, signature.DataHash.Span)
            ? SealFindings.Passed(SealFindings.ContentDigest, "The digest is that of the content.", "原文摘要一致。")
            : SealFindings.Failed(
                SealFindings.ContentDigest, SubIndication.HashFailure, "The content is not what was sealed.", "原文与签章时不一致。");
    }

    private static Finding? TimeStamp(SealSteps steps, SealedSignature signature, out DateTimeOffset? time)
    {
        time = null;
        if (signature.TimeStamp is { } encoded)
        {
            return steps.TimeStamp(SealFindings.TimeStamp, encoded, signature.SignatureValue, out time);
        }

        // 2014 does not say what a timestamp in place of the time is about, so it proves nothing.
        return signature.TimeToken is null ? null : SealFindings.Undecided(
            SealFindings.TimeStamp, SubIndication.NoPoe,
            "The time is a timestamp token about bytes that the standard does not name.", "标准未规定该时间戳的对象，无法采信。");
    }

    private static string Standard(SealFormat format) => format switch
    {
        SealFormat.Gmt2014 => "GM/T 0031-2014",
        SealFormat.Gbt2020 => "GB/T 38540-2020",
        _ => "GM/T 0031-2025",
    };
}
