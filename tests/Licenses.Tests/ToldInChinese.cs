using System.Text.RegularExpressions;
using Licenses.Crypto;
using Licenses.Verification;

namespace Licenses.Tests;

/// <summary>
/// Whether findings say in Chinese what they say in English. The worlds in which the tests verify ask it of every report, so
/// that whatever finding a test provokes is held against it.
/// </summary>
internal static partial class ToldInChinese
{
    public static VerificationReport Checked(VerificationReport report)
    {
        Check(report.AllFindings);
        return report;
    }

    public static SealReport Checked(SealReport report)
    {
        Check(report.Findings);
        return report;
    }

    public static void Check(IEnumerable<Finding> findings) => Assert.All(findings, finding =>
    {
        Assert.True(HanCharacter().IsMatch(finding.DetailZh), $"no Chinese: {finding}");
        Assert.False(EnglishSentence().IsMatch(finding.DetailZh), $"English within Chinese: {finding}");
        Assert.True(
            finding.Detail.Contains("tolerated", StringComparison.Ordinal) == finding.DetailZh.Contains("容忍", StringComparison.Ordinal),
            $"a liberty is told in one language only: {finding}");
    });

    [GeneratedRegex(@"[\u4E00-\u9FFF]")]
    private static partial Regex HanCharacter();

    // Names of people, algorithms and codes may stand in Chinese sentences; three small words in a row are a sentence.
    [GeneratedRegex(@"\b[a-z]{2,} [a-z]{2,} [a-z]{2,}\b")]
    private static partial Regex EnglishSentence();
}
