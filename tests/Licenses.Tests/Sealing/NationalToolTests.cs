using System.Globalization;
using Licenses.Crypto.Signatures;
using Licenses.Pdf.Signing;
using Licenses.Pdf.Syntax;
using Licenses.Tests.Cli;
using Licenses.Tests.Crypto.Sm;
using Licenses.Tests.Pdf.Composing;
using Licenses.Tests.Pdf.Sealing;

namespace Licenses.Tests.Sealing;

/// <summary>What programs that we did not write say of documents in the national profiles.</summary>
public sealed class NationalToolTests
{
    private static readonly string[] VerifySm2 =
        ["pkeyutl", "-verify", "-certin", "-rawin", "-digest", "sm3", "-pkeyopt", "distid:1234567812345678"];

    public static TheoryData<string> Profiles { get; } = ["sm2-cades", "sm2-pkcs7", "sm2-pkcs7-gm", "ses"];

    [Theory]
    [MemberData(nameof(Profiles))]
    public async Task Openssl_parses_the_contents_and_verifies_each_sm2_signature_over_the_bytes_that_were_signed(string name)
    {
        var (signature, file) = await SealAsync(name);
        using var contents = new TempFile(Unpadded(signature.CmsBytes));

        var parsed = await OpenSsl.RunAsync("asn1parse", "-inform", "DER", "-in", contents.Path);

        Assert.True(parsed.ExitCode == 0, parsed.Text);
        if (signature.Sealed is { } applied)
        {
            await AssertSm2Async(NationalKeys.Police, applied.Signed, applied.SignatureValue);
            await AssertSm2Async(NationalKeys.Maker, applied.Seal.Signed, applied.Seal.SignatureValue);
            Assert.Contains("IA5STRING         :ES", parsed.Text, StringComparison.Ordinal);
            Assert.Equal(await Sm3Async(Covered(file, signature)), Convert.ToHexStringLower(applied.DataHash.Span));
        }
        else
        {
            byte[] attributes = await SliceAsync(contents.Path, parsed.Text);
            await AssertSm2Async(NationalKeys.Police, attributes, signature.Cms!.SignerInfos.Single().Signature);
            Assert.Contains(await Sm3Async(Covered(file, signature)), Convert.ToHexStringLower(attributes), StringComparison.Ordinal);
        }
    }

    [Theory]
    [MemberData(nameof(Profiles))]
    public async Task Qpdf_finds_nothing_wrong_and_pdfsig_sees_the_whole_document_signed(string name)
    {
        var (_, document) = await SealAsync(name);
        using var file = new TempFile(document);

        var qpdf = ForeignTool.Run("qpdf", "--check", file.Path);
        var pdfsig = ForeignTool.Run("pdfsig", "-nocert", file.Path);

        Assert.True(qpdf.ExitCode == 0, qpdf.Output);
        Assert.True(pdfsig.ExitCode is 0 or 1, pdfsig.Output); // it knows no SM2
        Assert.Contains("Total document signed", pdfsig.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("Signature is Valid", pdfsig.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_viewer_shows_the_seals_own_picture_upright_in_its_own_size()
    {
        var request = NationalSample.Request(NationalSample.Ses) with { Appearance = new SealAppearance(null, new SealPlacement.Around(1, 200, 200)) };

        var page = Raster.OfPage(await NationalSample.SealAsync(SealInputs.Get("classic"), request));

        const double Drawn = 100; // red on white
        Assert.True(page.Part(137, 180, 3, 40).Ink > Drawn, "the left edge: 45 mm wide about 200 points");
        Assert.True(page.Part(261, 180, 2, 40).Ink > Drawn, "the right edge");
        Assert.True(page.Part(160, 238, 80, 3).Ink > Drawn, "the upper edge: 30 mm high");
        Assert.True(page.Part(160, 219, 80, 7).Ink > Drawn, "the bar below the upper edge");
        Assert.Equal(0, page.Part(160, 174, 80, 7).Ink); // none above the lower one
        Assert.Equal(0, page.Part(266, 150, 10, 100).Ink);
    }

    private static async Task<(InspectedSignature Signature, byte[] Document)> SealAsync(string name)
    {
        byte[] document = await NationalSample.SealAsync(SealInputs.Get("classic"), NationalSample.Request(NationalSample.Profile(name)));
        return (PdfInspector.Inspect(PdfSource.FromMemory(document)).Signatures.Single(), document);
    }

    private static byte[] Unpadded(ReadOnlyMemory<byte> contents)
    {
        int length = 4 + (contents.Span[2] << 8) + contents.Span[3]; // 30 82: all of these are longer than 255 bytes
        return contents[..length].ToArray();
    }

    private static byte[] Covered(byte[] document, InspectedSignature signature)
    {
        int start = document.AsSpan().LastIndexOf("/Contents<"u8) + 9;
        int end = start + 2 + 2 * signature.CmsBytes.Length;
        return [.. document.AsSpan(0, start), .. document.AsSpan(end)];
    }

    // The signed attributes by openssl's own offsets: the [0] behind the digest's number in the last part of the message.
    private static async Task<byte[]> SliceAsync(string path, string parsed)
    {
        string line = parsed.Split('\n').Last(text => text.Contains("cont [ 0 ]", StringComparison.Ordinal));
        string[] parts = line.Split([':', ' ', '='], StringSplitOptions.RemoveEmptyEntries);
        int offset = int.Parse(parts[0], CultureInfo.InvariantCulture);
        int header = int.Parse(parts[Array.IndexOf(parts, "hl") + 1], CultureInfo.InvariantCulture);
        int length = int.Parse(parts[Array.IndexOf(parts, "l") + 1], CultureInfo.InvariantCulture);
        byte[] message = await File.ReadAllBytesAsync(path, NationalSample.Token);
        byte[] attributes = message.AsSpan(offset, header + length).ToArray();
        attributes[0] = 0x31;
        return attributes;
    }

    private static async Task AssertSm2Async(ISealKey key, ReadOnlyMemory<byte> text, ReadOnlyMemory<byte> value)
    {
        using var certificate = new TempFile(
            System.Text.Encoding.ASCII.GetBytes(System.Security.Cryptography.PemEncoding.WriteString("CERTIFICATE", key.Certificate.Encoded.Span)), ".pem");
        using var input = new TempFile(text.ToArray());
        using var signature = new TempFile(value.ToArray());

        var run = await OpenSsl.RunAsync([.. VerifySm2, "-inkey", certificate.Path, "-in", input.Path, "-sigfile", signature.Path]);

        Assert.True(run.ExitCode == 0 && run.Text.Contains("Verified Successfully", StringComparison.Ordinal), run.Text);
    }

    private static async Task<string> Sm3Async(byte[] bytes)
    {
        using var file = new TempFile(bytes);
        var run = await OpenSsl.RunAsync("dgst", "-sm3", "-r", file.Path);
        return run.Text.Split(' ')[0].Trim();
    }
}
