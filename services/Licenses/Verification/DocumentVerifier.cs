using Licenses.Crypto;
using Licenses.Pdf.Signing;
using Licenses.Pdf.Syntax;

namespace Licenses.Verification;

/// <summary>Verifies a document: its structure, its signatures, what changed since, and who vouches for the signers.</summary>
public static class DocumentVerifier
{
    /// <summary>Verifies a document. Whatever the bytes, the answer is a report.</summary>
    public static VerificationReport Verify(
        PdfSource source, VerificationRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        try
        {
            var inspection = PdfInspector.Inspect(source, OptionsOf(request, cancellationToken));
            return Verify(inspection, Heed(source, inspection, request), cancellationToken);
        }
        catch (PdfFormatException e)
        {
            var finding = new Finding(
                "PDF_FORMAT", Verdict.Failed, e.Message, e.Offset, SubIndication.FormatFailure, "不是可读取的 PDF 文件。");
            return new VerificationReport(DocumentVerdict.NotADocument, [], [finding]);
        }
    }

    /// <summary>The request as the document's own claim wants it: the seals of what says to be a license are judged as a license's.</summary>
    public static VerificationRequest Heed(PdfSource source, PdfInspection inspection, VerificationRequest request)
    {
        ArgumentNullException.ThrowIfNull(inspection);
        ArgumentNullException.ThrowIfNull(request);
        return request with { IsLicense = request.IsLicense || LicenseIdentifier.Find(source, inspection, request.Password) is not null };
    }

    /// <summary>Judges what an inspection found.</summary>
    /// <exception cref="OperationCanceledException">The judging was to end; it is asked before each signature, path, list and answer.</exception>
    public static VerificationReport Verify(
        PdfInspection inspection, VerificationRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(inspection);
        ArgumentNullException.ThrowIfNull(request);
        var signatures = new SignatureJudge(inspection, request, cancellationToken).Judge();
        return new VerificationReport(Conclude(inspection, signatures), signatures, inspection.Findings)
        {
            Revisions = inspection.Revisions,
        };
    }

    private static PdfInspectionOptions OptionsOf(VerificationRequest request, CancellationToken cancellationToken) => new()
    {
        Policy = request.Policy,
        Password = request.Password,
        Limits = request.Limits,
        Cancellation = cancellationToken,
    };

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
            : signatures.All(report => report.Indication == Indication.TotalPassed) && HasSoundTimestamps(inspection, reports)
                ? DocumentVerdict.Passed
            : DocumentVerdict.Indeterminate;
    }

    /// <summary>Every document timestamp is finished, and its own bytes are known to be intact.</summary>
    private static bool HasSoundTimestamps(PdfInspection inspection, ImmutableArray<SignatureReport> reports) =>
        !inspection.HoldsUnfinishedTimestamp
        && reports.All(report => report.Kind != SignatureKind.Timestamp || report.Intact);
}
