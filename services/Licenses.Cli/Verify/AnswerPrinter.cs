using Licenses.Crypto;
using Licenses.Pdf.Difference;
using Licenses.Pdf.Signing;
using Licenses.Verification;
using Spectre.Console;

namespace Licenses.Cli.Verify;

/// <summary>Answers for a person: the verdict first, then each seal, then what speaks against it.</summary>
internal sealed class AnswerPrinter(IAnsiConsole console, bool everything)
{
    public void Print(FileAnswer answer)
    {
        console.MarkupLine($"{(answer.IsNoSeal ? $"[red]{FileAnswer.NoSeal}[/]" : Coloured(answer.Verdict))}  [bold]{answer.File.EscapeMarkup()}[/]");
        if (answer.Seal is { } seal)
        {
            console.MarkupLineInterpolated($"  {seal.Name}  esID {seal.SealId}  {seal.Format}");
            console.MarkupLineInterpolated($"    maker: {seal.Maker ?? "unknown"}");
            if (seal.SigningTime is { } time)
            {
                console.MarkupLineInterpolated($"    signer: {seal.Signer ?? "unknown"}, at {time} (as the signer says)");
            }
        }

        PrintFindings(answer.Findings, everything || answer.Seal is not null); // a seal's steps are told one by one
        foreach (var signature in answer.Signatures)
        {
            Print(signature);
        }
    }

    public void PrintSum(IReadOnlyCollection<DocumentVerdict> verdicts)
    {
        var parts = verdicts.GroupBy(verdict => verdict).OrderBy(group => group.Key)
            .Select(group => $"{group.Count()} {Coloured(group.Key)}");
        console.MarkupLine($"{verdicts.Count} files: {string.Join(", ", parts)}");
    }

    private void Print(SignatureReport signature)
    {
        var reason = signature.SubIndication is { } sub ? $" ({sub.ToStandardName()})" : string.Empty;
        console.MarkupLine(
            $"  {Coloured(signature.Indication)}{reason}  {signature.Field.EscapeMarkup()}  "
            + $"{signature.Level?.ToStandardName() ?? signature.Kind.ToString().ToLowerInvariant()}  "
            + $"{(signature.Profile is SignatureProfile.Unknown or SignatureProfile.Timestamp ? "" : signature.Profile.ToStandardName() + "  ")}"
            + $"revision {signature.Revision} of {signature.Revisions}");
        console.MarkupLineInterpolated($"    signer: {signature.Signer ?? "unknown"}");
        if (signature.Seal is { } seal)
        {
            console.MarkupLineInterpolated($"    seal:   {seal.Info.Name} ({seal.Info.SealId}), {seal.Format.ToStandardName()}, made by {seal.Maker?.Subject ?? "unknown"}");
        }

        if (signature.SigningTime is { } time)
        {
            console.MarkupLineInterpolated($"    time:   {time:yyyy-MM-dd HH:mm:ss zzz} (as the signer says)");
        }

        console.MarkupLineInterpolated($"    best:   {signature.BestSignatureTime:yyyy-MM-dd HH:mm:ss zzz} (best signature time: it existed by then)");
        if ((everything || signature.Indication != Indication.TotalPassed) && signature.BuildingBlock.Length > 0)
        {
            console.MarkupLineInterpolated(
                $"    decided by {signature.Process.ToStandardName()} / {signature.BuildingBlock} (EN 319 102-1)");
        }

        if (signature.NextLevel is { } next)
        {
            console.MarkupLineInterpolated($"    level:  {signature.Level?.ToStandardName() ?? "none"}; {next.En}");
            console.MarkupLineInterpolated($"      [grey]{next.Zh}[/]");
        }

        if (signature.ChangesAfter != ChangeLevel.None)
        {
            console.MarkupLineInterpolated($"    [yellow]changed afterwards: {signature.ChangesAfter.ToStandardName()}[/]");
        }

        PrintFindings(signature.Findings, everything);
    }

    private void PrintFindings(IEnumerable<Finding> findings, bool all)
    {
        foreach (var finding in findings.Where(finding => all || finding.IsNote || finding.Verdict != Verdict.Passed))
        {
            var place = finding.Offset is { } offset && !finding.Detail.Contains($"(byte {offset})", StringComparison.Ordinal)
                ? $" (byte {offset})"
                : string.Empty;
            console.MarkupLine(
                $"    {Coloured(finding.Verdict)} {finding.Check}: {(finding.Detail + place).EscapeMarkup()}");
            console.MarkupLineInterpolated($"      [grey]{finding.DetailZh}[/]");
        }
    }

    private static string Coloured(DocumentVerdict verdict) => verdict switch
    {
        DocumentVerdict.Passed => $"[green]{verdict.ToStandardName()}[/]",
        DocumentVerdict.Indeterminate or DocumentVerdict.NoSignature => $"[yellow]{verdict.ToStandardName()}[/]",
        _ => $"[red]{verdict.ToStandardName()}[/]",
    };

    private static string Coloured(Indication indication) => indication switch
    {
        Indication.TotalPassed => "[green]✓ TOTAL_PASSED[/]",
        Indication.Indeterminate => "[yellow]? INDETERMINATE[/]",
        _ => "[red]✗ TOTAL_FAILED[/]",
    };

    private static string Coloured(Verdict verdict) => verdict switch
    {
        Verdict.Passed => "[green]✓[/]",
        Verdict.Indeterminate => "[yellow]?[/]",
        _ => "[red]✗[/]",
    };
}
