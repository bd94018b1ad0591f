using Licenses.Catalog;
using Licenses.Crypto;
using Licenses.Issuing;
using Licenses.Pdf.Signing;
using Licenses.Pdf.Syntax;
using Licenses.Revocation;

namespace Licenses.Verification;

/// <summary>Verifies a PDF that somebody brings; where it claims to be a license, also issuer, record and status.</summary>
public sealed class LicenseVerifier(
    CityCatalog catalog, ILicenseStore store, StatusReader statuses, OnlineVerification online, TimeProvider clock)
{
    private static readonly TimeSpan MaxStaleness = TimeSpan.FromSeconds(30);

    /// <summary>Never throws for what the bytes are: that they are no PDF is an answer too.</summary>
    public async Task<LicenseVerification> VerifyAsync(
        PdfSource source, VerificationRequest request, CancellationToken cancellationToken)
    {
        var (report, claimed) = await InspectAsync(source, request, cancellationToken);
        var findings = ImmutableArray.CreateBuilder<Finding>();
        StatusAnswer.Known? status = null;
        if (IsJudgedAsLicense(report, request))
        {
            var seal = report.Signatures.FirstOrDefault(signature => signature.Kind == SignatureKind.Signature);
            if (claimed is { } identifier)
            {
                status = await JudgeAsync(identifier, seal, source, findings, cancellationToken);
                report = await JudgeRenewedAsync(identifier, report, (source, request), findings, cancellationToken);
            }
        }

        var verdict = Worse(report.Verdict, findings);
        var decisive = findings.Concat(report.AllFindings);
        return new LicenseVerification(
            verdict, VerificationSummary.Of(verdict, decisive, findings.Count > 0), report, findings.ToImmutable(), status);
    }

    /// <summary>A broken seal keeps its document from being judged as a license: the number in it proves nothing.</summary>
    private static bool IsJudgedAsLicense(VerificationReport report, VerificationRequest request) =>
        request.Policy != InspectionPolicy.Crypto
        && report.Verdict is DocumentVerdict.Passed or DocumentVerdict.Indeterminate;

    /// <summary>The report, and the identifier of the license that the document claims to be; null where it claims to be none.</summary>
    private async ValueTask<(VerificationReport Report, string? Identifier)> InspectAsync(
        PdfSource source, VerificationRequest request, CancellationToken cancellationToken)
    {
        try
        {
            var inspection = PdfInspector.Inspect(source, new PdfInspectionOptions
            {
                Policy = request.Policy,
                Password = request.Password,
                Limits = request.Limits,
                Cancellation = cancellationToken,
            });
            var identifier = LicenseIdentifier.Find(source, inspection, request.Password);
            return (await online.VerifyAsync(inspection, request with { IsLicense = identifier is not null }, cancellationToken), identifier);
        }
        catch (PdfFormatException exception)
        {
            var finding = new Finding(
                "PDF_FORMAT", Verdict.Failed, exception.Message, exception.Offset, SubIndication.FormatFailure, "文件结构无法识别");
            return (new VerificationReport(DocumentVerdict.NotADocument, [], [finding]), null);
        }
    }

    private async Task<StatusAnswer.Known?> JudgeAsync(
        string identifier,
        SignatureReport? seal,
        PdfSource source,
        ImmutableArray<Finding>.Builder findings,
        CancellationToken cancellationToken)
    {
        findings.Add(LicenseChecks.Number(LicenseNumber.TryParse(identifier, out var number) ? number : null));
        if (number is null)
        {
            return null;
        }

        findings.Add(LicenseChecks.Issuer(number, seal));
        try
        {
            if (await store.FindAsync(number, cancellationToken) is { } license)
            {
                findings.Add(LicenseChecks.Document(license, source));
            }
        }
        catch (StoreUnavailableException)
        {
            findings.Add(new("LICENSE_DOCUMENT", Verdict.Indeterminate, "the record of issue cannot be asked now",
                null, SubIndication.TryLater, "暂无法查询签发记录"));
        }

        var answer = await statuses.ReadAsync(number, MaxStaleness, cancellationToken);
        findings.Add(LicenseChecks.Status(answer, number, catalog, clock.GetUtcNow()));
        return answer as StatusAnswer.Known;
    }

    /// <summary>
    /// A copy from before a renewal may have lost its proof of time. Where ours begins with the very same bytes, what was
    /// added to it since counts for the copy.
    /// </summary>
    private async ValueTask<VerificationReport> JudgeRenewedAsync(
        string identifier,
        VerificationReport report,
        (PdfSource Source, VerificationRequest Request) copy,
        ImmutableArray<Finding>.Builder findings,
        CancellationToken cancellationToken)
    {
        if (report.Verdict != DocumentVerdict.Indeterminate || !LicenseNumber.TryParse(identifier, out var number)
            || !findings.Any(finding => finding is { Check: "LICENSE_DOCUMENT", Verdict: Verdict.Passed })
            || await FindLongerAsync(number, copy.Source, cancellationToken) is not { } document)
        {
            return report;
        }

        using var renewed = PdfSource.FromMemory(document);
        var (again, _) = await InspectAsync(renewed, copy.Request, cancellationToken);
        if (again.Verdict != DocumentVerdict.Passed)
        {
            return report;
        }

        findings.Add(LicenseChecks.Renewed);
        return again;
    }

    private async ValueTask<ReadOnlyMemory<byte>?> FindLongerAsync(
        LicenseNumber number, PdfSource copy, CancellationToken cancellationToken)
    {
        try
        {
            return await store.FindDocumentAsync(number, cancellationToken) is { } document
                && document.Length > copy.Length && LicenseChecks.Begins(document.Span, copy) ? document : null;
        }
        catch (StoreUnavailableException)
        {
            return null;
        }
    }

    private static DocumentVerdict Worse(DocumentVerdict verdict, ImmutableArray<Finding>.Builder findings) =>
        findings.Any(finding => finding.Verdict == Verdict.Failed) ? DocumentVerdict.Failed
        : findings.Any(finding => finding.Verdict == Verdict.Indeterminate) ? DocumentVerdict.Indeterminate
        : verdict;
}
