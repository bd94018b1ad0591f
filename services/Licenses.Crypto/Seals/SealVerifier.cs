using System.Security.Cryptography;

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
        findings.Add(SealChecks.SignatureFormat(signature));
        findings.Add(SealChecks.SignatureValue(signature));
        findings.Add(SealChecks.SignerIsOnList(signature));

        // Needed before the seal is judged: it proves as of when.
        var stamp = TimeStamp(steps, signature, out var proven);
        var at = signature.Time;
        bool isTimeProven = proven is not null;
        findings.AddRange(VerifySeal(signature.Seal, at, now, isTimeProven).Select(finding =>
            finding.Check == SealFindings.Validity ? SealChecks.Validity(signature, now, isTimeProven) : finding));
        findings.Add(steps.Path(SealFindings.SignerCertificate, signature.Signer, at, out var path));
        findings.Add(steps.Revocation(SealFindings.SignerRevocation, path, at, isTimeProven));
        findings.Add(SealChecks.SealingTime(signature, now, proven));
        findings.Add(SealChecks.ContentDigest(signature, digestOf));
        findings.Add(SealChecks.SignatureExtensions(signature));
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
        findings.Add(SealChecks.Format(seal));
        findings.Add(SealChecks.MakerSignature(seal));
        findings.Add(SealChecks.CreationTime(seal, now));
        var stamp = seal.TimeStamp is { } encoded
            ? steps.TimeStamp(SealFindings.SealTimeStamp, encoded, seal.SignatureValue, out var stamped)
            : SealStampAbsent(out stamped);

        // 2025: the maker's certificate counts as of when the seal was made; before, as of when the seal is used.
        bool isByCreation = seal.Format == SealFormat.Gmt2025;
        var makerAt = isByCreation ? seal.Info.CreatedAt : at;
        var maker = steps.Path(SealFindings.MakerCertificate, seal.Maker, makerAt, out var path);
        bool isBelieved = isByCreation || isTimeProven || seal.Maker is not { } certificate || certificate.IsValidAt(now);
        findings.Add(maker.Verdict == Verdict.Passed && !isBelieved ? MakerEnded(seal) : maker);
        findings.Add(steps.Revocation(
            SealFindings.MakerRevocation, path, makerAt, isByCreation ? stamped is not null : isTimeProven));
        findings.Add(SealChecks.Validity(seal, at));
        findings.Add(SealChecks.SealExtensions(seal));
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

    // Whoever has an ended maker's key can date a seal back. 2025 notes that and goes on; the standards before do not.
    private static Finding MakerEnded(ElectronicSeal seal) => SealFindings.Undecided(
        SealFindings.MakerCertificate, SubIndication.OutOfBoundsNoPoe,
        $"The maker's certificate ended at {seal.Maker?.NotAfter:u}, and no timestamp proves that the seal was made before.",
        $"制章者证书已于 {seal.Maker?.NotAfter:u} 到期，且没有时间戳证明印章在此之前制作。");

    private static Finding? SealStampAbsent(out DateTimeOffset? time)
    {
        time = null;
        return null;
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
}
