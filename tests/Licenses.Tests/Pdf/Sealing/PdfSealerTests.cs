using System.Text;
using System.Text.RegularExpressions;
using Licenses.Pdf.Signing;
using Licenses.Pdf.Syntax;
using Licenses.Tests.Pdf.Composing;

namespace Licenses.Tests.Pdf.Sealing;

public sealed class PdfSealerTests
{
    public static TheoryData<string> Inputs => SealInputs.Names;

    [Theory]
    [MemberData(nameof(Inputs))]
    public async Task The_input_is_the_unchanged_beginning_of_what_is_sealed(string name)
    {
        var input = SealInputs.Get(name);

        var document = await SealSample.Seal(input);

        Assert.True(document.AsSpan().StartsWith(input));
    }

    [Theory]
    [MemberData(nameof(Inputs))]
    public async Task Poppler_calls_the_seal_valid_and_the_document_covered(string name)
    {
        using var file = new TempFile(await SealSample.Seal(SealInputs.Get(name)));

        string report = ForeignTool.Run("pdfsig", file.Path).Output;

        Assert.Contains("Signature is Valid", report, StringComparison.Ordinal);
        Assert.Contains("- Total document signed", report, StringComparison.Ordinal);
        Assert.Contains("ETSI.CAdES.detached", report, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Inputs))]
    public async Task Qpdf_finds_nothing_to_complain_about(string name)
    {
        using var file = new TempFile(await SealSample.Seal(SealInputs.Get(name)));

        var (exitCode, output) = ForeignTool.Run("qpdf", "--check", file.Path);

        Assert.True(exitCode == 0, output);
    }

    [Theory]
    [MemberData(nameof(Inputs))]
    public async Task The_new_revision_is_written_in_the_style_of_the_last_one(string name)
    {
        var input = SealInputs.Get(name);

        var document = await SealSample.Seal(input);

        Assert.Equal(IsTable(input), IsTable(document));
    }

    [Theory]
    [InlineData("police")]
    [InlineData("hrss")]
    [InlineData("market")]
    public async Task Keys_of_each_kind_seal(string department)
    {
        using var key = SealSample.Key(department);
        using var file = new TempFile(await SealSample.Seal(SealInputs.Get("classic"), key: key));

        Assert.Contains("Signature is Valid", ForeignTool.Run("pdfsig", file.Path).Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("classic")]
    [InlineData("face")]
    public async Task Ten_seals_stay_valid_together(string name)
    {
        var document = SealInputs.Get(name);
        for (int i = 0; i < 10; i++)
        {
            document = await SealSample.Seal(document);
        }

        using var file = new TempFile(document);
        string report = ForeignTool.Run("pdfsig", file.Path).Output;
        Assert.Equal(10, Regex.Count(report, "Signature is Valid"));
        Assert.Equal(9, Regex.Count(report, "- Not total document signed"));
        Assert.Equal(1, Regex.Count(report, "- Total document signed"));
    }

    [Fact]
    public async Task Numbers_of_the_byte_range_have_room_for_ten_digits()
    {
        var document = Encoding.Latin1.GetString(await SealSample.Seal(SealInputs.Get("classic")));

        var range = Regex.Match(document, @"/ByteRange\[(0 .{10} .{10} .{10})\]/Contents<");

        Assert.True(range.Success);
        long[] numbers = [.. range.Groups[1].Value.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(long.Parse)];
        Assert.Equal('<', document[(int)numbers[1]]);
        Assert.Equal('>', document[(int)numbers[2] - 1]);
        Assert.Equal(document.Length, numbers[2] + numbers[3]);
    }

    [Fact]
    public async Task Sealing_to_a_stream_gives_the_same_document_but_for_the_signature()
    {
        var input = SealInputs.Get("face");
        using var target = new MemoryStream();

        var outcome = await PdfSealer.SealToAsync(
            PdfSource.FromMemory(input), SealSample.Visible, SealSample.Police, target, SealSample.Token);

        var inMemory = await SealSample.Seal(input);
        Assert.Equal(target.Length, Assert.IsType<SealOutcome.Written>(outcome).Length);
        Assert.Equal(WithoutSignature(inMemory), WithoutSignature(target.ToArray()));
    }

    [Fact]
    public async Task A_signature_larger_than_announced_gets_a_larger_hole_once()
    {
        using var key = new ModestKey(SealSample.Key("hrss"));
        using var file = new TempFile(await SealSample.Seal(SealInputs.Get("classic"), key: key));

        Assert.Contains("Signature is Valid", ForeignTool.Run("pdfsig", file.Path).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_certified_document_names_its_permission()
    {
        var document = await SealSample.Seal(
            SealInputs.Get("face"), SealSample.Visible with { Certify = CertificationLevel.NoChanges });

        using var file = new TempFile(document);
        string text = ForeignTool.Run("qpdf", "--qdf", "--object-streams=disable", file.Path, "-").Output;
        Assert.Matches(@"/Perms <<\s+/DocMDP", text);
        Assert.Matches(@"/TransformMethod /DocMDP\s+/TransformParams <<\s+/P 1", text);
    }

    [Fact]
    public async Task An_existing_field_is_filled_where_it_stands()
    {
        var document = await SealSample.Seal(
            SealInputs.Get("form"),
            SealSample.Visible with { FieldName = "Office", Appearance = new SealAppearance(SealSample.Drawing, null) });

        using var file = new TempFile(document);
        string report = ForeignTool.Run("pdfsig", file.Path).Output;
        Assert.Contains("Signature Field Name: Office", report, StringComparison.Ordinal);
        Assert.Contains("Signature is Valid", report, StringComparison.Ordinal);
        Assert.Single(Regex.Matches(report, "Signature #"));
    }

    [Fact]
    public async Task A_lock_of_the_field_becomes_a_lock_of_the_seal()
    {
        var input = SealInputs.WithField("/Lock<</Type/SigFieldLock/Action/Include/Fields[(Amount)]>>");

        var document = await SealSample.Seal(input, SealSample.Invisible with { FieldName = "Office" });

        Assert.Matches(
            @"/TransformMethod/FieldMDP/TransformParams<</Type/TransformParams/Action/Include/Fields\[\(Amount\)\]/V/1\.2>>",
            Encoding.Latin1.GetString(document));
    }

    private static bool IsTable(byte[] document)
    {
        string text = Encoding.Latin1.GetString(document);
        int start = int.Parse(Regex.Matches(text, @"startxref\s+(\d+)")[^1].Groups[1].Value);
        return text.AsSpan(start).StartsWith("xref");
    }

    private static string WithoutSignature(byte[] document) =>
        Regex.Replace(Encoding.Latin1.GetString(document), "/Contents<[0-9A-Fa-f]+>", "/Contents<>");
}
