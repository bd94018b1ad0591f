using Licenses.Crypto;
using Licenses.Pdf.Signing;
using Licenses.Pdf.Syntax;

namespace Licenses.Tests.Pdf.Reading;

/// <summary>Judges inspections the way the corpus's own score does, as far as no trust is needed.</summary>
internal static class CorpusScore
{
    public static (string Verdict, PdfInspection? Inspection, string? Error) Inspect(string path, InspectionPolicy policy)
    {
        using var source = PdfSource.OpenFile(path);
        try
        {
            var inspection = PdfInspector.Inspect(source, new() { Policy = policy });
            return (VerdictOf(inspection), inspection, null);
        }
        catch (PdfFormatException error)
        {
            return ("NOT_A_PDF", null, error.Message);
        }
    }

    /// <summary>The reason why a row is wrong; null: it is right.</summary>
    public static string? Fault(CorpusRow row)
    {
        var pades = Inspect(row.Path, InspectionPolicy.Pades);
        var strict = Inspect(row.Path, InspectionPolicy.Strict);
        return IsRight(row.Expected, pades, strict) ? null : $"{row.Name} | want {row.Expected} | pades={Show(pades)} strict={strict.Verdict}";
    }

    public static Verdict VerdictOf(InspectedSignature signature) => signature.Verdict;

    private static string VerdictOf(PdfInspection inspection)
    {
        if (inspection.HoldsUnreadableSignature)
        {
            return "FAILED";
        }

        if (inspection.Signatures.IsEmpty)
        {
            return "NO_SIGNATURE";
        }

        // Nobody is trusted here: what is not failed cannot be better than undecided.
        return inspection.Signatures.Any(signature => signature.Verdict == Verdict.Failed) ? "FAILED" : "INDETERMINATE";
    }

    private static bool IsRight(
        string expected,
        (string Verdict, PdfInspection? Inspection, string? Error) pades,
        (string Verdict, PdfInspection? Inspection, string? Error) strict)
    {
        var signatures = pades.Inspection?.Signatures ?? [];
        if (expected.StartsWith("REJECT", StringComparison.Ordinal))
        {
            string verdict = expected.Contains("sealed") || expected.Contains("policy") ? strict.Verdict : pades.Verdict;
            return expected.Contains("sig1") ? signatures.Length > 0 && signatures[0].Verdict == Verdict.Failed
                : expected.Contains("sig2") ? signatures.Length > 1 && signatures[1].Verdict == Verdict.Failed
                : verdict is "FAILED" or "NOT_A_PDF"
                    || verdict == "NO_SIGNATURE" && (expected.Contains("NO_SIGNATURE") || expected.Contains("never") || expected.Contains("input"))
                    || expected.Contains("INDETERMINATE") && verdict == "INDETERMINATE";
        }

        if (expected.StartsWith("ACCEPT", StringComparison.Ordinal))
        {
            return signatures.Length > 0 && signatures.All(signature => signature.Intact && signature.Verdict != Verdict.Failed);
        }

        if (expected.StartsWith("NO_SIGNATURE", StringComparison.Ordinal))
        {
            return pades.Verdict == "NO_SIGNATURE" || pades.Verdict == "INDETERMINATE"
                && signatures.All(signature => signature.Kind != SignatureKind.Signature);
        }

        return !expected.StartsWith("INDETERMINATE", StringComparison.Ordinal) || pades.Verdict is "INDETERMINATE" or "NO_SIGNATURE";
    }

    private static string Show((string Verdict, PdfInspection? Inspection, string? Error) result) =>
        result.Inspection is null
            ? $"{result.Verdict} {result.Error}"
            : $"{result.Verdict} " + string.Join("; ", result.Inspection.Signatures.Select(Show))
                + string.Concat(result.Inspection.Findings.Select(finding => " !" + finding.Detail));

    private static string Show(InspectedSignature signature) =>
        $"{signature.Field} {signature.Verdict} intact={signature.Intact} {signature.ChangesAfter} ["
        + string.Join(" / ", signature.Findings.Where(finding => finding.Verdict != Verdict.Passed)
            .Select(finding => $"{finding.Check}: {finding.Detail}").Take(6)) + "]";
}
