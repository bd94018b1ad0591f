using Licenses.Crypto;
using Licenses.Pdf.Signing;
using Licenses.Pdf.Syntax;

namespace Licenses.Tests.Pdf.Reading;

/// <summary>Inspects a document under both policies and compares with what must be said of it.</summary>
internal static class Judgement
{
    public static void Assert(byte[] document, Verdict pades, Verdict strict, string? check)
    {
        var lenient = PdfInspector.Inspect(PdfSource.FromMemory(document), new() { Policy = InspectionPolicy.Pades });
        var severe = PdfInspector.Inspect(PdfSource.FromMemory(document), new() { Policy = InspectionPolicy.Strict });

        ToldInChinese.Check(Findings(lenient).Concat(Findings(severe)));
        AssertVerdict(pades, lenient);
        AssertVerdict(strict, severe);
        var deciding = pades >= strict ? lenient : severe;
        Xunit.Assert.True(
            check is null || Findings(deciding).Any(finding => finding.Check == check && finding.Verdict != Verdict.Passed),
            $"no {check} among\n{Describe(deciding)}");
    }

    private static void AssertVerdict(Verdict expected, PdfInspection inspection)
    {
        var worst = inspection.HoldsUnreadableSignature || inspection.Signatures.IsEmpty
            ? Verdict.Failed
            : inspection.Signatures.Max(signature => signature.Verdict);
        Xunit.Assert.True(expected == worst, $"expected {expected}, got {worst}\n{Describe(inspection)}");
    }

    private static IEnumerable<Finding> Findings(PdfInspection inspection) =>
        inspection.Signatures.SelectMany(signature => signature.Findings).Concat(inspection.Findings);

    private static string Describe(PdfInspection inspection) => string.Join('\n', Findings(inspection)
        .Where(finding => finding.Verdict != Verdict.Passed)
        .Select(finding => $"{finding.Verdict} {finding.Check}: {finding.Detail}"));
}
