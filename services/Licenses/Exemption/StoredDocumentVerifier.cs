using System.Collections.Concurrent;
using System.Security.Cryptography;
using Licenses.Crypto;
using Licenses.Issuing;
using Licenses.Pdf.Signing;
using Licenses.Pdf.Syntax;
using Licenses.Trust;
using Licenses.Verification;

namespace Licenses.Exemption;

/// <summary>
/// Verifies the stored sealed file of a license: it is read and hashed each time, never trusted. What was found out about
/// exactly these bytes, this seal and this trust is remembered for a minute; the digest decides whether it still applies.
/// </summary>
public sealed class StoredDocumentVerifier(ILicenseStore store, CurrentTrust trust, OnlineVerification online)
{
    private const int MaxRemembered = 20_000;

    private static readonly TimeSpan MaxAge = TimeSpan.FromSeconds(60);

    private readonly ConcurrentDictionary<string, (DocumentCheck Check, DateTimeOffset Until, TrustStore Trust)> _remembered = new();

    public async Task<DocumentCheck> VerifyAsync(License license, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (await store.FindDocumentAsync(license.Number, cancellationToken) is not { } document)
        {
            return new DocumentCheck(DocumentVerdict.Failed, ReadOnlyMemory<byte>.Empty,
                [new("LICENSE_DOCUMENT", Verdict.Failed, "the sealed file is missing", "签章文件缺失")]);
        }

        var sha256 = SHA256.HashData(document.Span);
        if (!BeginsAsIssued(document, sha256, license)) // validation data may have been added since
        {
            return new DocumentCheck(DocumentVerdict.Failed, sha256,
                [new("LICENSE_DOCUMENT", Verdict.Failed, "the stored file is not the one that was issued", "存档文件与签发时不一致")]);
        }

        var key = Convert.ToHexString(sha256);
        if (_remembered.TryGetValue(key, out var remembered) && remembered.Trust == trust.Store
            && now < remembered.Until && now >= remembered.Until - MaxAge)
        {
            return remembered.Check;
        }

        var judgedBy = trust.Store;
        var check = await VerifyAsync(license, document, sha256, now, cancellationToken);
        if (check.Verdict != Verdict.Indeterminate) // what could not be asked may be answered a second later
        {
            Remember(key, check, now, judgedBy);
        }

        return check;
    }

    private async ValueTask<DocumentCheck> VerifyAsync(
        License license, ReadOnlyMemory<byte> document, byte[] sha256, DateTimeOffset now, CancellationToken cancellationToken)
    {
        try
        {
            using var source = PdfSource.FromMemory(document);
            var inspection = PdfInspector.Inspect(source);
            var report = await online.VerifyAsync(inspection, new VerificationRequest { At = now }, cancellationToken);
            var issuer = LicenseChecks.Issuer(license.Number, report.Signatures.FirstOrDefault());
            var verdict = issuer.Verdict == Verdict.Failed ? DocumentVerdict.Failed : report.Verdict;
            return new DocumentCheck(verdict, sha256, [.. Decisive(report), issuer]);
        }
        catch (PdfFormatException exception)
        {
            return new DocumentCheck(DocumentVerdict.NotADocument, sha256,
                [new("PDF_FORMAT", Verdict.Failed, exception.Message, exception.Offset, SubIndication.FormatFailure, "文件结构无法识别")]);
        }
    }

    private static bool BeginsAsIssued(ReadOnlyMemory<byte> document, byte[] sha256, License license) =>
        document.Length >= license.DocumentSize && CryptographicOperations.FixedTimeEquals(
            document.Length == license.DocumentSize ? sha256 : SHA256.HashData(document.Span[..license.DocumentSize]),
            license.DocumentSha256.Span);

    /// <summary>What decided, worst first; each check once.</summary>
    private static IEnumerable<Finding> Decisive(VerificationReport report) => report.AllFindings
        .OrderByDescending(finding => finding.Verdict)
        .DistinctBy(finding => finding.Check);

    private void Remember(string key, DocumentCheck check, DateTimeOffset now, TrustStore judgedBy)
    {
        if (_remembered.Count >= MaxRemembered)
        {
            _remembered.Clear(); // rare, and costs one verification each
        }

        _remembered[key] = (check, now + MaxAge, judgedBy);
    }
}

/// <summary>What a stored sealed file is worth.</summary>
/// <param name="DocumentVerdict">The verdict of verification.</param>
/// <param name="Sha256">SHA-256 of the bytes that were verified.</param>
/// <param name="Findings">What decided.</param>
public sealed record DocumentCheck(
    DocumentVerdict DocumentVerdict, ReadOnlyMemory<byte> Sha256, ImmutableArray<Finding> Findings)
{
    /// <summary>The verdict as a building block: what carries no seal is no evidence.</summary>
    public Verdict Verdict => DocumentVerdict switch
    {
        DocumentVerdict.Passed => Verdict.Passed,
        DocumentVerdict.Indeterminate => Verdict.Indeterminate,
        _ => Verdict.Failed,
    };
}
