using System.Buffers.Binary;
using Licenses.Pdf.Composing.Fonts;

namespace Licenses.Tests.Pdf.Composing;

/// <summary>Writes small TrueType fonts for tests, honest and hostile ones.</summary>
internal static class FontBuilder
{
    private static readonly byte[] HorizontalHeader = Patched(36, (34, 1));

    /// <summary>A subset, which has no character map, as a font that can be read.</summary>
    public static FontFile Read(ReadOnlyMemory<byte> subset)
    {
        var reader = new FontReader(subset);
        var tables = new List<(string, byte[])> { ("cmap", OneSegment(0x41, 0x41)) };
        for (int i = 0; i < reader.U16(4); i++)
        {
            int record = 12 + 16 * i;
            string name = System.Text.Encoding.ASCII.GetString(reader.Slice(record, 4));
            tables.Add((name, reader.Slice(reader.U32(record + 8), reader.U32(record + 12)).ToArray()));
        }

        return FontFile.Parse(Assemble([.. tables]));
    }

    /// <summary>Glyph 0 is an outline; each further one is made of the one before it, many times.</summary>
    /// <param name="depth">How many further ones; with none, glyph 0 is made of itself.</param>
    public static byte[] NestedGlyphs(int depth, int partsEach)
    {
        byte[] square = [0, 1, 0, 0, 0, 0, 0, 9, 0, 9, 0, 2, 0, 0, 0x31, 0x33, 0x35, 9, 9, 0];
        var glyphs = new List<byte[]> { depth == 0 ? Composite(0, partsEach) : square };
        for (int i = 0; i < depth; i++)
        {
            glyphs.Add(Composite(i, partsEach));
        }

        byte[] places = new byte[4 * (glyphs.Count + 1)];
        for (int i = 0, start = 0; i < glyphs.Count; i++)
        {
            start += glyphs[i].Length;
            BinaryPrimitives.WriteInt32BigEndian(places.AsSpan(4 * (i + 1)), start);
        }

        return Font(OneSegment(0x41, 0x41), [.. glyphs.SelectMany(glyph => glyph)], places, glyphs.Count);
    }

    /// <summary>A character map of many segments that all claim the whole plane.</summary>
    public static byte[] OverlappingSegments(int count)
    {
        var map = new byte[28 + 8 * count];
        WriteMapHeader(map, count);
        for (int i = 0; i < count; i++)
        {
            BinaryPrimitives.WriteUInt16BigEndian(map.AsSpan(26 + 2 * i), 0xFFFE);
        }

        return Font(map, [0, 0], new byte[8], 1);
    }

    private static byte[] Font(byte[] map, byte[] glyphs, byte[] places, int count) => Assemble(
    [
        ("cmap", map),
        ("glyf", glyphs),
        ("head", Patched(54, (18, 1000), (50, 1))),
        ("hhea", HorizontalHeader),
        ("hmtx", new byte[2 + 2 * count]),
        ("loca", places),
        ("maxp", Patched(32, (4, count))),
    ]);

    private static byte[] Assemble(ReadOnlySpan<(string Name, byte[] Data)> tables)
    {
        var file = new FontFileSink(tables.Length, 1024);
        foreach (var (name, data) in tables)
        {
            file.Begin(name);
            file.Sink.Bytes(data);
        }

        return file.Finish().ToArray();
    }

    private static byte[] Composite(int part, int times)
    {
        var glyph = new List<byte> { 0xFF, 0xFF, 0, 0, 0, 0, 0, 9, 0, 9 };
        for (int i = 0; i < times; i++)
        {
            glyph.AddRange([0, (byte)(i + 1 < times ? 0x22 : 0x02), 0, (byte)part, 1, 1]);
        }

        return [.. glyph];
    }

    private static byte[] OneSegment(int start, int end)
    {
        var map = new byte[36];
        WriteMapHeader(map, 1);
        BinaryPrimitives.WriteUInt16BigEndian(map.AsSpan(26), (ushort)end);
        BinaryPrimitives.WriteUInt16BigEndian(map.AsSpan(30), (ushort)start);
        return map;
    }

    // One encoding record (Windows, Unicode) that leads to a subtable of format 4.
    private static void WriteMapHeader(Span<byte> map, int segments)
    {
        ReadOnlySpan<byte> header = [0, 0, 0, 1, 0, 3, 0, 1, 0, 0, 0, 12, 0, 4];
        header.CopyTo(map);
        BinaryPrimitives.WriteUInt16BigEndian(map[18..], (ushort)(2 * segments));
    }

    private static byte[] Patched(int length, params ReadOnlySpan<(int At, int Value)> values)
    {
        var table = new byte[length];
        foreach (var (at, value) in values)
        {
            BinaryPrimitives.WriteUInt16BigEndian(table.AsSpan(at), (ushort)value);
        }

        return table;
    }
}
