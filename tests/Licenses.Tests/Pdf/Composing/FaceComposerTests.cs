using Licenses.Pdf.Composing;

namespace Licenses.Tests.Pdf.Composing;

public sealed class FaceComposerTests
{
    [Fact]
    public void The_same_face_gives_the_same_bytes()
    {
        var first = FaceComposer.Compose(SampleFace.Residence, SampleFace.Fonts);

        var second = FaceComposer.Compose(SampleFace.Residence, SampleFace.Fonts);

        Assert.Equal(first, second);
    }

    [Fact]
    public void A_license_of_one_page_takes_at_most_25_kilobytes()
    {
        var document = FaceComposer.Compose(SampleFace.Residence, SampleFace.Fonts);

        Assert.InRange(document.Length, 1, 25 * 1024);
    }

    [Fact]
    public void Qpdf_finds_nothing_to_complain_about()
    {
        using var file = new TempFile(FaceComposer.Compose(SampleFace.Long, SampleFace.Fonts));

        var (exitCode, output) = ForeignTool.Run("qpdf", "--check", file.Path);

        Assert.True(exitCode == 0, output);
    }

    [Fact]
    public void The_text_can_be_read_back_in_order()
    {
        using var file = new TempFile(FaceComposer.Compose(SampleFace.Residence, SampleFace.Fonts));

        string text = ForeignTool.Run("pdftotext", "-layout", file.Path, "-").Output;

        Assert.Contains("居住证", text, StringComparison.Ordinal);
        Assert.Contains("Residence Permit", text, StringComparison.Ordinal);
        Assert.Contains("张晓明", text, StringComparison.Ordinal);
        Assert.Contains("2026年7月1日 至 2029年6月30日", text, StringComparison.Ordinal);
        Assert.True(
            text.IndexOf("户籍地址", StringComparison.Ordinal) < text.IndexOf("居住地址", StringComparison.Ordinal));
    }

    [Fact]
    public void Every_font_is_an_embedded_subset_with_a_way_back_to_unicode()
    {
        using var file = new TempFile(FaceComposer.Compose(SampleFace.Residence, SampleFace.Fonts));

        var lines = ForeignTool.Run("pdffonts", file.Path).Output.Split('\n', StringSplitOptions.RemoveEmptyEntries)[2..];

        Assert.Equal(2, lines.Length);
        Assert.All(lines, line => Assert.Matches("CID TrueType +Identity-H +yes yes yes", line));
    }

    [Fact]
    public void More_rows_than_a_page_holds_go_on_with_page_numbers()
    {
        using var file = new TempFile(FaceComposer.Compose(SampleFace.Long, SampleFace.Fonts));

        string text = ForeignTool.Run("pdftotext", "-layout", file.Path, "-").Output;

        Assert.Contains("第 1 页，共 4 页", text, StringComparison.Ordinal);
        Assert.Contains("第 4 页，共 4 页", text, StringComparison.Ordinal);
        Assert.All(Enumerable.Range(1, 30), i => Assert.Contains($"设备第{i}号", text, StringComparison.Ordinal));
    }

    [Fact]
    public void A_character_that_no_font_has_leaves_a_mark_and_no_crash()
    {
        var face = SampleFace.Residence with { Holder = "张\U0002EBF0\uE123" };

        var document = FaceComposer.Compose(face, SampleFace.Fonts);

        using var file = new TempFile(document);
        Assert.Contains("张〓〓", ForeignTool.Run("pdftotext", file.Path, "-").Output, StringComparison.Ordinal);
    }

    [Fact]
    public void The_code_on_the_face_can_be_scanned()
    {
        using var file = new TempFile(FaceComposer.Compose(SampleFace.Residence, SampleFace.Fonts));
        using var picture = new TempFile([], ".png");
        ForeignTool.Run("pdftoppm", "-r", "100", "-png", "-singlefile", file.Path, picture.Path[..^4]);

        string read = ForeignTool.Run("zbarimg", "-q", "--raw", picture.Path).Output;

        Assert.StartsWith(SampleFace.Residence.QrPayload!, read, StringComparison.Ordinal);
    }

    [Fact]
    public void A_reading_aid_hears_title_table_code_and_issuer_in_this_order()
    {
        using var file = new TempFile(FaceComposer.Compose(SampleFace.Long, SampleFace.Fonts));

        string text = ForeignTool.Run("pdfinfo", "-struct-text", file.Path).Output;

        string[] expected = ["H1", "特种设备使用登记证", "Table", "TH", "持证主体", "TD", "张晓明", "TR", "设备第1号", "设备第30号", "有效期", "Figure", "扫码验证", "发证机关"];
        int at = 0;
        foreach (var words in expected)
        {
            int found = text.IndexOf(words, at, StringComparison.Ordinal);
            Assert.True(found >= at, $"{words} is missing behind place {at} of {text}");
            at = found;
        }

        Assert.DoesNotContain("共 4 页", text, StringComparison.Ordinal); // decoration
    }

    [Fact]
    public void The_document_says_its_title_and_its_languages()
    {
        using var file = new TempFile(FaceComposer.Compose(SampleFace.Residence, SampleFace.Fonts));

        string information = ForeignTool.Run("pdfinfo", file.Path).Output;
        string objects = ForeignTool.Run("qpdf", "--qdf", "--object-streams=disable", file.Path, "-").Output;

        Assert.Matches("Title: +居住证 3101092026000123", information);
        Assert.Matches("Tagged: +yes", information);
        Assert.Contains("/Lang (zh-CN)", objects, StringComparison.Ordinal);
        Assert.Contains("/Span<</Lang(en)>>BDC", objects, StringComparison.Ordinal);
        Assert.Contains("/DisplayDocTitle true", objects, StringComparison.Ordinal);
    }
}
