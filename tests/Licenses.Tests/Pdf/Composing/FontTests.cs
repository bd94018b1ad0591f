using FsCheck;
using FsCheck.Fluent;
using Licenses.Pdf.Composing;
using Licenses.Pdf.Composing.Fonts;

namespace Licenses.Tests.Pdf.Composing;

public sealed class FontTests
{
    private static readonly Lazy<byte[]> Latin = new(() => File.ReadAllBytes(new FontSetOptions().Latin[0]));

    /// <summary>The fonts' own tables say how far each glyph reaches; composites must reach as far once their parts are one.</summary>
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void Every_glyph_of_the_fonts_reaches_as_far_as_its_header_says(int index)
    {
        var font = SampleFace.Fonts.Fonts[index];
        var wrong = new List<int>();
        for (int glyph = 0; glyph < font.GlyphCount; glyph++)
        {
            var header = new FontReader(font.GlyphData(glyph));
            var points = GlyphReader.Read(font, (ushort)glyph).Points;
            if (points.Count > 0 && !(Agree(header.I16(2), points.Min(point => point.X)) && Agree(header.I16(4), points.Min(point => point.Y))
                && Agree(header.I16(6), points.Max(point => point.X)) && Agree(header.I16(8), points.Max(point => point.Y))))
            {
                wrong.Add(glyph);
            }
        }

        Assert.Empty(wrong);
        static bool Agree(int written, int found) => Math.Abs(written - found) <= 1; // some headers round what curves reach
    }

    [Theory]
    [InlineData("é", 0)]
    [InlineData("ǻ", 0)]
    [InlineData("g", 0)]
    [InlineData("照", 1)]
    [InlineData("一", 1)]
    public void A_glyph_packed_anew_has_the_same_outline(string character, int index)
    {
        var font = SampleFace.Fonts.Fonts[index];
        ushort glyph = font.GlyphOf(character.EnumerateRunes().First());

        var subset = FontSubset.Build(font, [glyph]);

        var outline = GlyphReader.Read(font, glyph);
        var packed = GlyphReader.Read(FontBuilder.Read(subset), 1);
        Assert.Equal(outline.Points, packed.Points);
        Assert.Equal(outline.Ends, packed.Ends);
    }

    [Fact]
    public void The_widths_of_a_subset_are_those_of_the_font()
    {
        var font = SampleFace.Fonts.Fonts[0];
        ushort[] glyphs = [.. "Aim: 20,000 WWW iii".EnumerateRunes().Select(font.GlyphOf).Distinct()];

        var subset = FontBuilder.Read(FontSubset.Build(font, glyphs));

        Assert.Equal(glyphs.Length + 1, subset.GlyphCount);
        Assert.All(glyphs, (glyph, i) => Assert.Equal(font.RawMetrics(glyph), subset.RawMetrics((ushort)(i + 1))));
    }

    [Fact]
    public void A_font_cut_anywhere_ends_in_a_precise_error_or_works()
    {
        var whole = Latin.Value;
        for (int cut = 0; cut < 60; cut++)
        {
            Use(whole.AsMemory(0, cut < 30 ? cut * 17 : (int)((long)whole.Length * cut / 60)));
        }
    }

    [Fact]
    public void A_damaged_font_ends_in_a_precise_error_or_works() =>
        Prop.ForAll<int>(seed => Use(Damaged(seed))).QuickCheckThrowOnFailure();

    private static byte[] Damaged(int seed)
    {
        var random = new System.Random(seed);
        var damaged = Latin.Value.ToArray();
        int tables = damaged[5];
        for (int i = 0; i < 1 + random.Next(6); i++)
        {
            int record = 12 + 16 * random.Next(tables);
            int table = ReadInt(damaged, record + 8);
            int length = ReadInt(damaged, record + 12);
            int at = random.Next(3) switch
            {
                0 => random.Next(12 + 16 * tables), // the directory itself
                1 => table + random.Next(Math.Min(length, 64)),
                _ => table + random.Next(length),
            };
            if (at >= 0 && at < damaged.Length)
            {
                damaged[at] = (byte)random.Next(256);
            }
        }

        return damaged;
    }

    [Fact]
    public void A_glyph_of_too_many_parts_ends_in_an_error_at_once()
    {
        var font = FontFile.Parse(FontBuilder.NestedGlyphs(depth: 5, partsEach: 60));

        Assert.Contains("parts", Assert.Throws<FontFormatException>(() => GlyphReader.Read(font, 5)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_glyph_that_is_a_part_of_itself_ends_in_an_error()
    {
        var font = FontFile.Parse(FontBuilder.NestedGlyphs(depth: 0, partsEach: 1));

        Assert.Throws<FontFormatException>(() => GlyphReader.Read(font, 0));
    }

    [Fact]
    public void A_character_map_that_counts_the_same_characters_over_and_over_is_refused()
    {
        Assert.Throws<FontFormatException>(() => FontFile.Parse(FontBuilder.OverlappingSegments(20_000)));
    }

    private static void Use(ReadOnlyMemory<byte> data)
    {
        try
        {
            var font = FontFile.Parse(data);
            ushort[] glyphs = [.. "Aé€ﬃ照".EnumerateRunes().Select(font.GlyphOf).Where(glyph => glyph != 0)];
            FontSubset.Build(font, glyphs);
            foreach (ushort glyph in glyphs)
            {
                GlyphOutline.Draw(new ContentBuilder(), font, glyph);
            }
        }
        catch (FontFormatException exception)
        {
            Assert.Contains("(byte ", exception.Message, StringComparison.Ordinal);
        }
    }

    private static int ReadInt(byte[] bytes, int at) => at + 4 <= bytes.Length
        ? System.Buffers.Binary.BinaryPrimitives.ReadInt32BigEndian(bytes.AsSpan(at)) & 0xFFFFF
        : 0;
}
