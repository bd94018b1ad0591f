using System.Buffers.Binary;
using System.Globalization;
using System.IO.Compression;
using System.Text;
using Licenses.Testing.Attacks;

namespace Licenses.Testing.Shapes;

/// <summary>Writes large documents quickly: objects in the file or in object streams, revision after revision.</summary>
public sealed class ShapeFile
{
    private const int Row = 9; // one byte for the kind, four for the place, four for generation or index

    private readonly MemoryStream _bytes = new();
    private readonly SortedDictionary<int, (byte Kind, long Place, int Index)> _entries = [];
    private long _previous = -1;
    private int _size = 1;

    public ShapeFile()
    {
        Text("%PDF-1.7\n%\u00E2\u00E3\u00CF\u00D3\n");
        _entries.Add(0, (0, 0, 65535));
    }

    /// <summary>Goes on after a finished document.</summary>
    public ShapeFile(ReadOnlySpan<byte> document, int size)
    {
        _bytes.Write(document);
        _previous = RawPdf.LastStartXref(document);
        _size = size;
    }

    /// <summary>The next object number that is free.</summary>
    public int Next => _size;

    public long Length => _bytes.Length;

    public ShapeFile Text(string text)
    {
        _bytes.Write(Encoding.Latin1.GetBytes(text));
        return this;
    }

    public ShapeFile Object(int number, string body)
    {
        Note(number, (1, Length, 0));
        return Text($"{number} 0 obj\n{body}\nendobj\n");
    }

    public ShapeFile Stream(int number, string entries, ReadOnlySpan<byte> data)
    {
        Note(number, (1, Length, 0));
        Text($"{number} 0 obj\n<< /Length {data.Length} {entries} >>\nstream\n");
        _bytes.Write(data);
        return Text("\nendstream\nendobj\n");
    }

    /// <summary>An object stream that holds these bodies under successive numbers.</summary>
    public ShapeFile ObjectStream(int container, int first, IReadOnlyList<string> bodies, string entries = "")
    {
        var index = new StringBuilder();
        var data = new StringBuilder();
        for (int i = 0; i < bodies.Count; i++)
        {
            index.Append(CultureInfo.InvariantCulture, $"{first + i} {data.Length} ");
            data.Append(bodies[i]).Append('\n');
            Note(first + i, (2, container, i));
        }

        return Stream(
            container, $"/Type /ObjStm /N {bodies.Count} /First {index.Length} /Filter /FlateDecode {entries}",
            Deflate(Encoding.Latin1.GetBytes(index.Append(data).ToString())));
    }

    /// <summary>Names an object that stands nowhere.</summary>
    public ShapeFile Free(int number)
    {
        Note(number, (0, 0, 0));
        return this;
    }

    /// <summary>Ends the revision with a table, or with a compressed stream.</summary>
    public ShapeFile End(string trailer = "", bool asStream = false)
    {
        string prev = _previous < 0 ? "" : $"/Prev {_previous} ";
        _previous = Length;
        if (asStream)
        {
            int own = _size;
            Note(own, (1, Length, 0));
            Stream(own, $"/Type /XRef /W [1 4 4] /Index [{Index()}] /Filter /FlateDecode /Size {_size} /Root 1 0 R {prev}{trailer}", Deflate(Rows()));
        }
        else
        {
            WriteTable();
            Text($"trailer\n<< /Size {_size} /Root 1 0 R {prev}{trailer} >>\n");
        }

        _entries.Clear();
        return Text($"startxref\n{_previous}\n%%EOF\n");
    }

    public byte[] ToArray() => _bytes.ToArray();

    private void Note(int number, (byte, long, int) entry)
    {
        _entries[number] = entry;
        _size = Math.Max(_size, number + 1);
    }

    private void WriteTable()
    {
        var text = new StringBuilder("xref\n");
        foreach (var (first, count) in Runs())
        {
            text.Append(CultureInfo.InvariantCulture, $"{first} {count}\n");
            for (int number = first; number < first + count; number++)
            {
                var (kind, place, _) = _entries[number];
                text.Append(CultureInfo.InvariantCulture, $"{place:D10} {(number == 0 ? 65535 : 0):D5} {(kind == 0 ? 'f' : 'n')} \n");
            }
        }

        Text(_entries.Count == 0 ? "xref\n0 0\n" : text.ToString());
    }

    private string Index() => string.Join(' ', Runs().Select(run => $"{run.First} {run.Count}"));

    private byte[] Rows()
    {
        var rows = new byte[_entries.Count * Row];
        int at = 0;
        foreach (var (kind, place, index) in _entries.Values)
        {
            rows[at] = kind;
            BinaryPrimitives.WriteUInt32BigEndian(rows.AsSpan(at + 1), (uint)place);
            BinaryPrimitives.WriteInt32BigEndian(rows.AsSpan(at + 5), index);
            at += Row;
        }

        return rows;
    }

    private IEnumerable<(int First, int Count)> Runs()
    {
        int first = -1, last = -1;
        foreach (int number in _entries.Keys)
        {
            if (number != last + 1 && first >= 0)
            {
                yield return (first, last - first + 1);
                first = -1;
            }

            first = first < 0 ? number : first;
            last = number;
        }

        if (first >= 0)
        {
            yield return (first, last - first + 1);
        }
    }

    private static byte[] Deflate(byte[] data)
    {
        using var packed = new MemoryStream();
        using (var deflate = new ZLibStream(packed, CompressionLevel.Fastest))
        {
            deflate.Write(data);
        }

        return packed.ToArray();
    }
}
