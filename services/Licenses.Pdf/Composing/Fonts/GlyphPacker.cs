namespace Licenses.Pdf.Composing.Fonts;

/// <summary>
/// Writes an outline as one simple glyph without hinting (OpenType 1.9, glyf). Composites become simple ones: without
/// a header, place and width for each part a Chinese subset is an eighth smaller, and glyphs no longer need each other.
/// </summary>
internal static class GlyphPacker
{
    private const byte OnCurve = 1;
    private const byte Repeated = 8;
    private const int HeaderLength = 10;

    public static byte[] Pack(GlyphContours outline)
    {
        var points = outline.Points;
        if (points.Count == 0)
        {
            return [];
        }

        var target = new FontSink(HeaderLength + 2 * outline.Ends.Count + 4 * points.Count);
        target.I16(outline.Ends.Count);
        target.I16(points.Min(point => point.X));
        target.I16(points.Min(point => point.Y));
        target.I16(points.Max(point => point.X));
        target.I16(points.Max(point => point.Y));
        foreach (int end in outline.Ends)
        {
            target.U16((ushort)end);
        }

        target.U16(0); // no hinting program
        var flags = new byte[points.Count];
        var x = PackAxis(points, flags, point => point.X, shortBit: 2, sameBit: 16);
        var y = PackAxis(points, flags, point => point.Y, shortBit: 4, sameBit: 32);
        PackFlags(flags, target);
        target.Bytes(x.Written.Span);
        target.Bytes(y.Written.Span);
        target.PadTo(2);
        return target.Written.ToArray();
    }

    private static FontSink PackAxis(
        IReadOnlyList<GlyphPoint> points, byte[] flags, Func<GlyphPoint, int> coordinate, byte shortBit, byte sameBit)
    {
        var target = new FontSink(2 * points.Count);
        int previous = 0;
        for (int i = 0; i < points.Count; i++)
        {
            int step = coordinate(points[i]) - previous;
            previous += step;
            flags[i] |= points[i].OnCurve ? OnCurve : (byte)0;
            if (step == 0)
            {
                flags[i] |= sameBit;
            }
            else if (Math.Abs(step) < 256)
            {
                flags[i] |= step > 0 ? (byte)(shortBit | sameBit) : shortBit;
                target.U8((byte)Math.Abs(step));
            }
            else
            {
                target.I16(step);
            }
        }

        return target;
    }

    private static void PackFlags(byte[] flags, FontSink target)
    {
        for (int i = 0; i < flags.Length;)
        {
            int same = flags.AsSpan(i).IndexOfAnyExcept(flags[i]);
            int run = Math.Min(same < 0 ? flags.Length - i : same, 256);
            if (run > 2)
            {
                target.U8((byte)(flags[i] | Repeated));
                target.U8((byte)(run - 1));
            }
            else
            {
                target.Bytes(flags.AsSpan(i, run));
            }

            i += run;
        }
    }
}
