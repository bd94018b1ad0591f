using Licenses.Crypto;
using Licenses.Crypto.Asn1;
using Licenses.Crypto.Seals;
using Licenses.Crypto.Signatures;
using Licenses.Crypto.X509;
using Licenses.Sealing.Desk;

namespace Licenses.Verification;

/// <summary>
/// The steps of GB/T 38540-2020, 6.3 and 7.3 (GM/T 0031-2014, 6.1.2 and 6.2.3; GM/T 0031-2025), that need somebody's
/// word. What seal and signer claim about times must hold by itself, as these standards say; whether it is believed
/// follows from proofs of existence, as EN 319 102-1 says. Each step gives one finding.
/// </summary>
internal sealed class SealJudge(
    CertificateJudge certificates, TimestampJudge timestamps, VerificationRequest request)
{
    // A claimed time and a timestamp come from two clocks.
    private static readonly TimeSpan ClockTolerance = TimeSpan.FromMinutes(5);

    /// <summary>Judges a seal, and the signature by it where there is one.</summary>
    /// <param name="evidence">What it brings along.</param>
    /// <param name="bounds">When all of it was made, as far as timestamps prove it.</param>
    /// <param name="shared">What was found before about the signature's own timestamps, and whatever else is not the seal's.</param>
    public SealJudgement Judge(SealEvidence evidence, ExistenceBounds bounds, ImmutableArray<Finding> shared)
    {
        var findings = ImmutableArray.CreateBuilder<Finding>();
        var used = evidence.Applied?.Time ?? request.At;
        JudgeSeal(evidence, used, bounds, findings);
        var signer = evidence.Applied is { } applied ? JudgeSignature(evidence, applied, bounds, findings) : null;
        bool isStampJudged = findings.Any(finding => finding.Check == SealFindings.TimeStamp);
        findings.AddRange(shared
            .Where(finding => finding.Check != TrustFindings.SignatureTimestamp || !isStampJudged)
            .Select(finding => finding.Check == TrustFindings.SignatureTimestamp ? finding with { Check = SealFindings.TimeStamp } : finding));
        return new SealJudgement(findings.ToImmutable(), signer?.Path, signer?.Control);
    }

    private void JudgeSeal(
        SealEvidence evidence, DateTimeOffset used, ExistenceBounds bounds, ImmutableArray<Finding>.Builder findings)
    {
        var seal = evidence.Seal;
        findings.Add(SealChecks.CreationTime(seal, request.At));
        var existed = bounds.Existed.Or(JudgeSealStamp(evidence, bounds, findings));

        // 2025: the maker counts as of when the seal was made; before, as of when it is used.
        bool isByCreation = seal.Format == SealFormat.Gmt2025;

        // By none of them is anything made with a certificate that did not exist yet.
        bool isTooEarly = seal.Info.CreatedAt < seal.Maker?.NotBefore;
        var maker = Judge(
            (seal.Maker, CertificatePurpose.SealMaker), isByCreation || isTooEarly ? seal.Info.CreatedAt : used, new ExistenceBounds(existed, null),
            (SealFindings.MakerCertificate, SealFindings.MakerRevocation), findings);
        if (isByCreation && seal.Maker is { } certificate && !certificate.IsValidAt(request.At))
        {
            NoteEnd(certificate, findings);
        }

        if (SealMakerCheck.Judge(seal, evidence.Applied?.Signer, maker?.Path, request.Trust) is { } vouched)
        {
            findings.Add(vouched);
        }

        findings.Add(evidence.Applied is { } applied ? Validity(applied, bounds) : SealChecks.Validity(seal, request.At));
        findings.Add(SealStandingCheck.Judge(
            request.Standings.Of(evidence.Applied), used, bounds.Existed.IsProven ? bounds.Time : null));
    }

    private CertificateJudgement? JudgeSignature(
        SealEvidence evidence, SealedSignature applied, ExistenceBounds bounds, ImmutableArray<Finding>.Builder findings)
    {
        var signer = Judge(
            (applied.Signer, CertificatePurpose.Seal), applied.Time, bounds,
            (SealFindings.SignerCertificate, SealFindings.SignerRevocation), findings);
        findings.Add(SealingTime(applied, bounds));
        findings.AddRange(Weakness(applied, bounds));
        findings.AddRange(JudgeStamps(evidence, applied));
        return signer;
    }

    // GM/T 0031-2025, 2.1.3 d: a maker's certificate that has ended since is noted. Its words rest on the time of making
    // that the seal claims, which whoever has the key can date back: without a proof it cannot be told.
    private static void NoteEnd(Certificate maker, ImmutableArray<Finding>.Builder findings)
    {
        var finding = findings.Single(found => found.Check == SealFindings.MakerCertificate);
        findings[findings.IndexOf(finding)] = finding.Verdict switch
        {
            Verdict.Passed => finding with
            {
                Detail = finding.Detail + $" It has ended since, at {maker.NotAfter:u}: noted (GM/T 0031-2025, 2.1.3 d).",
                DetailZh = finding.DetailZh + $"该证书其后已于 {maker.NotAfter:u} 到期，予以提示（GM/T 0031-2025 2.1.3 d）。",
            },
            Verdict.Indeterminate when finding.SubIndication is SubIndication.OutOfBoundsNoPoe or SubIndication.OutOfBoundsNotRevoked => finding with
            {
                Detail = $"The maker's certificate ended at {maker.NotAfter:u}. GM/T 0031-2025, 2.1.3 d, would note that and go on where the seal "
                    + "was made before; but no timestamp over the seal or the signature proves that it was.",
                DetailZh = $"制章者证书已于 {maker.NotAfter:u} 到期。按 GM/T 0031-2025 2.1.3 d，制章在此之前的仅作提示；但没有印章或签章的时间戳证明制章在此之前。",
            },
            _ => finding,
        };
    }

    /// <summary>Puts a seal's steps in the order of the standard, where the first of them stood.</summary>
    public static ImmutableArray<Finding> Arrange(ImmutableArray<Finding> findings)
    {
        Finding[] steps = [.. findings.Where(IsStep).OrderBy(finding => SealFindings.Order.IndexOf(finding.Check))];
        int first = findings.TakeWhile(finding => !IsStep(finding)).Count();
        return [.. findings.Take(first), .. steps, .. findings.Skip(first).Where(finding => !IsStep(finding))];
    }

    private static bool IsStep(Finding finding) => SealFindings.Order.Contains(finding.Check);

    /// <summary>A certificate at the time that is claimed, then as of when all of it is known to have existed.</summary>
    private CertificateJudgement? Judge(
        (Certificate? Certificate, CertificatePurpose Purpose) judged,
        DateTimeOffset claimed,
        ExistenceBounds bounds,
        (string Certificate, string Revocation) checks,
        ImmutableArray<Finding>.Builder findings)
    {
        if (judged.Certificate is not { } certificate)
        {
            findings.Add(SealFindings.Undecided(
                checks.Certificate, SubIndication.NoSigningCertificateFound, "The certificate cannot be read.", "证书无法解析。"));
            return null;
        }

        var judgement = certificates.Judge(certificate, judged.Purpose, bounds);
        var revocations = judgement.Findings.Where(finding => finding.Check == "REVOCATION").ToArray();
        var path = Refuse(Worst(judgement.Findings.Where(finding => finding.Check != "REVOCATION")));
        findings.Add(certificate.IsValidAt(claimed)
            ? path with { Check = checks.Certificate }
            : SealFindings.Failed(
                checks.Certificate, claimed < certificate.NotBefore ? SubIndication.NotYetValid : SubIndication.Expired,
                $"{certificate.Subject} is valid from {certificate.NotBefore:u} to {certificate.NotAfter:u}, not at {claimed:u}, the time that is claimed.",
                $"证书有效期为 {certificate.NotBefore:u} 至 {certificate.NotAfter:u}，在所声明的时间 {claimed:u} 无效。"));
        findings.Add(Revocation(judgement, revocations, claimed, bounds) with { Check = checks.Revocation });
        return judgement;
    }

    // GM/T 0031-2014, 6.1.2 c and 6.2.3 c: a key usage that does not allow it is final.
    private static Finding Refuse(Finding path) => path.SubIndication == SubIndication.ChainConstraintsFailure
        ? path with { Verdict = Verdict.Failed }
        : path;

    private Finding Revocation(
        CertificateJudgement judgement, Finding[] revocations, DateTimeOffset claimed, ExistenceBounds bounds)
    {
        if (judgement.Path is not { } path)
        {
            return SealFindings.Undecided(
                "", SubIndication.NoCertificateChainFound,
                "Without a path nobody can be asked about revocation.", "没有证书链，无法查询吊销状态。");
        }

        if (revocations.Length == 0)
        {
            return SealFindings.Passed("", "The certificate is itself trusted: nobody revokes it.", "证书本身即受信任。");
        }

        // The claim alone decides: who says to have acted after the revocation did not act before it. One on hold may come back.
        var worst = Worst(revocations);
        return worst.SubIndication == SubIndication.RevokedNoPoe && certificates.RevokedAt(path, bounds) is { } at && at <= claimed
            ? SealFindings.Failed(
                "", SubIndication.Revoked, $"{path.Leaf.Subject} was revoked at {at:u}, before {claimed:u}, the time that is claimed.",
                $"证书已于 {at:u} 吊销，早于所声明的时间 {claimed:u}。")
            : worst;
    }

    private static Finding Worst(IEnumerable<Finding> findings) => findings.MaxBy(finding => finding.Verdict)
        ?? SealFindings.Undecided("", SubIndication.CertificateChainGeneralFailure, "Nothing was found about it.", "没有任何结果。");

    /// <summary>The seal must be valid at the time that is claimed, and no proof may show that it was used beyond its end.</summary>
    private static Finding Validity(SealedSignature applied, ExistenceBounds bounds)
    {
        var info = applied.Seal.Info;
        var claimed = SealChecks.Validity(applied.Seal, applied.Time);
        return claimed.Verdict != Verdict.Passed ? claimed
            : bounds.MadeAfter > info.ValidUntil ? SealFindings.Failed(
                SealFindings.Validity, SubIndication.Expired,
                $"The signature covers a timestamp of {bounds.MadeAfter:u}, and the seal had ended at {info.ValidUntil:u}.",
                $"签章晚于 {bounds.MadeAfter:u}，而印章已于 {info.ValidUntil:u} 到期。")
            : bounds.Existed.IsProven && bounds.Time < info.ValidFrom ? SealFindings.Failed(
                SealFindings.Validity, SubIndication.NotYetValid,
                $"The signature existed at {bounds.Time:u}, before its seal became valid at {info.ValidFrom:u}.", "签章早于印章有效期开始之前即已存在。")
            : bounds.Time > info.ValidUntil ? SealFindings.Undecided(
                SealFindings.Validity, SubIndication.OutOfBoundsNoPoe,
                $"The seal ended at {info.ValidUntil:u}, and nothing proves that it was applied before.",
                $"印章已于 {info.ValidUntil:u} 到期，且没有签章早于到期的证明。")
            : claimed;
    }

    private Finding SealingTime(SealedSignature applied, ExistenceBounds bounds)
    {
        var claimed = SealChecks.SealingTime(applied, request.At, bounds.Existed.IsProven ? bounds.Time : null);
        return claimed.Verdict != Verdict.Failed && bounds.MadeAfter > applied.Time + ClockTolerance
            ? SealFindings.Undecided(
                SealFindings.SealingTime, SubIndication.TimestampOrderFailure,
                $"The signature says to be of {applied.Time:u}, yet it covers a timestamp of {bounds.MadeAfter:u}.",
                "签章声明的时间早于其所覆盖的文档时间戳。")
            : claimed;
    }

    private IEnumerable<Finding> Weakness(SealedSignature applied, ExistenceBounds bounds)
    {
        // The maker's signature on the seal carries it as much as the signer's.
        var row = AlgorithmTable.First(RowOf(applied.Algorithm), RowOf(applied.Seal.Algorithm));
        return row is not null && row.End <= bounds.Time
            ? [SealFindings.Undecided(
                SealFindings.Algorithm, SubIndication.CryptoConstraintsFailureNoPoe,
                $"The signature rests on {row.Name}, reliable until {row.End:yyyy-MM-dd} only.", $"签章所用的 {row.Name} 仅在 {row.End:yyyy-MM-dd} 之前可靠。")]
            : [];
    }

    // What cannot be resolved is read as the seal standards' own.
    private AlgorithmRow? RowOf(AlgorithmIdentifier identifier) => request.Algorithms.RowOf(
        SignatureAlgorithm.TryResolve(identifier, null, out var algorithm)
            ? algorithm
            : new SignatureAlgorithm(SignatureScheme.Sm2, DigestAlgorithms.Sm3Name));

    // 2025: a timestamp over the maker's signature must be sound, and the seal must not claim to be younger than it. One whose
    // authority is not trusted proves nothing and takes nothing away, as on any signature: whoever likes can put one there.
    private DateTimeOffset? JudgeSealStamp(
        SealEvidence evidence, ExistenceBounds bounds, ImmutableArray<Finding>.Builder findings)
    {
        if (evidence.Seal is not { TimeStamp: not null } seal)
        {
            return null;
        }

        if (evidence.SealStamp is not { Intact: true } stamp)
        {
            findings.Add(Broken(SealFindings.SealTimeStamp, evidence.SealStamp));
            return null;
        }

        var judgement = timestamps.Judge(stamp, stamp.Check.Findings, bounds.Existed);
        findings.Add(judgement.ProvenTime is not { } time
            ? TrustFindings.UnusedTimestamp(Worst(judgement.Findings)) with { Check = SealFindings.SealTimeStamp }
            : seal.Info.CreatedAt > time + ClockTolerance
                ? SealFindings.Failed(
                    SealFindings.SealTimeStamp, SubIndication.TimestampOrderFailure,
                    $"The seal says to be made at {seal.Info.CreatedAt:u}, after its timestamp of {time:u}.", "制章时间晚于时间戳时间。")
                : SealFindings.Passed(
                    SealFindings.SealTimeStamp, $"A trusted timestamp shows that the seal existed at {time:u}.", $"可信时间戳证明印章在 {time:u} 已存在。"));
        return judgement.ProvenTime;
    }

    // The standard verifies a timestamp that is there: one that is not over this value fails. One that merely cannot be relied
    // on proves nothing.
    private IEnumerable<Finding> JudgeStamps(SealEvidence evidence, SealedSignature applied)
    {
        if (applied.TimeStamp is not null && !evidence.Stamps.Any(stamp => stamp.Intact))
        {
            yield return Broken(SealFindings.TimeStamp, evidence.Stamps.FirstOrDefault());
        }
        else if (evidence.TimeStamp is { } stamp)
        {
            yield return stamp.Intact ? JudgeTimeStamp(stamp) : Broken(SealFindings.TimeStamp, stamp);
        }
    }

    // What was signed holds it, so it is older than the signature: it proves no more, and 2014 does not say what it is about.
    private Finding JudgeTimeStamp(CheckedStamp stamp)
    {
        var judgement = timestamps.Judge(stamp, stamp.Check.Findings, ProofOfExistence.Now(request.At));
        return judgement.ProvenTime is { } time
            ? SealFindings.Passed(
                SealFindings.TimeStamp, $"The time is a trusted timestamp: what holds it was signed at {time:u} or later.",
                $"签章时间为可信时间戳：签章不早于 {time:u}。")
            : TrustFindings.UnusedTimestamp(Worst(judgement.Findings)) with { Check = SealFindings.TimeStamp };
    }

    private static Finding Broken(string check, CheckedStamp? stamp) =>
        stamp?.Check.Findings.MaxBy(finding => finding.Verdict) is { Verdict: Verdict.Indeterminate } doubt
            ? TrustFindings.UnusedTimestamp(doubt) with { Check = check }
            : SealFindings.Failed(
                check, SubIndication.SigCryptoFailure, "The timestamp cannot be read, or is not over this signature value.",
                "时间戳无法解析，或并非针对该签名值。");
}
