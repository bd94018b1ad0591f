using System.Globalization;
using System.Text;

namespace Licenses.Testing.Attacks;

/// <summary>
/// Writes a PDF exactly as told, right or wrong: an attack states what it writes, and nothing is mended on the way.
/// Text goes out as Latin-1.
/// </summary>
public sealed class RawPdf
{
    private readonly MemoryStream _bytes = new();

    /// <summary>Begins with a header.</summary>
    public RawPdf(string header = "%PDF-1.7\n%\u00E2\u00E3\u00CF\u00D3\n") => Write(header);

    /// <summary>Goes on after a finished document.</summary>
    public RawPdf(ReadOnlySpan<byte> document)
    {
        _bytes.Write(document);
        Previous = LastStartXref(document);
    }

    public long Length => _bytes.Length;

    /// <summary>Where the newest cross-reference section is; -1 before there is one.</summary>
    public long Previous { get; private set; } = -1;

    public static byte[] Encode(string text) => Encoding.Latin1.GetBytes(text);

    public static string Stream(string dictionaryEntries, string data) =>
        $"<< {dictionaryEntries} /Length {Encode(data).Length} >>\nstream\n{data}\nendstream";

    /// <summary>What the last startxref of a document says.</summary>
    public static long LastStartXref(ReadOnlySpan<byte> document)
    {
        int found = document.LastIndexOf("startxref"u8);
        var digits = document[(found + 9)..].TrimStart("\r\n "u8);
        int end = digits.IndexOfAnyExceptInRange((byte)'0', (byte)'9');
        return long.Parse(Encoding.ASCII.GetString(end < 0 ? digits : digits[..end]), CultureInfo.InvariantCulture);
    }

    public RawPdf Write(string text)
    {
        _bytes.Write(Encode(text));
        return this;
    }

    /// <summary>Writes one object and gives its offset.</summary>
    public long WriteObject(int number, string body, int generation = 0)
    {
        long offset = Length;
        Write($"{number} {generation} obj\n{body}\nendobj\n");
        return offset;
    }

    /// <summary>Writes a whole revision: objects, cross-reference, trailer, startxref.</summary>
    public RawPdf Append(RawRevision revision)
    {
        ArgumentNullException.ThrowIfNull(revision);
        Write(revision.Before);
        var entries = new SortedDictionary<int, string>();
        foreach ((int number, string body) in revision.Objects)
        {
            entries[number] = Entry(WriteObject(number, body), 0, 'n');
        }

        foreach (int number in revision.Freed)
        {
            entries[number] = Entry(0, 1, 'f');
        }

        foreach ((int number, string entry) in revision.Entries)
        {
            entries[number] = entry;
        }

        Write(revision.BeforeXref);
        long xref = Length;
        if (revision.AsStream)
        {
            WriteXrefStream(revision, entries, xref);
        }
        else
        {
            Write("xref\n");
            WriteTable(entries);
            Write($"trailer\n{Trailer(revision)}\n");
        }

        Write($"startxref\n{revision.StartXref ?? xref}\n%%EOF\n");
        Previous = xref;
        return this;
    }

    public byte[] ToArray() => _bytes.ToArray();

    /// <summary>One entry of a cross-reference table, 20 bytes.</summary>
    public static string Entry(long offset, int generation, char kind) =>
        string.Create(CultureInfo.InvariantCulture, $"{offset:D10} {generation:D5} {kind} \n");

    private void WriteTable(SortedDictionary<int, string> entries)
    {
        int[] numbers = [.. entries.Keys];
        for (int from = 0; from < numbers.Length;)
        {
            int to = from + 1;
            while (to < numbers.Length && numbers[to] == numbers[to - 1] + 1)
            {
                to++;
            }

            Write($"{numbers[from]} {to - from}\n");
            for (; from < to; from++)
            {
                Write(entries[numbers[from]]);
            }
        }
    }

    private void WriteXrefStream(RawRevision revision, SortedDictionary<int, string> entries, long xref)
    {
        int own = revision.Size - 1;
        entries[own] = Entry(xref, 0, 'n');
        var rows = new StringBuilder();
        var index = new StringBuilder();
        foreach ((int number, string entry) in entries)
        {
            index.Append(CultureInfo.InvariantCulture, $"{number} 1 ");
            bool isPacked = entry[17] == 'c'; // "container, index": an object stream holds it
            long second = long.Parse(entry[..10], CultureInfo.InvariantCulture);
            int third = int.Parse(entry[11..16], CultureInfo.InvariantCulture);
            rows.Append(CultureInfo.InvariantCulture, $"{(isPacked ? 2 : entry[17] == 'n' ? 1 : 0):X2}{second:X8}{third:X4}");
        }

        string previous = Previous < 0 ? "" : $" /Prev {revision.Prev ?? Previous}";
        WriteObject(own, Stream(
            $"/Type /XRef /W [1 4 2] /Index [{index}] /Filter /ASCIIHexDecode /Size {revision.Size} /Root {revision.Root}{previous} {revision.TrailerExtra}",
            rows.Append('>').ToString()));
    }

    private string Trailer(RawRevision revision)
    {
        string previous = Previous < 0 && revision.Prev is null ? "" : $" /Prev {revision.Prev ?? Previous}";
        return $"<< /Size {revision.Size} /Root {revision.Root} /ID [<0102><0304>]{previous} {revision.TrailerExtra} >>";
    }
}
