using Spectre.Console;

namespace Licenses.Cli.Remote;

/// <summary>Rows of the catalogue as a table, or as one JSON object a line.</summary>
internal sealed record CatalogView(CliContext Context, string? Code, bool IsJson)
{
    public void Show(string[] columns, IEnumerable<string[]> rows)
    {
        if (IsJson)
        {
            foreach (var row in rows)
            {
                Context.Lines.WriteLine(Json.Line(columns.Zip(row).ToDictionary(cell => KeyOf(cell.First), cell => cell.Second)));
            }

            return;
        }

        var table = new Table().Border(TableBorder.Rounded).AddColumns(columns);
        foreach (var row in rows)
        {
            table.AddRow(row.Select(cell => cell.EscapeMarkup()).ToArray());
        }

        Context.Out.Write(table);
    }

    /// <summary>"English name" becomes englishName.</summary>
    private static string KeyOf(string column)
    {
        var words = column.Split(' ');
        return words[0].ToLowerInvariant()
            + string.Concat(words.Skip(1).Select(word => char.ToUpperInvariant(word[0]) + word[1..]));
    }
}
