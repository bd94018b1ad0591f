using System.Security.Cryptography;
using Licenses.Crypto.Asn1;
using Licenses.Crypto.Signatures;
using Licenses.Crypto.X509;

namespace Licenses.Crypto.Seals;

/// <summary>
/// The steps that need nobody's word: bytes, and the times that a seal and a signature claim. Each gives one finding.
/// </summary>
public static class SealChecks
{
    // A claimed time and a timestamp come from two clocks.
    private static readonly TimeSpan ClockTolerance = TimeSpan.FromMinutes(5);

    /// <summary>
    /// Whether the version in the header, which the maker signed, goes with the shape, which nobody signed: two parts are
    /// 2014's, four version 4's or 5's, a timestamp as the fifth only version 5's.
    /// </summary>
    public static Finding Format(ElectronicSeal seal)
    {
        ArgumentNullException.ThrowIfNull(seal);
        string standard = Standard(seal.Format);
        int version = seal.Info.Version;
        return seal.Format == SealFormat.Gmt2014 || version == SealMaker.Gmt2025
            || (version == SealMaker.Gbt2020 && seal.TimeStamp is null)
            ? SealFindings.Passed(
                SealFindings.Format, $"A seal by {standard}." + Oddity([.. seal.Info.OddTexts]).En, $"电子印章结构符合 {standard}。" + Oddity([.. seal.Info.OddTexts]).Zh)
            : version == SealMaker.Gbt2020
                ? SealFindings.Failed(
                    SealFindings.Format, SubIndication.FormatFailure,
                    "The seal says to be of version 4 (GB/T 38540-2020), yet it has a fifth part, which only version 5 (GM/T 0031-2025) knows.",
                    "印章声明版本 4（GB/T 38540-2020），却含有仅版本 5（GM/T 0031-2025）才有的第五部分。")
                : SealFindings.Undecided(
                    SealFindings.Format, SubIndication.FormatFailure,
                    $"The seal says to be of version {version}, which is none that has this shape (4 or 5).",
                    $"印章声明版本 {version}，与其结构（版本 4 或 5）不符。");
    }

    /// <summary>The maker's signature value over what its standard says that he signs.</summary>
    public static Finding MakerSignature(ElectronicSeal seal)
    {
        ArgumentNullException.ThrowIfNull(seal);
        return SealValues.Verify(SealFindings.MakerSignature, seal.Maker, seal.Algorithm, seal.Signed, seal.SignatureValue);
    }

    /// <summary>The signer's signature value.</summary>
    public static Finding SignatureValue(SealedSignature signature)
    {
        ArgumentNullException.ThrowIfNull(signature);
        return SealValues.Verify(
            SealFindings.SignatureValue, signature.Signer, signature.Algorithm, signature.Signed, signature.SignatureValue);
    }

    /// <summary>Whether the times that the seal states can all be true.</summary>
    public static Finding CreationTime(ElectronicSeal seal, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(seal);
        var info = seal.Info;
        return info.CreatedAt <= now && info.ValidFrom <= info.ValidUntil && info.CreatedAt <= info.ValidUntil
            ? SealFindings.Passed(SealFindings.CreationTime, $"Made at {info.CreatedAt:u}.", $"制章时间 {info.CreatedAt:u}。")
            : SealFindings.Failed(
                SealFindings.CreationTime, SubIndication.FormatFailure,
                $"The seal says to be made at {info.CreatedAt:u} and valid from {info.ValidFrom:u} to {info.ValidUntil:u}, which cannot be.",
                "制章时间或有效期不合理。");
    }

    public static Finding Validity(ElectronicSeal seal, DateTimeOffset at)
    {
        ArgumentNullException.ThrowIfNull(seal);
        return seal.Info.IsValidAt(at)
            ? SealFindings.Passed(SealFindings.Validity, $"The seal is valid at {at:u}.", "印章在有效期内。")
            : SealFindings.Failed(
                SealFindings.Validity, at < seal.Info.ValidFrom ? SubIndication.NotYetValid : SubIndication.Expired,
                $"The seal is valid from {seal.Info.ValidFrom:u} to {seal.Info.ValidUntil:u}, not at {at:u}.",
                $"印章有效期为 {seal.Info.ValidFrom:u} 至 {seal.Info.ValidUntil:u}。");
    }

