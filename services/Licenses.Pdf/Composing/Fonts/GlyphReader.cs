namespace Licenses.Pdf.Composing.Fonts;

/// <summary>
/// Reads one glyph of a TrueType font, and what it is composed of, into one outline (OpenType 1.9, glyf). Bounded in
/// depth, parts and points together: a hostile font ends in a <see cref="FontFormatException"/>.
/// </summary>
internal sealed class GlyphReader
{
    private const int MaxDepth = 6;
    private const int MaxParts = 256; // of one glyph, at all depths
    private const int MaxPoints = 16_000;
    private const int MaxCoordinate = 16_383; // the distance of two points then fits 16 bits
    private const ushort ArgumentsAreWords = 0x0001;
    private const ushort ArgumentsAreOffsets = 0x0002;
    private const ushort HasScale = 0x0008;
    private const ushort HasMore = 0x0020;
    private const ushort HasScaleByAxis = 0x0040;
    private const ushort HasMatrix = 0x0080;
    private const ushort OffsetIsScaled = 0x0800;

    private readonly FontFile _font;
    private readonly List<GlyphPoint> _points = [];
    private readonly List<int> _ends = [];
    private int _parts;

    private GlyphReader(FontFile font) => _font = font;

    public static GlyphContours Read(FontFile font, ushort glyph)
    {
        var reader = new GlyphReader(font);
        reader.Add(glyph, 0);
        return new GlyphContours(reader._points, reader._ends);
    }

    private void Add(int glyph, int depth)
    {
        var data = new FontReader(_font.GlyphData(glyph));
        if (data.Length == 0) // a space
        {
            return;
        }

        int contours = data.I16(0);
        if (contours < 0)
        {
            AddParts(data, depth);
        }
        else if (contours > 0)
        {
            AddSimple(data, contours);
        }
    }

    private void AddParts(FontReader data, int depth)
    {
        if (depth >= MaxDepth)
        {
            throw new FontFormatException($"Composite glyphs nest deeper than {MaxDepth}", 0);
        }

        int at = 10;
        ushort flags;
        do
        {
            if (++_parts > MaxParts)
            {
                throw new FontFormatException($"A composite glyph has more than {MaxParts} parts", at);
            }

            flags = data.U16(at);
            bool words = (flags & ArgumentsAreWords) != 0;
            int first = words ? data.I16(at + 4) : unchecked((sbyte)data.U8(at + 4));
            int second = words ? data.I16(at + 6) : unchecked((sbyte)data.U8(at + 5));
            int scaleAt = at + (words ? 8 : 6);
            int start = _points.Count;
            Add(data.U16(at + 2), depth + 1);
            var scale = Scale.Read(data, flags, scaleAt);
            var (x, y) = (flags & ArgumentsAreOffsets) != 0
                ? scale.Offset(first, second, (flags & OffsetIsScaled) != 0)
                : Match(start, first & (words ? 0xFFFF : 0xFF), second & (words ? 0xFFFF : 0xFF), scale, at);
            Move(start, scale, x, y);
            at = scaleAt + scale.Length;
        }
        while ((flags & HasMore) != 0);
    }

    // The part is placed so that one of its points falls on one that stands already.
    private (double X, double Y) Match(int start, int standing, int own, Scale scale, int at)
    {
        if (standing >= start || start + own >= _points.Count)
        {
            throw new FontFormatException("A part is to be placed at a point that is not there", at);
        }

        var (x, y) = scale.Apply(_points[start + own].X, _points[start + own].Y);
        return (_points[standing].X - x, _points[standing].Y - y);
    }

    private void Move(int start, Scale scale, double right, double up)
    {
        for (int i = start; i < _points.Count; i++)
        {
            var point = _points[i];
            var (x, y) = scale.Apply(point.X, point.Y);
            _points[i] = Checked(Math.Round(x + right), Math.Round(y + up), point.OnCurve, 0);
        }
    }

    private void AddSimple(FontReader data, int contours)
    {
        int start = _points.Count;
        int previous = -1;
        for (int i = 0; i < contours; i++)
        {
            int end = data.U16(10 + 2 * i);
            if (end <= previous || start + end >= MaxPoints)
            {
                throw new FontFormatException("A contour's end is out of order, or a glyph has too many points", 10 + 2 * i);
            }

            _ends.Add(start + end);
            previous = end;
        }

        AddPoints(data, 12 + 2 * contours + data.U16(10 + 2 * contours), previous + 1);
    }

    private void AddPoints(FontReader data, int at, int count)
    {
        var flags = new byte[count];
        for (int i = 0; i < count;)
        {
            byte flag = data.U8(at++);
            int repeat = (flag & 8) != 0 ? data.U8(at++) : 0;
            for (; repeat >= 0 && i < count; repeat--)
            {
                flags[i++] = flag;
            }
        }

        var x = ReadAxis(data, ref at, flags, shortBit: 2, sameBit: 16);
        var y = ReadAxis(data, ref at, flags, shortBit: 4, sameBit: 32);
        for (int i = 0; i < count; i++)
        {
            _points.Add(Checked(x[i], y[i], (flags[i] & 1) != 0, at));
        }
    }

    private static int[] ReadAxis(FontReader data, ref int at, byte[] flags, byte shortBit, byte sameBit)
    {
        var values = new int[flags.Length];
        int value = 0;
        for (int i = 0; i < flags.Length; i++)
        {
            bool same = (flags[i] & sameBit) != 0;
            if ((flags[i] & shortBit) != 0)
            {
                int step = data.U8(at++);
                value += same ? step : -step;
            }
            else if (!same)
            {
                value += data.I16(at);
                at += 2;
            }

            values[i] = value;
        }

        return values;
    }

    private static GlyphPoint Checked(double x, double y, bool onCurve, int at) =>
        Math.Abs(x) <= MaxCoordinate && Math.Abs(y) <= MaxCoordinate
            ? new GlyphPoint((int)x, (int)y, onCurve)
            : throw new FontFormatException($"A point lies beyond {MaxCoordinate} units", at);

    private readonly record struct Scale(double XX, double XY, double YX, double YY, int Length)
    {
        public static Scale Read(FontReader data, ushort flags, int at)
        {
            double F2Dot14(int offset) => data.I16(offset) / 16384.0;
            return (flags & (HasScale | HasScaleByAxis | HasMatrix)) switch
            {
                HasScale => new Scale(F2Dot14(at), 0, 0, F2Dot14(at), 2),
                HasScaleByAxis => new Scale(F2Dot14(at), 0, 0, F2Dot14(at + 2), 4),
                HasMatrix => new Scale(F2Dot14(at), F2Dot14(at + 2), F2Dot14(at + 4), F2Dot14(at + 6), 8),
                0 => new Scale(1, 0, 0, 1, 0),
                _ => throw new FontFormatException("A part of a glyph is scaled in two ways", at),
            };
        }

        public (double X, double Y) Apply(double x, double y) => (XX * x + YX * y, XY * x + YY * y);

        public (double X, double Y) Offset(double x, double y, bool isScaled) => isScaled
            ? (x * double.Hypot(XX, XY), y * double.Hypot(YX, YY))
            : (x, y);
    }
}
