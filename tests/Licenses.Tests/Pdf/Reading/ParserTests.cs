using System.Text;
using FsCheck.Fluent;
using Licenses.Pdf.Signing;
using Licenses.Pdf.Syntax;

namespace Licenses.Tests.Pdf.Reading;

public sealed class ParserTests
{
    [Theory]
    [InlineData("0", 0)]
    [InlineData("+17", 17)]
    [InlineData("-98", -98)]
    [InlineData("0000000012", 12)]
    public void Integers(string text, long value) => Assert.Equal(value, Assert.IsType<PdfInteger>(Parse(text)).Value);

    [Theory]
    [InlineData("34.5", 34.5)]
    [InlineData("-3.62", -3.62)]
    [InlineData("4.", 4)]
    [InlineData("-.002", -.002)]
    [InlineData("99999999999999999999", 1e20)]
    public void Reals(string text, double value) => Assert.Equal(value, Assert.IsType<PdfReal>(Parse(text)).Value, 12);

    [Theory]
    [InlineData("/Name1", "Name1")]
    [InlineData("/A;Name_With-Various***Characters?", "A;Name_With-Various***Characters?")]
    [InlineData("/Lime#20Green", "Lime Green")]
    [InlineData("/The_Key_of_F#23_Minor", "The_Key_of_F#_Minor")]
    [InlineData("/", "")]
    [InlineData("/A#42", "AB")]
    public void Names_as_in_the_standard(string text, string value) => Assert.Equal(value, Assert.IsType<PdfName>(Parse(text)).Value);

    [Theory]
    [InlineData("(These \\\ntwo strings)", "These two strings")]
    [InlineData("(a\\053b\\53c\\0053)", "a+b+c\u00053")]
    [InlineData("(balanced (parentheses) \\( \\))", "balanced (parentheses) ( )")]
    [InlineData("(line\r\nend)", "line\nend")]
    [InlineData("<901FA3>", "\u0090\u001F\u00A3")]
    [InlineData("<90 1F\nA>", "\u0090\u001F\u00A0")]
    public void Strings_as_in_the_standard(string text, string value) =>
        Assert.Equal(value, Encoding.Latin1.GetString(Assert.IsType<PdfString>(Parse(text)).Bytes.Span));

    [Fact]
    public void Every_object_knows_its_place()
    {
        var dictionary = Assert.IsType<PdfDictionary>(Parse("  << /A [1 2 0 R] % comment\n /B <00> >>"));

        var array = Assert.IsType<PdfArray>(dictionary["A"]);
        Assert.Equal(new FileSpan(2, 39), dictionary.Span);
        Assert.Equal(new FileSpan(8, 17), array.Span);
        Assert.Equal(new FileSpan(9, 10), array.Items[0].Span);
        Assert.Equal(new FileSpan(11, 16), Assert.IsType<PdfReference>(array.Items[1]).Span);
        Assert.Equal(new FileSpan(32, 36), dictionary["B"]!.Span);
    }

    [Fact]
    public void A_key_given_twice_is_told() => Assert.Equal(["A"], Assert.IsType<PdfDictionary>(Parse("<< /A 1 /A 2 >>")).Duplicates);

    [Theory]
    [InlineData("<< /A >>")]
    [InlineData("<< 1 2 >>")]
    [InlineData("(open")]
    [InlineData("<0G>")]
    [InlineData("[1 2")]
    [InlineData("endobj")]
    [InlineData("--5")]
    [InlineData("1e5")]
    [InlineData(")")]
    public void Nonsense_is_refused(string text) => Assert.Throws<PdfFormatException>(() => Parse(text));

    [Fact]
    public void Any_bytes_give_an_object_or_an_error_with_its_place() => FsCheck.Check.QuickThrowOnFailure(Prop.ForAll<byte[]>(bytes =>
    {
        try
        {
            var parser = new PdfParser(bytes, 0);
            parser.ReadObject();
            return parser.Offset <= bytes.Length;
        }
        catch (PdfFormatException error)
        {
            return error.Offset >= 0 && error.Offset <= bytes.Length;
        }
    }));

    [Fact]
    public void Any_bytes_are_no_document_or_one_without_signature() => FsCheck.Check.QuickThrowOnFailure(Prop.ForAll<byte[]>(bytes =>
    {
        try
        {
            return PdfInspector.Inspect(PdfSource.FromMemory((byte[])[.. "%PDF-1.7\n"u8, .. bytes])).Signatures.IsEmpty;
        }
        catch (PdfFormatException)
        {
            return true;
        }
    }));

    [Fact]
    public void A_source_in_a_file_reads_as_one_in_memory()
    {
        foreach (var row in SharedCorpus.Rows().Where(row => row.Expected.StartsWith("ACCEPT", StringComparison.Ordinal)))
        {
            using var file = PdfSource.OpenFile(row.Path);
            using var memory = PdfSource.FromMemory(File.ReadAllBytes(row.Path));

            var first = PdfInspector.Inspect(file, new() { Policy = InspectionPolicy.Pades });
            var second = PdfInspector.Inspect(memory, new() { Policy = InspectionPolicy.Pades });

            Assert.Equal(
                first.Signatures.SelectMany(signature => signature.Findings),
                second.Signatures.SelectMany(signature => signature.Findings));
        }
    }

    private static PdfObject Parse(string text)
    {
        var parser = new PdfParser(Encoding.Latin1.GetBytes(text), 0);
        return parser.ReadObject();
    }
}
