using Licenses.Crypto;
using Licenses.Trust;
using Licenses.Verification;
using Spectre.Console;

namespace Licenses.Cli.Trust;

/// <summary>An answer for a person: the verdict first, then the path from the anchor down, then what was tried in vain.</summary>
internal sealed class TrustAnswerPrinter(IAnsiConsole console)
{
    private const int MostSkipped = 3;

    public void Print(TrustRequest asked, TrustAnswer answer)
    {
        console.MarkupLine($"{Headline(answer.Verdict)}  [bold]{asked.File.EscapeMarkup()}[/]");
        if (asked.Question is { } question)
        {
            console.MarkupLineInterpolated($"  {question.Leaf.Subject}");
            console.MarkupLineInterpolated($"  at {question.At:u} for {question.Purpose}");
        }

        foreach (var finding in answer.Findings)
        {
            console.MarkupLine($"    {Mark(finding.Verdict)} {finding.Check}: {finding.Detail.EscapeMarkup()}");
            console.MarkupLineInterpolated($"      [grey]{finding.DetailZh}[/]");
        }

        foreach (var attempt in answer.Attempts)
        {
            var way = attempt.Certificates.Select(certificate => certificate.Subject)
                .Concat(attempt.Anchor is { } anchor ? [anchor.Certificate.Subject] : []);
            console.MarkupLineInterpolated($"    tried: {string.Join(" ← ", way)}");
            console.MarkupLineInterpolated($"      {attempt.Fault.Reason.ToStandardName()}: {attempt.Fault.Detail}");
        }

        foreach (var skipped in asked.Skipped.Take(MostSkipped))
        {
            console.MarkupLineInterpolated($"    [grey]skipped: {skipped}[/]");
        }

        if (asked.Skipped.Count > MostSkipped)
        {
            console.MarkupLineInterpolated($"    [grey]skipped: {asked.Skipped.Count - MostSkipped} more files[/]");
        }
    }

    private static string Headline(Verdict verdict) => verdict switch
    {
        Verdict.Passed => "[green]VALID 有效[/]",
        Verdict.Indeterminate => "[yellow]CANNOT TELL 无法判定[/]",
        _ => "[red]INVALID 无效[/]",
    };

    private static string Mark(Verdict verdict) => verdict switch
    {
        Verdict.Passed => "[green]✓[/]",
        Verdict.Indeterminate => "[yellow]?[/]",
        _ => "[red]✗[/]",
    };
}
