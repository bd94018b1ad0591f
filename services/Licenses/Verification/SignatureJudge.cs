using Licenses.Crypto;
using Licenses.Crypto.Seals;
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
    private readonly WorkBudget _work;
    private readonly DocumentEvidence _evidence;
    private readonly AlgorithmJudge _algorithms;
    private readonly CertificateJudge _certificates;
    private readonly TimestampJudge _timestamps;
    private readonly SealJudge _seals;
    private readonly ProofsOfExistence _proofs;
    private readonly LevelRecognizer? _levels;

    public SignatureJudge(PdfInspection inspection, VerificationRequest request, CancellationToken cancellationToken)
        : this(inspection, DocumentEvidence.Collect(inspection, request.Trust), request, cancellationToken)
    {
        _levels = new LevelRecognizer(
            inspection, _evidence,
            new StampTerms(request.Trust, _evidence, request.Algorithms, request.At)
            {
                Work = new WorkBudget(cancellationToken, request.MostChecks), // of its own: what a level takes takes nothing from the verdict
            });
    }

    /// <summary>A judge who is asked again and again, and not about levels.</summary>
    /// <param name="inspection">What was found in the document.</param>
    /// <param name="evidence">The same, with its tokens read.</param>
    /// <param name="request">How it is judged.</param>
    /// <param name="cancellationToken">Ends the judging.</param>
    public SignatureJudge(
        PdfInspection inspection, DocumentEvidence evidence, VerificationRequest request, CancellationToken cancellationToken = default)
    {
        _inspection = inspection;
        _request = request;
        _work = request.Work ?? new WorkBudget(cancellationToken, request.MostChecks);
        _evidence = evidence;
        _algorithms = new AlgorithmJudge(request.Algorithms);
        _proofs = new ProofsOfExistence(request.At);
        _certificates = new CertificateJudge(
            request, _evidence, _algorithms,
            new TimeSliding(request, _evidence, _proofs, _work));
        _timestamps = new TimestampJudge(_certificates, _algorithms, request.At);
        _seals = new SealJudge(_certificates, _timestamps, request);
    }

    private bool NeedsTrust => _request.Policy != InspectionPolicy.Crypto;

    public ImmutableArray<SignatureReport> Judge()
    {
        // Timestamps first, from the last to the first: one that is trusted proves that all before it existed by then.
        var reports = new SignatureReport[_evidence.Signatures.Length];
        foreach (var kind in (ReadOnlySpan<SignatureKind>)[SignatureKind.Timestamp, SignatureKind.Signature])
        {
            for (int i = reports.Length - 1; i >= 0; i--)
            {
                var signature = _evidence.Signatures[i];
                if (signature.Inspected.Kind == kind)
                {
                    _work.StopIfAsked();
                    reports[i] = kind == SignatureKind.Timestamp ? JudgeTimestamp(signature) : JudgeSignature(signature);
                }
            }
        }

        return [.. reports];
    }

    private SignatureReport JudgeTimestamp(SignatureEvidence signature)
    {
        var existence = _proofs.Of(signature.Place);
        var report = Begin(signature) with { BestSignatureTime = existence.Time };
        if (!NeedsTrust || !signature.Inspected.Intact || signature.DocumentStamp is not { } stamp)
        {
            return Conclude(report);
        }

        var judgement = _timestamps.Judge(stamp, report.Findings, existence);
        if (judgement.ProvenTime is { } time && signature.Inspected.SignedLength is { } end)
        {
            _proofs.Add(end, time);
        }

        return Conclude(report with
        {
            Findings = judgement.Findings,
            Path = judgement.Path,
            Process = existence.IsProven ? ValidationProcess.LongTerm : ValidationProcess.Basic,
        });
    }

    private SignatureReport JudgeSignature(SignatureEvidence signature)
    {
        var existence = _proofs.Of(signature.Place);
        var level = _levels?.Recognize(signature);
        var report = Begin(signature) with { Level = level?.Level, NextLevel = level?.Next, BestSignatureTime = existence.Time };
        if (!NeedsTrust || !signature.Inspected.Intact)
        {
            return Conclude(report);
        }

        var (best, stampFindings) = _timestamps.JudgeAll(signature.Stamps, existence);
        var (content, contentFindings) = _timestamps.JudgeContent(signature, existence);
        var covered = _proofs.AfterWhat(signature.Place);
        var bounds = new ExistenceBounds(best, covered > content || content is null ? covered : content);
        report = report with { BestSignatureTime = best.Time };
        var shared = stampFindings.AddRange(contentFindings);
        shared = level is null ? shared : shared.Add(TrustFindings.Level(level));
        if (best.IsProven && bounds.MadeAfter > best.Time)
        {
            // EN 319 102-1, 5.5.4 and 5.6.3: a contradiction among proofs, which no judging as of now takes away.
            shared = shared.Add(TrustFindings.SignatureOrder(best.Time, bounds.MadeAfter.Value));
        }

        var atItsTime = best.IsProven ? JudgeSigner(signature, report, bounds, shared) : null;
        if (atItsTime is { Indication: not Indication.Indeterminate })
        {
            return atItsTime;
        }

        // EN 319 102-1, 5.6.3.4: where the past cannot be validated, the answer is the present's, with why it could not.
        var present = JudgeSigner(signature, report, bounds with { Existed = ProofOfExistence.Now(_request.At) }, shared);
        return atItsTime is not null && present.Indication == Indication.Indeterminate
            ? present with { Findings = TrustFindings.WithPast(present.Findings, atItsTime.Findings, best.Time) }
            : present;
    }

    /// <summary>Validates a signer's certificate and algorithms as of when the signature is known to have existed.</summary>
    private SignatureReport JudgeSigner(
        SignatureEvidence signature, SignatureReport report, ExistenceBounds bounds, ImmutableArray<Finding> shared)
    {
        var findings = _algorithms.Lift(report.Findings, signature.Claims, bounds.Existed).ToBuilder();
        var (path, control) = JudgeTrust(signature, bounds, findings, shared);
        if (_algorithms.Judge(signature.Claims, findings.ToImmutable(), bounds.Existed) is { } weak)
        {
            findings.Add(weak);
        }

        bool isPast = control < _request.At;
        var concluded = Conclude(report with { Findings = SealJudge.Arrange(findings.ToImmutable()), Path = path });
        return concluded with
        {
            Process = bounds.Existed.IsProven && (isPast || _proofs.Of(signature.Place).IsProven) ? ValidationProcess.LongTerm
                : bounds.Existed.IsProven || IsLate(concluded) ? ValidationProcess.WithTime
                : ValidationProcess.Basic,
            BuildingBlock = isPast && concluded.Indication == Indication.TotalPassed ? BuildingBlock.Past : concluded.BuildingBlock,
        };
    }

    /// <summary>Who vouches for a signer, and for the maker of his seal where there is one.</summary>
    private (CertificatePath? Path, DateTimeOffset? Control) JudgeTrust(
        SignatureEvidence signature, ExistenceBounds bounds, ImmutableArray<Finding>.Builder findings, ImmutableArray<Finding> shared)
    {
        if (signature.Seal is { } evidence)
        {
            var seal = _seals.Judge(evidence, bounds, shared);
            findings.AddRange(seal.Findings);
            return (seal.Path, seal.Control);
        }

        var judgement = signature.Claims.SignerCertificate is { } signer
            ? _certificates.Judge(signer, CertificatePurpose.Seal, bounds)
            : new CertificateJudgement(null, [TrustFindings.NoSigner()]);
        findings.AddRange(judgement.Findings);
        findings.AddRange(shared);
        return (judgement.Path, judgement.Control);
    }

    /// <summary>Whether it failed by proof that it was made too late or too early.</summary>
    private static bool IsLate(SignatureReport report) => report is
    {
        Indication: Indication.TotalFailed,
        SubIndication: SubIndication.Revoked or SubIndication.Expired or SubIndication.NotYetValid,
    };

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
            Profile = inspected.Profile,
            Seal = inspected.Sealed?.Seal,
            SigningTime = signature.Token?.Info.Time ?? inspected.Sealed?.Time ?? inspected.ClaimedTime ?? signature.Claims.ClaimedSigningTime,
            Reason = inspected.Reason,
            Location = inspected.Location,
            Name = inspected.Name,
            Pages = inspected.Pages,
            Findings = SealJudge.Arrange(inspected.Findings),
        };
    }

    private SignatureReport Conclude(SignatureReport report)
    {
        if (NeedsTrust && _work.IsSpent)
        {
            report = report with { Findings = report.Findings.Add(TrustFindings.WorkLimit()) };
        }

        var worst = report.Findings.Select(finding => finding.Verdict).DefaultIfEmpty(Verdict.Indeterminate).Max();

        // Policy crypto stops after integrity: doubts about strength or form are shown and decide nothing. What a critical
        // extension that nobody knows would change is no such doubt.
        bool enough = !NeedsTrust && report.Intact && worst != Verdict.Failed && !report.Findings.Any(IsUnknownExtension);
        var indication = enough ? Indication.TotalPassed
            : worst == Verdict.Failed ? Indication.TotalFailed
            : worst == Verdict.Passed && report.Intact ? Indication.TotalPassed
            : Indication.Indeterminate;
        SubIndication? reason = indication == Indication.TotalPassed ? null : Reason(report.Findings, worst);
        return report with
        {
            Indication = indication,
            SubIndication = reason,
            BuildingBlock = reason is { } why ? BuildingBlock.Of(why) : BuildingBlock.Acceptance,
        };
    }

    private static bool IsUnknownExtension(Finding finding) => finding is
    {
        Check: SealFindings.SealExtensions or SealFindings.Extensions, Verdict: Verdict.Indeterminate,
    };

    // The first step that gave the verdict names the reason.
    private static SubIndication Reason(ImmutableArray<Finding> findings, Verdict worst) =>
        findings.FirstOrDefault(finding => finding.Verdict == worst && finding.SubIndication is not null)?.SubIndication
        ?? (worst == Verdict.Failed ? SubIndication.FormatFailure : SubIndication.SignedDataNotFound);
}
