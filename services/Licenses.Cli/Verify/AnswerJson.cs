using Licenses.Crypto;
using Licenses.Crypto.Seals;
using Licenses.Pdf.Difference;
using Licenses.Pdf.Signing;
using Licenses.Verification;

namespace Licenses.Cli.Verify;

/// <summary>An answer as one JSON object: a contract with other programs. Members may be added, never changed.</summary>
internal static class AnswerJson
{
    public static string Line(FileAnswer answer) => Json.Line(new
    {
        answer.File,
        Verdict = answer.IsNoSeal ? FileAnswer.NoSeal : answer.Verdict.ToStandardName(),
        answer.Revisions,
        Signatures = answer.Signatures.Select(Signature),
        Findings = answer.Findings.Select(Finding),
        answer.Seal,
    });

    private static object Signature(SignatureReport report) => new
    {
        report.Field,
        RetryAfter = Time(report.Findings.Max(finding => finding.RetryAt)),
        Type = report.Kind == SignatureKind.Timestamp ? "timestamp" : "signature",
        Indication = report.Indication.ToStandardName(),
        SubIndication = report.SubIndication?.ToStandardName(),
        Process = report.Process.ToStandardName(),
        report.BuildingBlock,
        Level = report.Level?.ToStandardName(),
        Profile = report.Profile.ToStandardName(),
        Seal = report.Seal is { } seal ? Seal(seal) : null,
        NextLevel = report.NextLevel?.En,
        NextLevelZh = report.NextLevel?.Zh,
        report.Intact,
        report.CoversWholeFile,
        report.Revision,
        report.Revisions,
        ChangesAfter = report.ChangesAfter.ToStandardName(),
        report.Signer,
        SigningTime = Time(report.SigningTime),
        BestSignatureTime = Time(report.BestSignatureTime),
        report.DocMdp,
        report.Reason,
        report.Location,
        report.Name,
        report.Pages,
        Changes = report.Changes.Select(Change),
        Findings = report.Findings.Select(Finding),
    };

    private static object Seal(ElectronicSeal seal) => new
    {
        Id = seal.Info.SealId,
        seal.Info.Name,
        Format = seal.Format.ToStandardName(),
        Maker = seal.Maker?.Subject,
        ValidFrom = Time(seal.Info.ValidFrom),
        ValidUntil = Time(seal.Info.ValidUntil),
    };

    private static object Change(Change change) => new
    {
        Level = change.Level.ToStandardName(),
        change.Revision,
        change.Page,
        change.Detail,
        change.DetailZh,
    };

    private static object Finding(Finding finding) => new
    {
        finding.Check,
        Verdict = finding.Verdict.ToStandardName(),
        finding.Detail,
        finding.DetailZh,
        finding.Offset,
        SubIndication = finding.SubIndication?.ToStandardName(),
        RetryAfter = Time(finding.RetryAt),
        Note = finding.IsNote,
    };

    private static string? Time(DateTimeOffset? time) =>
        time?.ToString("yyyy-MM-dd'T'HH:mm:ssK", System.Globalization.CultureInfo.InvariantCulture);
}
