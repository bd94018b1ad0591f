using System.Buffers.Binary;
using System.Text;
using System.Text.RegularExpressions;
using Licenses.Pdf.Composing;
using Licenses.Pdf.Document;
using Licenses.Pdf.Syntax;

namespace Licenses.Tests.Pdf.Composing;

/// <summary>
/// What ISO 19005-2 (PDF/A-2b) asks of a face, clause by clause, as far as it can be read off the objects. No
/// validator is at hand: what these tests do not say is kept by construction.
/// </summary>
public sealed class ArchivalTests
{
    private static readonly PdfDocument Document = Open(SampleFace.Long);

    [Fact] // 6.1.2 and 6.1.3
    public void The_file_begins_with_a_binary_comment_has_an_identifier_and_no_encryption()
    {
        var bytes = FaceComposer.Compose(SampleFace.Residence, SampleFace.Fonts);

        Assert.StartsWith("%PDF-1.7\n%", Encoding.Latin1.GetString(bytes, 0, 10), StringComparison.Ordinal);
        Assert.All(bytes[10..14], value => Assert.InRange(value, 128, 255));
        Assert.EndsWith("%%EOF\n", Encoding.Latin1.GetString(bytes), StringComparison.Ordinal);
        Assert.False(Document.IsEncrypted);
        Assert.True(Document.Trailer.Has("ID"));
    }

    [Fact] // 6.1.7.2: neither LZW nor anything outside the standard; 6.1.13: strings of at most 32,767 bytes
    public void Every_filter_is_one_that_archives_read()
    {
        foreach (var stream in Objects().OfType<PdfStream>())
        {
            Assert.Contains((Document.Resolve(stream.Dictionary["Filter"]) as PdfName)?.Value, new[] { null, "FlateDecode", "DCTDecode" });
        }
    }

    [Fact] // 6.2.3 and ICC.1, 7.2
    public void The_output_intent_has_a_profile_whose_header_is_right()
    {
        var intent = (PdfDictionary)Resolve(((PdfArray)Resolve(Document.Catalog["OutputIntents"])).Items[0]);
        var stream = (PdfStream)Resolve(intent["DestOutputProfile"]);
        var profile = Document.Decode(stream).Bytes.Span;

        Assert.Equal("GTS_PDFA1", ((PdfName)intent["S"]!).Value);
        Assert.Equal(3, ((PdfInteger)stream.Dictionary["N"]!).Value);
        Assert.Equal(profile.Length, BinaryPrimitives.ReadInt32BigEndian(profile));
        Assert.True(profile[12..24].SequenceEqual("mntrRGB XYZ "u8));
        Assert.True(profile[36..40].SequenceEqual("acsp"u8));
        Assert.InRange(profile[8], 2, 4);
    }

    [Fact] // 6.2.11.3 to 6.2.11.5
    public void Every_font_is_embedded_maps_its_codes_and_says_the_widths_of_its_program()
    {
        var fonts = Objects().OfType<PdfDictionary>().Where(font => Is(font, "Subtype", "CIDFontType2")).ToList();

        Assert.Equal(2, fonts.Count);
        foreach (var font in fonts)
        {
            var descriptor = (PdfDictionary)Resolve(font["FontDescriptor"]);
            var program = FontBuilder.Read(Document.Decode((PdfStream)Resolve(descriptor["FontFile2"])).Bytes);
            Assert.True(Is(font, "CIDToGIDMap", "Identity"));
            Assert.False(descriptor.Has("CIDSet")); // optional, and wrong ones are the usual fault
            for (int code = 1; code < program.GlyphCount; code++)
            {
                Assert.InRange(WidthOf(font, code) - program.AdvanceOf((ushort)code), -1, 1);
            }
        }
    }

    [Fact] // 6.2.11.8: no text refers to .notdef
    public void No_text_uses_the_glyph_that_stands_for_none()
    {
        foreach (var page in Document.Pages)
        {
            string content = Encoding.Latin1.GetString(
                Document.Decode((PdfStream)Resolve(page.Dictionary["Contents"])).Bytes.Span);
            foreach (Match shown in Regex.Matches(content, "<([0-9A-F]*)>Tj"))
            {
                Assert.DoesNotContain("0000", shown.Groups[1].Value.Chunk(4).Select(code => new string(code)));
            }
        }
    }