    /// <summary>Since 2020 the signature repeats its seal's version, and both are of one shape: no standard mixes them.</summary>
    public static Finding SignatureFormat(SealedSignature signature)
    {
        ArgumentNullException.ThrowIfNull(signature);
        var seal = signature.Seal;
        string[] odd = signature.HasOddText ? ["propertyInfo"] : [];
        return signature.HasOldShape != (seal.Format == SealFormat.Gmt2014)
            ? SealFindings.Undecided(
                SealFindings.SignatureFormat, SubIndication.FormatFailure,
                $"The seal has the shape of {Standard(seal.Format)}, the signature that of {(signature.HasOldShape ? "GM/T 0031-2014" : "GB/T 38540-2020")}: no standard has such a signature.",
                $"印章采用 {Standard(seal.Format)} 的结构，签章却采用 {(signature.HasOldShape ? "GM/T 0031-2014" : "GB/T 38540-2020")} 的结构：没有标准规定这种签章。")
            : seal.Format == SealFormat.Gmt2014 || signature.Version == seal.Info.Version
            ? SealFindings.Passed(
                SealFindings.SignatureFormat, "A signature by a seal." + Oddity(odd).En, "电子签章结构正确。" + Oddity(odd).Zh)
            : SealFindings.Failed(
                SealFindings.SignatureFormat, SubIndication.FormatFailure,
                $"The signature has version {signature.Version}, its seal {seal.Info.Version}.", "签章与印章的版本号不一致。");
    }

    /// <summary>The certificate itself, byte for byte: a renewed one needs the seal made anew (GM/T 0031-2014, 6.2.2, c).</summary>
    public static Finding SignerIsOnList(SealedSignature signature)
    {
        ArgumentNullException.ThrowIfNull(signature);
        return SignerIsOnList(signature.Seal.Info, signature.SignerEncoded.Span);
    }

