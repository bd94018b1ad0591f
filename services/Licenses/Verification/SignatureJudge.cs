using Licenses.Crypto;
using Licenses.Crypto.X509;
using Licenses.Pdf.Signing;

namespace Licenses.Verification;

/// <summary>
/// The validation processes of EN 319 102-1 over an inspected document: format, signing certificate, proofs of
/// existence, path and revocation at the best signature time, acceptance. Every step is a finding; the worst decides.
/// </summary>
internal sealed class SignatureJudge
{
    private readonly PdfInspection _inspection;
    private readonly VerificationRequest _request;
    private readonly DocumentEvidence _evidence;
    private readonly AlgorithmJudge _algorithms;
    private readonly CertificateJudge _certificates;
    private readonly TimestampJudge _timestamps;
    private readonly LevelRecognizer _levels;

    public SignatureJudge(PdfInspection inspection, VerificationRequest request)
    {
        _inspection = inspection;
        _request = request;
        _evidence = DocumentEvidence.Collect(inspection, request.Trust);
        _algorithms = new AlgorithmJudge(request.Algorithms);
        _certificates = new CertificateJudge(request.Trust, _evidence, _algorithms, request.At, request.Online);
        _timestamps = new TimestampJudge(_certificates, _algorithms, request.At);
        _levels = new LevelRecognizer(inspection, _evidence, request.Trust.Anchors);
    }

    private bool NeedsTrust => _request.Policy != InspectionPolicy.Crypto;

    public ImmutableArray<SignatureReport> Judge()
    {
        // From the last to the first: a trusted document timestamp proves that all before it existed by then.
        var reports = new SignatureReport[_evidence.Signatures.Length];
        var existence = ProofOfExistence.Now(_request.At);
        for (int i = reports.Length - 1; i >= 0; i--)
        {
            var signature = _evidence.Signatures[i];
            reports[i] = signature.Inspected.Kind == SignatureKind.Timestamp
                ? JudgeTimestamp(signature, ref existence)
                : JudgeSignature(signature, existence);
        }

        return [.. reports];
    }

    private SignatureReport JudgeTimestamp(SignatureEvidence signature, ref ProofOfExistence existence)
    {
        var report = Begin(signature) with { BestSignatureTime = existence.Time };
        if (!NeedsTrust || !signature.Inspected.Intact || signature.Token is not { } token)
        {
            return Conclude(report);
        }

        var judgement = _timestamps.Judge(token, report.Findings, existence);
        existence = existence.Or(judgement.ProvenTime);
        return Conclude(report with { Findings = judgement.Findings, Path = judgement.Path });
    }

    private SignatureReport JudgeSignature(SignatureEvidence signature, ProofOfExistence existence)
    {
        var level = _levels.Recognize(signature);
        var report = Begin(signature) with { Level = level.Level, NextLevel = level.Next, BestSignatureTime = existence.Time };
        if (!NeedsTrust || !signature.Inspected.Intact)
        {
            return Conclude(report);
        }

        var (best, stampFindings) = _timestamps.JudgeAll(signature, existence);
        var findings = _algorithms.Lift(report.Findings, signature.Claims, best).ToBuilder();
        findings.AddRange(stampFindings);
        CertificatePath? path = null;
        if (signature.Claims.SignerCertificate is not { } signer)
        {
            findings.Add(TrustFindings.NoSigner());
        }
        else
        {
            var judgement = _certificates.Judge(signer, CertificatePurpose.Seal, best);
            findings.AddRange(judgement.Findings);
            path = judgement.Path;
        }

        findings.Add(TrustFindings.Level(level));
        return Conclude(report with { Findings = findings.ToImmutable(), Path = path, BestSignatureTime = best.Time });
    }

    private SignatureReport Begin(SignatureEvidence signature)
    {
        var inspected = signature.Inspected;
        return new SignatureReport
        {
            Field = inspected.Field,
            Kind = inspected.Kind,
            Indication = Indication.Indeterminate,
            Intact = inspected.Intact,
            CoversWholeFile = inspected.CoversWholeFile,
            Revision = inspected.Revision,
            Revisions = _inspection.Revisions,
            ChangesAfter = inspected.ChangesAfter,
            Changes = inspected.Changes,
            DocMdp = inspected.DocMdp,
            SignerCertificate = signature.Claims.SignerCertificate,
            SigningTime = signature.Token?.Info.Time ?? inspected.ClaimedTime ?? signature.Claims.ClaimedSigningTime,
            Reason = inspected.Reason,
            Location = inspected.Location,
            Name = inspected.Name,
            Pages = inspected.Pages,
            Findings = inspected.Findings,
        };
    }

    private SignatureReport Conclude(SignatureReport report)
    {
        var worst = report.Findings.Select(finding => finding.Verdict).DefaultIfEmpty(Verdict.Indeterminate).Max();

        // Policy crypto stops after integrity: doubts about strength or form are shown and decide nothing.
        bool enough = !NeedsTrust && report.Intact && worst != Verdict.Failed;
        var indication = enough ? Indication.TotalPassed
            : worst == Verdict.Failed ? Indication.TotalFailed
            : worst == Verdict.Passed && report.Intact ? Indication.TotalPassed
            : Indication.Indeterminate;
        return report with
        {
            Indication = indication,
            SubIndication = indication == Indication.TotalPassed ? null : Reason(report.Findings, worst),
        };
    }

    // The first step that gave the verdict names the reason.
    private static SubIndication Reason(ImmutableArray<Finding> findings, Verdict worst) =>
        findings.FirstOrDefault(finding => finding.Verdict == worst && finding.SubIndication is not null)?.SubIndication
        ?? (worst == Verdict.Failed ? SubIndication.FormatFailure : SubIndication.SignedDataNotFound);
}
