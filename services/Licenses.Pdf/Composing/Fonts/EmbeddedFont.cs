using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using Licenses.Pdf.Syntax;
using static Licenses.Pdf.Composing.PdfObjects;

namespace Licenses.Pdf.Composing.Fonts;

/// <summary>
/// One font as one document uses it: gives out character codes in order of first use, then becomes a Type0 font over
/// an embedded subset (ISO 32000-2, 9.7; Identity-H, code = CID = glyph of the subset).
/// </summary>
internal sealed class EmbeddedFont(FontFile font)
{
    private static ReadOnlySpan<byte> ToUnicodeHead =>
        """
        /CIDInit/ProcSet findresource begin
        12 dict begin
        begincmap
        /CIDSystemInfo<</Registry(Adobe)/Ordering(UCS)/Supplement 0>>def
        /CMapName/Adobe-Identity-UCS def
        /CMapType 2 def
        1 begincodespacerange
        <0000><FFFF>
        endcodespacerange

        """u8;

    private readonly Dictionary<Rune, ushort> _codes = [];
    private readonly List<Rune> _characters = [];
    private readonly List<ushort> _glyphs = [];

    public bool IsUsed => _glyphs.Count > 0;

    /// <summary>The two-byte code for a character in this document.</summary>
    public ushort CodeOf(Rune character, ushort glyph)
    {
        if (!_codes.TryGetValue(character, out ushort code))
        {
            _characters.Add(character);
            _glyphs.Add(glyph);
            code = checked((ushort)_glyphs.Count); // 0 is .notdef
            _codes.Add(character, code);
        }

        return code;
    }

    /// <summary>Adds the font's objects to the file and fills in <paramref name="target"/>, the font dictionary.</summary>
    public void Write(IObjectTarget file, PdfReference target)
    {
        var program = font.Programs.Get(_glyphs, _characters, this);
        var name = Name(program.Name);
        var widths = Widths();
        var descriptor = file.Add(Descriptor(name, file.AddStream(
            Dictionary(("Length1", Integer(program.Length))), program.Outlines)));
        var descendant = file.Add(Dictionary(
            ("Type", Name("Font")),
            ("Subtype", Name("CIDFontType2")),
            ("BaseFont", name),
            ("CIDSystemInfo", Dictionary(
                ("Registry", Text("Adobe")), ("Ordering", Text("Identity")), ("Supplement", Integer(0)))),
            ("FontDescriptor", descriptor),
            ("CIDToGIDMap", Name("Identity")),
            ("DW", widths is null ? Integer(Advances().First()) : null),
            ("W", widths)));
        file.Set(target, Dictionary(
            ("Type", Name("Font")),
            ("Subtype", Name("Type0")),
            ("BaseFont", name),
            ("Encoding", Name("Identity-H")),
            ("DescendantFonts", Array(descendant)),
            ("ToUnicode", file.AddStream(PdfDictionary.Empty, program.ToUnicode))));
    }

    /// <summary>The subset and its way back to Unicode, compressed.</summary>
    public FontProgram BuildProgram()
    {
        var outlines = FontSubset.Build(font, CollectionsMarshal.AsSpan(_glyphs)).Span;
        return new FontProgram(
            $"{SubsetTag()}+{font.PostScriptName}",
            outlines.Length,
            EncodedStream.Deflated(outlines),
            EncodedStream.Deflated(ToUnicode().Span));
    }

    private PdfDictionary Descriptor(PdfName name, PdfReference program) => Dictionary(
        ("Type", Name("FontDescriptor")),
        ("FontName", name),
        ("Flags", Integer(4)), // symbolic: its own encoding
        ("FontBBox", Array(
            Integer(font.Bounds.Left), Integer(font.Bounds.Bottom), Integer(font.Bounds.Right), Integer(font.Bounds.Top))),
        ("ItalicAngle", Integer(0)),
        ("Ascent", Integer(font.Ascent)),
        ("Descent", Integer(font.Descent)),
        ("CapHeight", Integer(font.Ascent)),
        ("StemV", Integer(80)),
        ("FontFile2", program));

    // Six letters that follow from the glyphs, so that the same text gives the same bytes.
    private string SubsetTag()
    {
        Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(MemoryMarshal.AsBytes(CollectionsMarshal.AsSpan(_glyphs)), digest);
        Span<char> tag = stackalloc char[6];
        for (int i = 0; i < tag.Length; i++)
        {
            tag[i] = (char)('A' + digest[i] % 26);
        }

        return new string(tag);
    }

    // Rounded as /Widths wants them, from the very numbers of the embedded "hmtx" (ISO 19005-2, 6.2.11.5).
    private IEnumerable<int> Advances() => _glyphs.Select(font.AdvanceOf);

    // first [ width width … ]; where all are alike, /DW says it (ISO 32000-2, 9.7.4.3).
    private PdfArray? Widths() => Advances().Distinct().Skip(1).Any()
        ? Array(Integer(1), Array([.. Advances().Select(width => (PdfObject)Integer(width))]))
        : null;

    private ReadOnlyMemory<byte> ToUnicode()
    {
        var map = new PdfByteWriter(512 + 8 * _characters.Count).Raw(ToUnicodeHead);
        Span<byte> text = stackalloc byte[4];
        Span<char> units = stackalloc char[2];
        for (int first = 1, next; first <= _characters.Count; first = next)
        {
            next = Math.Min(_characters.Count + 1, (first | 0xFF) + 1); // a range keeps its high byte
            map.Raw("1 beginbfrange\n<"u8).Hex([(byte)(first >> 8), (byte)(first & 0xFF)]).Raw("><"u8)
                .Hex([(byte)(next - 1 >> 8), (byte)(next - 1 & 0xFF)]).Raw(">["u8);
            for (int i = first; i < next; i++)
            {
                int count = _characters[i - 1].EncodeToUtf16(units);
                map.Byte((byte)'<').Hex(text[..Encoding.BigEndianUnicode.GetBytes(units[..count], text)]).Byte((byte)'>');
            }

            map.Raw("]\nendbfrange\n"u8);
        }

        return map.Raw("endcmap\nCMapName currentdict/CMap defineresource pop\nend\nend"u8).Written;
    }
}
