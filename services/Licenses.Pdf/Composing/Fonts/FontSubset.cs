using System.Buffers.Binary;

namespace Licenses.Pdf.Composing.Fonts;

/// <summary>Writes a TrueType file that holds only the glyphs of one document, numbered from 0 in the given order.</summary>
internal static class FontSubset
{
    private const uint TrueTypeVersion = 0x00010000;
    private const uint ChecksumTarget = 0xB1B0AFBA; // OpenType, head.checksumAdjustment

    /// <summary>Builds the subset; glyph 0 is always the empty .notdef, which no text here refers to.</summary>
    public static ReadOnlyMemory<byte> Build(FontFile font, ReadOnlySpan<ushort> glyphs)
    {
        var closure = new GlyphClosure(font);
        closure.Add(0);
        foreach (ushort glyph in glyphs)
        {
            closure.Add(glyph);
        }

        int expected = 0;
        foreach (ushort glyph in glyphs)
        {
            expected += font.GlyphData(glyph).Length + 1;
        }

        var outlines = new FontSink(expected + 256);
        var starts = new List<int>(glyphs.Length + 16) { 0, 0 }; // .notdef is empty
        for (int i = 1; i < closure.Order.Count; i++) // the order grows while composites are written
        {
            closure.Write(closure.Order[i], outlines);
            outlines.PadTo(2);
            starts.Add(outlines.Length);
        }

        bool longLocations = outlines.Length > 0x1FFFE;
        return Assemble(
        [
            ("glyf", outlines.Written),
            ("head", Head(font, longLocations)),
            ("hhea", Patched(font.RequiredTable("hhea"), 34, (ushort)closure.Order.Count)),
            ("hmtx", Metrics(font, closure.Order)),
            ("loca", Locations(starts, longLocations)),
            ("maxp", Patched(font.RequiredTable("maxp"), 4, (ushort)closure.Order.Count)),
        ]);
    }

    private static byte[] Head(FontFile font, bool longLocations)
    {
        var head = Patched(font.RequiredTable("head"), 50, longLocations ? (ushort)1 : (ushort)0);
        head.AsSpan(8, 4).Clear(); // the adjustment is filled in over the whole file
        return head;
    }

    private static byte[] Patched(ReadOnlyMemory<byte> table, int offset, ushort value)
    {
        var copy = table.ToArray();
        BinaryPrimitives.WriteUInt16BigEndian(copy.AsSpan(offset), value);
        return copy;
    }

    private static ReadOnlyMemory<byte> Metrics(FontFile font, IReadOnlyList<ushort> order)
    {
        var sink = new FontSink(4 * order.Count);
        foreach (ushort glyph in order)
        {
            var (advance, bearing) = font.RawMetrics(glyph);
            sink.U16(advance);
            sink.U16(unchecked((ushort)bearing));
        }

        return sink.Written;
    }

    private static ReadOnlyMemory<byte> Locations(List<int> starts, bool isLong)
    {
        var sink = new FontSink(4 * starts.Count);
        foreach (int start in starts)
        {
            if (isLong)
            {
                sink.U32((uint)start);
            }
            else
            {
                sink.U16((ushort)(start / 2));
            }
        }

        return sink.Written;
    }

    private static ReadOnlyMemory<byte> Assemble(ReadOnlySpan<(string Name, ReadOnlyMemory<byte> Data)> tables)
    {
        int offset = 12 + 16 * tables.Length;
        int size = offset;
        foreach (var (_, data) in tables)
        {
            size += (data.Length + 3) & ~3;
        }

        var file = new FontSink(size);
        int power = 1 << (int)Math.Log2(tables.Length);
        file.U32(TrueTypeVersion);
        file.U16((ushort)tables.Length);
        file.U16((ushort)(power * 16));
        file.U16((ushort)Math.Log2(power));
        file.U16((ushort)((tables.Length - power) * 16));
        int headAt = 0;
        foreach (var (name, data) in tables)
        {
            file.U32(FontFile.Tag(name));
            file.U32(Checksum(data.Span));
            file.U32((uint)offset);
            file.U32((uint)data.Length);
            headAt = name == "head" ? offset : headAt;
            offset += (data.Length + 3) & ~3;
        }

        foreach (var (_, data) in tables)
        {
            file.Bytes(data.Span);
            file.PadTo(4);
        }

        file.Patch(headAt + 8, unchecked(ChecksumTarget - Checksum(file.Written.Span)));
        return file.Written;
    }

    private static uint Checksum(ReadOnlySpan<byte> data)
    {
        uint sum = 0;
        int whole = data.Length & ~3;
        for (int i = 0; i < whole; i += 4)
        {
            sum = unchecked(sum + BinaryPrimitives.ReadUInt32BigEndian(data[i..]));
        }

        Span<byte> last = stackalloc byte[4];
        data[whole..].CopyTo(last);
        return unchecked(sum + BinaryPrimitives.ReadUInt32BigEndian(last));
    }
}
