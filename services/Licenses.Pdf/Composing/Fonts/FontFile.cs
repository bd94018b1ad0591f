using System.Text;

namespace Licenses.Pdf.Composing.Fonts;

/// <summary>A TrueType font, alone or one face of a collection, parsed once and shared by every document.</summary>
public sealed class FontFile
{
    private const int MaxFileBytes = 64 * 1024 * 1024;
    private const int MaxTables = 64;
    private const uint CollectionTag = 0x74746366; // "ttcf"

    private readonly FontReader _file;
    private readonly Dictionary<uint, ReadOnlyMemory<byte>> _tables;
    private readonly CharacterMap _characters;
    private readonly FontReader _metrics;
    private readonly FontReader _locations;
    private readonly FontReader _glyphs;
    private readonly int _longMetrics;
    private readonly bool _longLocations;

    private FontFile(ReadOnlyMemory<byte> data, int face)
    {
        _file = new FontReader(data);
        _tables = ReadDirectory(face);
        var head = Table("head");
        var horizontal = Table("hhea");
        UnitsPerEm = head.U16(18);
        if (UnitsPerEm is < 16 or > 16384)
        {
            throw new FontFormatException($"A design size of {UnitsPerEm} units is outside 16 to 16384", 18);
        }

        Bounds = new FontBounds(Scale(head.I16(36)), Scale(head.I16(38)), Scale(head.I16(40)), Scale(head.I16(42)));
        _longLocations = head.I16(50) != 0;
        GlyphCount = Table("maxp").U16(4);
        Ascent = Scale(horizontal.I16(4));
        Descent = Scale(horizontal.I16(6));
        _longMetrics = Math.Min(horizontal.U16(34), (ushort)GlyphCount);
        _metrics = Table("hmtx");
        _locations = Table("loca");
        _glyphs = Table("glyf");
        _characters = CharacterMap.Decode(_tables[Tag("cmap")], GlyphCount);
        PostScriptName = FontName.Read(_tables.GetValueOrDefault(Tag("name"))) ?? "Font";
        if (_longMetrics == 0)
        {
            throw new FontFormatException("The font has no widths", 34);
        }
    }

    public string PostScriptName { get; }

    public int GlyphCount { get; }

    /// <summary>Height above the baseline, in thousandths of the font size.</summary>
    public int Ascent { get; }

    /// <summary>Depth below the baseline (negative), in thousandths of the font size.</summary>
    public int Descent { get; }

    internal int UnitsPerEm { get; }

    internal FontProgramCache Programs { get; } = new();

    internal FontBounds Bounds { get; }

    /// <summary>Reads a font; <paramref name="face"/> chooses within a collection. Throws <see cref="FontFormatException"/>.</summary>
    public static FontFile Parse(ReadOnlyMemory<byte> data, int face = 0) =>
        data.Length <= MaxFileBytes
            ? new FontFile(data, face)
            : throw new FontFormatException($"A font of more than {MaxFileBytes} bytes is not read", MaxFileBytes);

    /// <summary>The glyph that shows a character; 0 where the font has none.</summary>
    public ushort GlyphOf(Rune character) => _characters[character];

    /// <summary>How far the pen moves after a glyph, in thousandths of the font size.</summary>
    public int AdvanceOf(ushort glyph) => Scale(RawMetrics(glyph).Advance);

    internal (ushort Advance, short Bearing) RawMetrics(ushort glyph) => glyph < _longMetrics
        ? (_metrics.U16(4L * glyph), _metrics.I16(4L * glyph + 2))
        : (_metrics.U16(4L * (_longMetrics - 1)), _metrics.I16(4L * _longMetrics + 2L * (glyph - _longMetrics)));

    /// <summary>A glyph's outline as the font stores it; empty for a space.</summary>
    internal ReadOnlyMemory<byte> GlyphData(int glyph)
    {
        if (glyph < 0 || glyph >= GlyphCount)
        {
            throw new FontFormatException($"Glyph {glyph} is outside the font's {GlyphCount}", 0);
        }

        long start = _longLocations ? _locations.U32(4L * glyph) : 2L * _locations.U16(2L * glyph);
        long end = _longLocations ? _locations.U32(4L * glyph + 4) : 2L * _locations.U16(2L * glyph + 2);
        return _glyphs.Memory(start, end - start);
    }

    internal ReadOnlyMemory<byte> RequiredTable(string name) => Table(name).Memory(0, Table(name).Length);

    internal int Scale(int units) => (int)Math.Round(units * 1000.0 / UnitsPerEm, MidpointRounding.AwayFromZero);

    internal static uint Tag(string name) =>
        (uint)name[0] << 24 | (uint)name[1] << 16 | (uint)name[2] << 8 | name[3];

    private Dictionary<uint, ReadOnlyMemory<byte>> ReadDirectory(int face)
    {
        long at = 0;
        if (_file.U32(0) == CollectionTag)
        {
            if (face < 0 || face >= _file.U32(8))
            {
                throw new FontFormatException($"The collection has {_file.U32(8)} faces, none with index {face}", 8);
            }

            at = _file.U32(12 + 4L * face);
        }

        int count = _file.U16(at + 4);
        if (count > MaxTables)
        {
            throw new FontFormatException($"A font with {count} tables is not read", at + 4);
        }

        var tables = new Dictionary<uint, ReadOnlyMemory<byte>>();
        for (int i = 0; i < count; i++)
        {
            long record = at + 12 + 16L * i;
            tables[_file.U32(record)] = _file.Memory(_file.U32(record + 8), _file.U32(record + 12));
        }

        if (!tables.ContainsKey(Tag("glyf")) || !tables.ContainsKey(Tag("cmap")))
        {
            throw new FontFormatException("The font has no TrueType outlines or no character map", at);
        }

        return tables;
    }

    private FontReader Table(string name) => _tables.TryGetValue(Tag(name), out var table)
        ? new FontReader(table)
        : throw new FontFormatException($"The font has no '{name}' table", 0);
}
