using System.Diagnostics;
using System.Globalization;
using Licenses.Crypto;
using Licenses.Pdf.Document;
using Licenses.Pdf.Signing;
using Licenses.Pdf.Syntax;
using Licenses.Testing.Attacks;
using Licenses.Testing.Processes;
using Licenses.Tests.Pdf.Sealing;

namespace Licenses.Tests.Pdf.Reading;

/// <summary>Later revisions of sealed documents that are encrypted: with the password they are explained, without it nothing is good.</summary>
public sealed class EncryptedAttackTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory();

    [Theory]
    [InlineData("128 --use-aes=y")]
    [InlineData("256")]
    public async Task A_page_that_was_replaced_is_seen_with_the_password_and_never_good_without_it(string cipher)
    {
        byte[] document = await SealSample.Seal(await EncryptAsync(cipher), SealSample.Invisible with { Password = "user" });
        byte[] attacked = Replace(document, keepsEncryption: true);

        Assert.Equal(Verdict.Passed, Worst(document, "user"));
        Assert.Equal(Verdict.Failed, Worst(attacked, "user"));
        Assert.Equal(Verdict.Indeterminate, Worst(attacked, null));
        Assert.Equal(Verdict.Indeterminate, Worst(document, null));
    }

    [Fact]
    public async Task Encryption_that_a_later_trailer_drops_is_an_attack()
    {
        byte[] document = await SealSample.Seal(await EncryptAsync("256"), SealSample.Invisible with { Password = "user" });

        Assert.Equal(Verdict.Failed, Worst(Replace(document, keepsEncryption: false), "user"));
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private static Verdict Worst(byte[] document, string? password) => PdfInspector
        .Inspect(PdfSource.FromMemory(document), new() { Policy = InspectionPolicy.Pades, Password = password })
        .Signatures.Max(signature => signature.Verdict);

    /// <summary>Another first page, under the number of the old one.</summary>
    private static byte[] Replace(byte[] document, bool keepsEncryption)
    {
        using var source = PdfSource.FromMemory(document);
        var opened = PdfDocument.Open(source, new() { Password = "user" });
        var page = opened.Pages.First();
        int parent = ((PdfReference)page.Dictionary["Parent"]!).Number;
        var encrypt = (PdfReference)opened.Encrypt!;
        string id = string.Concat(opened.Id!.Items.OfType<PdfString>().Select(part => $"<{Convert.ToHexString(part.Bytes.Span)}>"));
        byte[] revised = new RawPdf(document).Append(new RawRevision
        {
            Objects = new Dictionary<int, string> { [page.Reference.Number] = $"<< /Type /Page /Parent {parent} 0 R /MediaBox [0 0 9 9] >>" },
            Root = string.Create(CultureInfo.InvariantCulture, $"{opened.Root.Number} 0 R"),
            Size = opened.Size,
            TrailerExtra = keepsEncryption ? $"/Encrypt {encrypt.Number} 0 R" : "",
        }).ToArray();
        return RawPdf.Encode(System.Text.Encoding.Latin1.GetString(revised).Replace("[<0102><0304>]", $"[{id}]"));
    }

    private async Task<byte[]> EncryptAsync(string cipher)
    {
        string input = Path.Combine(_folder.FullName, "in.pdf");
        string output = Path.Combine(_folder.FullName, "out.pdf");
        await File.WriteAllBytesAsync(input, SealInputs.Get("classic").ToArray(), TestContext.Current.CancellationToken);
        string[] words = ["--encrypt", "user", "owner", .. cipher.Split(' '), "--", "--allow-weak-crypto", input, output];
        using var qpdf = Process.Start(ForeignProgram.Find("qpdf"), words);
        await qpdf.WaitForExitAsync(TestContext.Current.CancellationToken);
        return await File.ReadAllBytesAsync(output, TestContext.Current.CancellationToken);
    }
}
