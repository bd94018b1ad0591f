using System.Text;

namespace Licenses.Pdf.Composing.Fonts;

/// <summary>A TrueType font, alone or one face of a collection, parsed once and shared by every document.</summary>
public sealed class FontFile
{
    private const int MaxFileBytes = 64 * 1024 * 1024;
    private const int MaxTables = 64;
    private const uint CollectionTag = 0x74746366; // "ttcf"

    internal const int HeadLength = 54;
    internal const int ProfileLength = 32;
    private const int HorizontalHeaderLength = 36;

    private readonly FontReader _file;
    private readonly Dictionary<uint, ReadOnlyMemory<byte>> _tables;
    private readonly CharacterMap _characters;
    private readonly FontReader _metrics;
    private readonly FontReader _locations;
    private readonly FontReader _glyphs;
    private readonly int _longMetrics;
    private readonly bool _longLocations;
    private readonly byte[]?[] _packed;

    private FontFile(ReadOnlyMemory<byte> data, int face)
    {
        _file = new FontReader(data);
        _tables = ReadDirectory(face);
        Head = Table("head").Memory(0, HeadLength);
        HorizontalHeader = Table("hhea").Memory(0, HorizontalHeaderLength);
        Profile = Table("maxp").Memory(0, ProfileLength);
        var head = new FontReader(Head);
        var horizontal = new FontReader(HorizontalHeader);
        UnitsPerEm = head.U16(18);
        if (UnitsPerEm is < 16 or > 16384)
        {
            throw new FontFormatException($"A design size of {UnitsPerEm} units is outside 16 to 16384", 18);
        }

        Bounds = new FontBounds(Scale(head.I16(36)), Scale(head.I16(38)), Scale(head.I16(40)), Scale(head.I16(42)));
        _longLocations = head.I16(50) != 0;
        GlyphCount = new FontReader(Profile).U16(4);
        _packed = new byte[GlyphCount][];
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

    internal ReadOnlyMemory<byte> Head { get; }

    internal ReadOnlyMemory<byte> HorizontalHeader { get; }

    /// <summary>The table "maxp".</summary>
    internal ReadOnlyMemory<byte> Profile { get; }

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
            throw NoSuchGlyph(glyph);
        }

        long start = _longLocations ? _locations.U32(4L * glyph) : 2L * _locations.U16(2L * glyph);
        long end = _longLocations ? _locations.U32(4L * glyph + 4) : 2L * _locations.U16(2L * glyph + 2);
        return _glyphs.Memory(start, end - start);
    }

    /// <summary>A glyph as every subset holds it; made when first asked for. Empty for a space.</summary>
    internal ReadOnlySpan<byte> PackedGlyph(ushort glyph) => glyph < GlyphCount
        ? _packed[glyph] ??= GlyphPacker.Pack(GlyphReader.Read(this, glyph)) // made twice at worst, and alike
        : throw NoSuchGlyph(glyph);

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

    private FontFormatException NoSuchGlyph(int glyph) => new($"Glyph {glyph} is outside the font's {GlyphCount}", 0);

    private FontReader Table(string name) => _tables.TryGetValue(Tag(name), out var table)
        ? new FontReader(table)
        : throw new FontFormatException($"The font has no '{name}' table", 0);
}