    /// <summary>The same of a certificate that is about to apply the seal.</summary>
    /// <param name="info">The seal.</param>
    /// <param name="certificate">The certificate, encoded.</param>
    public static Finding SignerIsOnList(SealInfo info, ReadOnlySpan<byte> certificate)
    {
        ArgumentNullException.ThrowIfNull(info);
        foreach (var listed in info.Signers)
        {
            if (listed.Span.SequenceEqual(certificate))
            {
                return OnList();
            }
        }

        // A list can be long, and the certificate large: it is digested once by each algorithm.
        bool isUnknown = false;
        foreach (var entries in info.SignerDigests.GroupBy(entry => DigestNamed(entry.Type)))
        {
            if (entries.Key is not { } digest || DigestAlgorithms.TryHash(digest, certificate) is not { } actual)
            {
                isUnknown = true;
                continue;
            }

            foreach (var entry in entries)
            {
                if (CryptographicOperations.FixedTimeEquals(actual, entry.Value.Span))
                {
                    return OnList();
                }
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

    public static Finding SealExtensions(ElectronicSeal seal)
    {
        ArgumentNullException.ThrowIfNull(seal);
        return Extensions(SealFindings.SealExtensions, seal.Info.Extensions);
    }

    public static Finding SignatureExtensions(SealedSignature signature)
    {
        ArgumentNullException.ThrowIfNull(signature);
        return Extensions(SealFindings.Extensions, signature.Extensions);
    }

    /// <summary>What the signer says about when, held against what is known.</summary>
    /// <param name="signature">The signature.</param>
    /// <param name="now">The time of verification.</param>
    /// <param name="proven">Since when a trusted timestamp shows that it exists; null where none does.</param>
    public static Finding SealingTime(SealedSignature signature, DateTimeOffset now, DateTimeOffset? proven)
    {
        ArgumentNullException.ThrowIfNull(signature);
        if (signature.Time > now)
        {
            return SealFindings.Failed(
                SealFindings.SealingTime, SubIndication.FormatFailure,
                $"The signature says to be of {signature.Time:u}, which has not come yet.", "签章时间晚于当前时间。");
        }

        if (proven is { } stamp && signature.Time > stamp + ClockTolerance)
        {
            return SealFindings.Failed(
                SealFindings.SealingTime, SubIndication.TimestampOrderFailure,
                $"The signature says to be of {signature.Time:u}, after its timestamp of {stamp:u}.", "签章时间晚于时间戳时间。");
        }

        // What was signed holds the whole seal: who applied it had it.
        if (signature.Time + ClockTolerance < signature.Seal.Info.CreatedAt)
        {
            return SealFindings.Failed(
                SealFindings.SealingTime, SubIndication.TimestampOrderFailure,
                $"The signature says to be of {signature.Time:u}, before the seal inside it was made at {signature.Seal.Info.CreatedAt:u}, which cannot be.",
                $"签章时间 {signature.Time:u} 早于其所含印章的制章时间 {signature.Seal.Info.CreatedAt:u}，不可能成立。");
        }

        bool isOutside = signature.Signer is { } signer && !signer.IsValidAt(now);
        return isOutside && proven is null
            ? SealFindings.Undecided(
                SealFindings.SealingTime, SubIndication.OutOfBoundsNoPoe,
                "The signer's certificate is out of its time now, and no timestamp proves that the signature is older.",
                "签章者证书现已不在有效期内，且没有时间戳证明签章时间。")
            : SealFindings.Passed(SealFindings.SealingTime, $"Applied at {signature.Time:u}.", $"签章时间 {signature.Time:u}。");
    }

    /// <summary>
    /// Whether seal and signature are by algorithms that their standard has: SM2 with SM3, in 2014 also RSA. What else
    /// verifies is a signature, but none by the standard.
    /// </summary>
    public static Finding Algorithms(SealedSignature signature)
    {
        ArgumentNullException.ThrowIfNull(signature);
        return Algorithms(signature.Seal, signature.Algorithm);
    }

    /// <summary>The same of a seal by itself.</summary>
    public static Finding Algorithms(ElectronicSeal seal)
    {
        ArgumentNullException.ThrowIfNull(seal);
        return Algorithms(seal, seal.Algorithm);
    }

    private static Finding Algorithms(ElectronicSeal seal, AlgorithmIdentifier signer)
    {
        bool isOld = seal.Format == SealFormat.Gmt2014;
        string? odd = new[] { seal.Algorithm, signer }
            .Where(algorithm => !IsNational(algorithm, isOld)).Select(algorithm => algorithm.Oid).FirstOrDefault();
        return odd is null
            ? SealFindings.Passed(SealFindings.Algorithm, "The algorithms are those of the standard.", "所用算法符合标准。")
            : SealFindings.Undecided(
                SealFindings.Algorithm, SubIndication.CryptoConstraintsFailure,
                $"{Standard(seal.Format)} has no signatures by {odd}.",
                $"{Standard(seal.Format)} 未规定签名算法 {odd}。");
    }

    /// <summary>What the signed content is digested with: what the signature's own algorithm names; else SM3.</summary>
    public static HashAlgorithmName DigestOf(SealedSignature signature)
    {
        ArgumentNullException.ThrowIfNull(signature);
        return SignatureAlgorithm.TryResolve(signature.Algorithm, null, out var algorithm)
            ? algorithm.Digest
            : DigestAlgorithms.Sm3Name;
    }

    /// <summary>Whether the digest that was signed is that of the content.</summary>
    /// <param name="signature">The signature.</param>
    /// <param name="digestOf">Digests the content; null where it cannot compute that digest.</param>
    public static Finding ContentDigest(SealedSignature signature, Func<HashAlgorithmName, byte[]?> digestOf)
    {
        ArgumentNullException.ThrowIfNull(signature);
        ArgumentNullException.ThrowIfNull(digestOf);
        var digest = DigestOf(signature);
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

    // Extensions that we do not know: only a critical one matters, and then nobody can say what it changes.
    private static Finding Extensions(string check, ImmutableArray<Extension> extensions) =>
        extensions.FirstOrDefault(extension => extension.IsCritical) is { } critical
            ? SealFindings.Undecided(
                check, SubIndication.SigConstraintsFailure,
                $"The critical extension {critical.Oid} is unknown.", $"存在未知的关键扩展 {critical.Oid}。")
            : SealFindings.Passed(check, "No unknown extension is critical.", "没有未知的关键扩展。");

    private static (string En, string Zh) Oddity(string[] texts) => texts.Length == 0 ? ("", "") : (
        $" Not of the string type that it says to be, and read as UTF-8: {string.Join(", ", texts)}; tolerated.",
        $"以下字段的内容不符合其字符串类型，已按 UTF-8 读取并予以容忍：{string.Join("、", texts)}。");

    private static Finding OnList() => SealFindings.Passed(
        SealFindings.SignerOnList, "The signer's certificate is on the seal's list.", "签章者证书在印章的证书列表中。");

    // CertDigestObj.type is free text: names and numbers of digests, written with or without a hyphen.
    private static HashAlgorithmName? DigestNamed(string type) => type.Trim().Replace("-", "", StringComparison.Ordinal).ToUpperInvariant() switch
    {
        "SM3" => DigestAlgorithms.Sm3Name,
        "SHA256" => HashAlgorithmName.SHA256,
        "SHA384" => HashAlgorithmName.SHA384,
        "SHA512" => HashAlgorithmName.SHA512,
        _ => DigestAlgorithms.Find(type.Trim()) is { } digest && !DigestAlgorithms.IsWeak(digest) ? digest : null,
    };

    private static bool IsNational(AlgorithmIdentifier identifier, bool allowsRsa) =>
        SignatureAlgorithm.TryResolve(identifier, null, out var algorithm)
        && (algorithm.Scheme == SignatureScheme.Sm2
            || (allowsRsa && algorithm.Scheme == SignatureScheme.RsaPkcs1 && !DigestAlgorithms.IsWeak(algorithm.Digest)));

    internal static string Standard(SealFormat format) => format switch
    {
        SealFormat.Gmt2014 => "GM/T 0031-2014",
        SealFormat.Gbt2020 => "GB/T 38540-2020",
        _ => "GM/T 0031-2025",
    };
}
