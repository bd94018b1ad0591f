using Licenses.Crypto;
using Licenses.Revocation;

namespace Licenses.Verification;

/// <summary>What a document that somebody brings is worth: as a signed PDF, and as a license where it claims to be one.</summary>
/// <param name="Verdict">As bad as the worst part.</param>
/// <param name="Summary">One sentence that says why.</param>
/// <param name="Report">Structure, signatures, changes, trust.</param>
/// <param name="LicenseFindings">What was found about the license; empty where the document claims to be none.</param>
/// <param name="Status">The license's status; null where it is none, or cannot be told.</param>
public sealed record LicenseVerification(
    DocumentVerdict Verdict,
    LocalizedText Summary,
    VerificationReport Report,
    ImmutableArray<Finding> LicenseFindings,
    StatusAnswer.Known? Status)
{
    /// <summary>The answer where the time for it ran out: nothing is known, and nothing is taken for good.</summary>
    public static LicenseVerification Unfinished(TimeSpan limit)
    {
        var finding = new Finding(
            "TIME_LIMIT", Crypto.Verdict.Indeterminate, $"Not finished within {limit.TotalSeconds:0.###} s.", "未能在限定时间内完成。");
        const DocumentVerdict Untold = DocumentVerdict.Indeterminate;
        return new LicenseVerification(
            Untold, VerificationSummary.Of(Untold, [finding], isLicense: false), new VerificationReport(Untold, [], [finding]), [], null);
    }
}
