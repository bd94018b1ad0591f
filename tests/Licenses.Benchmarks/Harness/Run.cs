using System.Globalization;

namespace Licenses.Benchmarks.Harness;

/// <summary>One run of the program: how long to measure, and the table that grows line by line.</summary>
internal sealed class Run(RunOptions options) : IDisposable
{
    private readonly List<Row> _rows = [];
    private readonly List<string> _notes = [];

    public RunOptions Options => options;

    /// <summary>How long each side of a comparison is measured.</summary>
    public TimeSpan Period => options.Period;

    /// <summary>Too short to be quoted: only to see that everything runs.</summary>
    public bool IsQuick => Period < TimeSpan.FromSeconds(1);

    /// <summary>A folder that goes away with the run.</summary>
    public DirectoryInfo Folder { get; } = Directory.CreateTempSubdirectory("licenses-benchmarks-");

    public IReadOnlyList<string> Notes => _notes;

    public IReadOnlyList<Row> Rows => _rows;

    public void Add(Row row)
    {
        _rows.Add(row);
        Console.Error.WriteLine($"  {row.Figure}: {row.Value}{(row.Ratio.Length > 0 ? $" ({row.Ratio})" : "")}");
    }

    /// <summary>A sentence below the table.</summary>
    public void Note(string sentence) => _notes.Add(sentence);

    public void Dispose() => Folder.Delete(recursive: true);

    public static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
