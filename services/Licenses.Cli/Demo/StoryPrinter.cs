using Spectre.Console;

namespace Licenses.Cli.Demo;

/// <summary>The story for a person: a heading per chapter, a table at its end.</summary>
internal static class StoryPrinter
{
    public static void Chapter(CliContext context, string zh, string en) =>
        context.Out.Write(new Rule($"[bold]{zh.EscapeMarkup()}[/]  {en.EscapeMarkup()}").LeftJustified());

    public static void Summary(CliContext context, StoryReport report, string folder)
    {
        var table = new Table().Border(TableBorder.Rounded).AddColumns("Step", "", "What happened");
        foreach (var step in report.Steps)
        {
            table.AddRow(step.Name.EscapeMarkup(), step.Ok ? "[green]ok[/]" : "[red]NOT AS EXPECTED[/]", step.Detail.EscapeMarkup());
        }

        Chapter(context, "小结", "Summary");
        context.Out.Write(table);
        context.Out.MarkupLineInterpolated($"{report.Documents.Count} sealed PDFs are in {folder}");
    }
}
