namespace Licenses.Pdf.Composing.Fonts;

/// <summary>Renumbers glyphs for a subset and takes along the parts that composite glyphs are made of.</summary>
internal sealed class GlyphClosure(FontFile font)
{
    private const int MaxComponents = 64;
    private const ushort WordArguments = 0x0001;
    private const ushort Scaled = 0x0008;
    private const ushort MoreComponents = 0x0020;
    private const ushort ScaledByAxis = 0x0040;
    private const ushort Matrix = 0x0080;
    private const ushort Instructed = 0x0100;

    private readonly List<ushort> _order = [];
    private readonly Dictionary<ushort, ushort> _parts = [];

    /// <summary>Original glyphs in their new order: those asked for first, then parts of composites.</summary>
    public IReadOnlyList<ushort> Order => _order;

    public void Add(ushort glyph) => _order.Add(glyph);

    /// <summary>
    /// The outline of one glyph without hinting programs (they need tables that a subset leaves out), its parts
    /// renumbered. New parts join the end of <see cref="Order"/>.
    /// </summary>
    public void Write(ushort glyph, FontSink sink)
    {
        var data = font.GlyphData(glyph);
        if (data.IsEmpty)
        {
            return;
        }

        var reader = new FontReader(data);
        int contours = reader.I16(0);
        if (contours >= 0)
        {
            WriteSimple(reader, contours, sink);
        }
        else
        {
            WriteComposite(reader, sink);
        }
    }

    private static void WriteSimple(FontReader reader, int contours, FontSink sink)
    {
        int instructionsAt = 10 + 2 * contours;
        int instructions = contours == 0 ? 0 : reader.U16(instructionsAt);
        int rest = instructionsAt + 2 + instructions;
        sink.Bytes(reader.Slice(0, instructionsAt));
        sink.U16(0);
        sink.Bytes(reader.Slice(rest, Math.Max(0, reader.Length - rest)));
    }

    private void WriteComposite(FontReader reader, FontSink sink)
    {
        sink.Bytes(reader.Slice(0, 10));
        int at = 10;
        for (int i = 0; i < MaxComponents; i++)
        {
            ushort flags = reader.U16(at);
            int length = ComponentLength(flags);
            sink.U16((ushort)(flags & ~Instructed));
            sink.U16(Renumber(reader.U16(at + 2)));
            sink.Bytes(reader.Slice(at + 4, length - 4));
            at += length;
            if ((flags & MoreComponents) == 0)
            {
                return;
            }
        }

        throw new FontFormatException($"A composite glyph has more than {MaxComponents} parts", at);
    }

    internal static int ComponentLength(ushort flags) =>
        4 + ((flags & WordArguments) != 0 ? 4 : 2)
        + ((flags & Scaled) != 0 ? 2 : (flags & ScaledByAxis) != 0 ? 4 : (flags & Matrix) != 0 ? 8 : 0);

    private ushort Renumber(ushort part)
    {
        if (!_parts.TryGetValue(part, out ushort number))
        {
            number = checked((ushort)_order.Count);
            _parts[part] = number;
            _order.Add(part);
        }

        return number;
    }
}