    [Theory] // 6.6.3
    [InlineData("居住证")]
    [InlineData("A & B <\u0001证>")]
    public void The_metadata_say_the_same_as_the_information_dictionary(string title)
    {
        var document = Open(SampleFace.Residence with { Title = title });
        var stream = (PdfStream)document.Resolve(document.Catalog["Metadata"]);
        var packet = System.Xml.Linq.XDocument.Parse(Encoding.UTF8.GetString(document.Decode(stream).Bytes.Span).TrimStart('\uFEFF'));
        var info = (PdfDictionary)document.Resolve(document.Trailer["Info"]);
        string Xmp(string name) => packet.Descendants().First(element => element.Name.LocalName == name).Value;
        string Info(string name) => PdfText.Decode(((PdfString)document.Resolve(info[name])).Bytes.Span);

        Assert.Equal(Info("Title"), Xmp("title"));
        Assert.Equal(Info("Author"), Xmp("creator"));
        Assert.Equal(Info("Producer"), Xmp("Producer"));
        Assert.Equal(Info("CreationDate"), $"D:{Regex.Replace(Xmp("CreateDate"), "[-T:]", "")}");
        Assert.Equal(("2", "B"), (Xmp("part"), Xmp("conformance")));
    }

    [Fact] // 6.7 asks this of level A only; those who hear a license read need it all the same
    public void Every_piece_of_content_belongs_to_one_element_or_is_decoration()
    {
        int page = 0;
        var root = (PdfDictionary)Resolve(Document.Catalog["StructTreeRoot"]);
        var numbers = ((PdfArray)((PdfDictionary)Resolve(root["ParentTree"]))["Nums"]!).Items;
        foreach (var shown in Document.Pages)
        {
            string content = Encoding.Latin1.GetString(
                Document.Decode((PdfStream)Resolve(shown.Dictionary["Contents"])).Bytes.Span);
            int[] marks = [.. Regex.Matches(content, @"/MCID (\d+)").Select(match => int.Parse(match.Groups[1].Value))];
            var owners = ((PdfArray)Resolve(numbers[2 * page + 1])).Items;
            Assert.Equal(Enumerable.Range(0, marks.Length), marks);
            Assert.Equal(marks.Length, owners.Length);
            Assert.Equal(Regex.Count(content, "B[DM]C\n"), Regex.Count(content, "EMC\n"));
            page++;
        }

        Assert.Equal("zh-CN", PdfText.Decode(((PdfString)Document.Catalog["Lang"]!).Bytes.Span));
    }

    [Theory] // no viewer has anything to say about it
    [InlineData("mutool", "draw", "-q", "-o", "/dev/null")]
    [InlineData("gs", "-q", "-dNOPAUSE", "-dBATCH", "-sDEVICE=nullpage")]
    [InlineData("pdftotext")]
    public void Viewers_draw_it_without_a_warning(string tool, params string[] arguments)
    {
        using var file = new TempFile(FaceComposer.Compose(SampleFace.Long, SampleFace.Fonts));
        string[] all = tool == "pdftotext" ? [file.Path, "/dev/null"] : [.. arguments, file.Path];

        var (exitCode, output) = ForeignTool.Run(tool, all);

        Assert.Equal((0, ""), (exitCode, output.Replace("warning: ICC support is not available", "", StringComparison.Ordinal).Trim()));
    }

    private static PdfDocument Open(LicenseFace face) =>
        PdfDocument.Open(PdfSource.FromMemory(FaceComposer.Compose(face, SampleFace.Fonts)));

    private static PdfObject Resolve(PdfObject? written) => Document.Resolve(written);

    private static IEnumerable<PdfObject> Objects() =>
        Enumerable.Range(1, Document.Size - 1).Select(number => Document.Resolve(new PdfReference(number, 0)));

    private static bool Is(PdfDictionary dictionary, string key, string name) =>
        dictionary[key] is PdfName written && written.Value == name;

    private static long WidthOf(PdfDictionary font, int code) => font["W"] is PdfArray widths
        ? ((PdfInteger)((PdfArray)widths.Items[1]).Items[code - 1]).Value
        : ((PdfInteger)font["DW"]!).Value;
}
