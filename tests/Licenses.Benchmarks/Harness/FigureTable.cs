namespace Licenses.Benchmarks.Harness;

/// <summary>Prints a run as a Markdown table, ready for a README.</summary>
internal static class FigureTable
{
    public static void Print(Run run, TextWriter output)
    {
        output.WriteLine();
        output.WriteLine("| figure | value | baseline, same run | ratio | aim |");
        output.WriteLine("|---|---|---|---|---|");
        foreach (var row in run.Rows)
        {
            var reached = row.IsReached switch { true => " (reached)", false => " (**missed**)", null => "" };
            output.WriteLine($"| {row.Figure} | {row.Value} | {row.Baseline} | {row.Ratio} | {row.Aim}{reached} |");
        }

        foreach (var note in run.Notes)
        {
            output.WriteLine();
            output.WriteLine(note);
        }
    }
}
