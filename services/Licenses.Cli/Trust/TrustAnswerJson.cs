using System.Text.Json;
using Licenses.Crypto;
using Licenses.Crypto.X509;
using Licenses.Trust;
using Licenses.Verification;

namespace Licenses.Cli.Trust;

/// <summary>An answer as one JSON object: a contract with other programs. Members may be added, never changed.</summary>
internal static class TrustAnswerJson
{
    public static string Line(TrustRequest asked, TrustAnswer answer) => Json.Line(new
    {
        Leaf = asked.File,
        Verdict = answer.Verdict.ToStandardName(),
        SubIndication = answer.Findings.MaxBy(finding => finding.Verdict)?.SubIndication?.ToStandardName(),
        RetryAfter = Time(answer.Findings.Max(finding => finding.RetryAt)),
        Subject = asked.Question?.Leaf.Subject,
        At = Time(asked.Question?.At),
        Purpose = asked.Question?.Purpose.ToString(),
        Revocation = asked.Question is { CheckRevocation: true } ? "CHECKED" : "NOT_CHECKED",
        Anchor = answer.Anchor?.Certificate.Subject,
        Path = answer.Steps.Select(Step),
        Attempts = answer.Attempts.Select(Attempt),
        Findings = answer.Findings.Select(Finding),
        asked.Skipped,
    });

    private static object Step(TrustStep step) => new
    {
        step.Certificate.Subject,
        step.Certificate.Issuer,
        SerialNumber = Convert.ToHexString(step.Certificate.SerialBytes.Span),
        NotBefore = Time(step.Certificate.NotBefore),
        NotAfter = Time(step.Certificate.NotAfter),
        step.Certificate.IsAuthority,
        Revocation = step.Status switch
        {
            RevocationStatus.Good => "GOOD",
            RevocationStatus.Revoked => "REVOKED",
            RevocationStatus.Unknown => "UNKNOWN",
            _ => "NOT_CHECKED",
        },
        RevocationReason = step.Status is RevocationStatus.Revoked revoked ? JsonNamingPolicy.CamelCase.ConvertName(revoked.Reason.ToString()) : null,
        OnHold = step.Status is RevocationStatus.Revoked { Reason: RevocationReason.CertificateHold },
    };

    private static object Attempt(PathAttempt attempt) => new
    {
        Path = attempt.Certificates.Select(certificate => certificate.Subject),
        Anchor = attempt.Anchor?.Certificate.Subject,
        SubIndication = attempt.Fault.Reason.ToStandardName(),
        attempt.Fault.Detail,
    };

    private static object Finding(Finding finding) => new
    {
        finding.Check,
        Verdict = finding.Verdict.ToStandardName(),
        finding.Detail,
        finding.DetailZh,
        SubIndication = finding.SubIndication?.ToStandardName(),
        RetryAfter = Time(finding.RetryAt),
    };

    private static string? Time(DateTimeOffset? time) =>
        time?.ToString("yyyy-MM-dd'T'HH:mm:ssK", System.Globalization.CultureInfo.InvariantCulture);
}
