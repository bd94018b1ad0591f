using System.Buffers.Binary;

namespace Licenses.Pdf.Composing.Fonts;

/// <summary>Writes a TrueType file that holds only the glyphs of one document, numbered from 1 in the given order.</summary>
internal static class FontSubset
{
    private const int Tables = 6;
    private const int DirectoryLength = 12 + 16 * Tables;
    private const int LargestShortLocation = 0x1FFFE;

    /// <summary>Builds the subset; glyph 0 is always the empty .notdef, which no text here refers to.</summary>
    public static ReadOnlyMemory<byte> Build(FontFile font, ReadOnlySpan<ushort> glyphs)
    {
        int outlines = 0;
        foreach (ushort glyph in glyphs)
        {
            outlines += font.PackedGlyph(glyph).Length;
        }

        bool isLong = outlines > LargestShortLocation;
        int metrics = LongMetrics(font, glyphs);
        var file = new FontFileSink(Tables, DirectoryLength + outlines + 10 * glyphs.Length + 256);
        file.Begin("glyf");
        foreach (ushort glyph in glyphs)
        {
            file.Sink.Bytes(font.PackedGlyph(glyph));
        }

        file.Begin("head");
        WriteHead(file.Sink, font.Head.Span, isLong);
        file.Begin("hhea");
        WritePatched(file.Sink, font.HorizontalHeader.Span, 34, (ushort)metrics);
        file.Begin("hmtx");
        WriteMetrics(file.Sink, font, glyphs, metrics);
        file.Begin("loca");
        WriteLocations(file.Sink, font, glyphs, isLong);
        file.Begin("maxp");
        WriteProfile(file.Sink, font.Profile.Span, (ushort)(glyphs.Length + 1));
        return file.Finish();
    }

    // Glyphs from here on are all as wide as the last one, and only their bearings are written.
    private static int LongMetrics(FontFile font, ReadOnlySpan<ushort> glyphs)
    {
        int last = glyphs.Length;
        while (last > 1 && font.RawMetrics(glyphs[last - 1]).Advance == font.RawMetrics(glyphs[last - 2]).Advance)
        {
            last--;
        }

        return last + 1; // .notdef has one too
    }

    private static void WriteHead(FontSink sink, ReadOnlySpan<byte> head, bool isLong)
    {
        Span<byte> copy = stackalloc byte[FontFile.HeadLength];
        head.CopyTo(copy);
        copy.Slice(FontFileSink.AdjustmentAt, 4).Clear(); // filled in over the whole file
        BinaryPrimitives.WriteUInt16BigEndian(copy[50..], isLong ? (ushort)1 : (ushort)0);
        sink.Bytes(copy);
    }

    private static void WritePatched(FontSink sink, ReadOnlySpan<byte> table, int offset, ushort value)
    {
        sink.Bytes(table[..offset]);
        sink.U16(value);
        sink.Bytes(table[(offset + 2)..]);
    }

    // OpenType 1.9, maxp: the parts of composites now belong to the glyphs themselves; nothing is left of hinting.
    private static void WriteProfile(FontSink sink, ReadOnlySpan<byte> profile, ushort glyphs)
    {
        ushort Larger(ReadOnlySpan<byte> table, int at) => Math.Max(
            BinaryPrimitives.ReadUInt16BigEndian(table[at..]), BinaryPrimitives.ReadUInt16BigEndian(table[(at + 4)..]));
        sink.Bytes(profile[..4]);
        sink.U16(glyphs);
        sink.U16(Larger(profile, 6)); // maxPoints, maxCompositePoints
        sink.U16(Larger(profile, 8)); // maxContours, maxCompositeContours
        sink.U32(0);
        sink.U16(1); // zones: no twilight
        sink.Zeros(FontFile.ProfileLength - 16);
    }

    private static void WriteMetrics(FontSink sink, FontFile font, ReadOnlySpan<ushort> glyphs, int metrics)
    {
        var blank = font.RawMetrics(0);
        sink.U16(blank.Advance);
        sink.U16(0);
        for (int i = 0; i < glyphs.Length; i++)
        {
            var (advance, bearing) = font.RawMetrics(glyphs[i]);
            if (i + 1 < metrics)
            {
                sink.U16(advance);
            }

            sink.I16(bearing);
        }
    }

    private static void WriteLocations(FontSink sink, FontFile font, ReadOnlySpan<ushort> glyphs, bool isLong)
    {
        int start = 0;
        Write(sink, start, isLong);
        Write(sink, start, isLong); // .notdef is empty
        foreach (ushort glyph in glyphs)
        {
            start += font.PackedGlyph(glyph).Length;
            Write(sink, start, isLong);
        }

        static void Write(FontSink sink, int start, bool isLong)
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
    }
}
