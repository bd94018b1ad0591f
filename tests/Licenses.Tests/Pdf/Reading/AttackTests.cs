using Licenses.Crypto;
using Licenses.Pdf.Signing;
using Licenses.Pdf.Syntax;
using Licenses.Testing.Attacks;

namespace Licenses.Tests.Pdf.Reading;

public sealed class AttackTests
{
    public static TheoryData<string> Names => [.. AttackCatalog.All.Select(attack => attack.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task A_document_gets_its_verdict_for_its_reason(string name)
    {
        var attack = AttackCatalog.Find(name);
        byte[] document = await attack.Build();

        var pades = PdfInspector.Inspect(PdfSource.FromMemory(document), new() { Policy = InspectionPolicy.Pades });
        var strict = PdfInspector.Inspect(PdfSource.FromMemory(document), new() { Policy = InspectionPolicy.Strict });

        AssertVerdict(attack.Pades, pades);
        AssertVerdict(attack.Strict, strict);
        var deciding = Worst(attack.Pades) >= Worst(attack.Strict) ? pades : strict;
        if (attack.Check is not null)
        {
            Assert.Contains(Findings(deciding), finding => finding.Check == attack.Check && finding.Verdict != Verdict.Passed);
        }
    }

    private static int Worst(Verdict verdict) => (int)verdict;

    private static IEnumerable<Finding> Findings(PdfInspection inspection) =>
        inspection.Signatures.SelectMany(signature => signature.Findings).Concat(inspection.Findings);

    private static void AssertVerdict(Verdict expected, PdfInspection inspection)
    {
        var worst = inspection.HoldsUnreadableSignature ? Verdict.Failed : inspection.Signatures.Max(signature => signature.Verdict);
        string why = string.Join('\n', Findings(inspection).Where(finding => finding.Verdict != Verdict.Passed)
            .Select(finding => $"{finding.Verdict} {finding.Check}: {finding.Detail}"));
        Assert.True(expected == worst, $"expected {expected}, got {worst}\n{why}");
    }
}
