using System.Globalization;
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
            ("W", Widths())));
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
            $"{SubsetTag(outlines)}+{font.PostScriptName}",
            outlines.Length,
            EncodedStream.Deflated(outlines),
            EncodedStream.Deflated(ToUnicode()));
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

    // Six letters that follow from the program, so that the same text gives the same bytes.
    private static string SubsetTag(ReadOnlySpan<byte> program)
    {
        Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(program, digest);
        Span<char> tag = stackalloc char[6];
        for (int i = 0; i < tag.Length; i++)
        {
            tag[i] = (char)('A' + digest[i] % 26);
        }

        return new string(tag);
    }

    // [ first last width ] per run of equal widths (ISO 32000-2, 9.7.4.3).
    private PdfArray Widths()
    {
        var items = ImmutableArray.CreateBuilder<PdfObject>();
        int start = 0;
        for (int i = 1; i <= _glyphs.Count; i++)
        {
            int width = font.AdvanceOf(_glyphs[start]);
            if (i == _glyphs.Count || font.AdvanceOf(_glyphs[i]) != width)
            {
                items.Add(Integer(start + 1));
                items.Add(Integer(i));
                items.Add(Integer(width));
                start = i;
            }
        }

        return new PdfArray(items.DrainToImmutable());
    }

    private byte[] ToUnicode()
    {
        var map = new StringBuilder(512 + 16 * _characters.Count);
        map.Append("/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n/CIDSystemInfo\n")
            .Append("<</Registry(Adobe)/Ordering(UCS)/Supplement 0>> def\n/CMapName/Adobe-Identity-UCS def\n")
            .Append("/CMapType 2 def\n1 begincodespacerange\n<0000><FFFF>\nendcodespacerange\n");
        for (int first = 1, next; first <= _characters.Count; first = next)
        {
            next = Math.Min(_characters.Count + 1, (first | 0xFF) + 1); // a range keeps its high byte
            map.Append(CultureInfo.InvariantCulture, $"1 beginbfrange\n<{first:X4}><{next - 1:X4}>[");
            for (int i = first; i < next; i++)
            {
                map.Append('<');
                foreach (char unit in _characters[i - 1].ToString())
                {
                    map.Append(CultureInfo.InvariantCulture, $"{(int)unit:X4}");
                }

                map.Append('>');
            }

            map.Append("]\nendbfrange\n");
        }

        return Encoding.ASCII.GetBytes(
            map.Append("endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend").ToString());
    }
}
