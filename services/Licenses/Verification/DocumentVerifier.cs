using Licenses.Crypto;
using Licenses.Pdf.Signing;

namespace Licenses.Verification;

/// <summary>Verifies a document: its structure, its signatures, what changed since, and who vouches for the signers.</summary>
public static class DocumentVerifier
{
    /// <summary>Judges what an inspection found.</summary>
    public static VerificationReport Verify(PdfInspection inspection, VerificationRequest request)
    {
        ArgumentNullException.ThrowIfNull(inspection);
        ArgumentNullException.ThrowIfNull(request);
        var signatures = new SignatureJudge(inspection, request).Judge();
        return new VerificationReport(Conclude(inspection, signatures), signatures, inspection.Findings)
        {
            Revisions = inspection.Revisions,
        };
    }

    private static DocumentVerdict Conclude(PdfInspection inspection, ImmutableArray<SignatureReport> reports)
    {
        // A broken timestamp is an attack or damage; one that nobody vouches for merely proves nothing.
        if (inspection.HoldsUnreadableSignature
            || inspection.Findings.Any(finding => finding.Verdict == Verdict.Failed)
            || reports.Any(report => report.Indication == Indication.TotalFailed))
        {
            return DocumentVerdict.Failed;
        }

        var signatures = reports.Where(report => report.Kind == SignatureKind.Signature).ToArray();
        return signatures.Length == 0 ? DocumentVerdict.NoSignature
            : signatures.All(report => report.Indication == Indication.TotalPassed)
                && inspection.Findings.All(finding => finding.Verdict == Verdict.Passed) ? DocumentVerdict.Passed
            : DocumentVerdict.Indeterminate;
    }
}
