using System.Diagnostics;
using System.Text;
using Licenses.Pdf.Document;
using Licenses.Pdf.Syntax;
using Licenses.Testing.Attacks;
using Licenses.Testing.Processes;

namespace Licenses.Tests.Pdf.Reading;

/// <summary>Documents that qpdf encrypted.</summary>
public sealed class EncryptionTests : IDisposable
{
    private static readonly byte[] Plain = new SealedSample { ByteRange = "/ByteRange [0 1 2 3]" }.Draft().ToArray();

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory();

    [Theory]
    [InlineData("--encrypt user owner 40 --")]
    [InlineData("--encrypt user owner 128 --")]
    [InlineData("--encrypt user owner 128 --use-aes=y --")]
    [InlineData("--encrypt user owner 128 --use-aes=y --cleartext-metadata --")]
    [InlineData("--encrypt user owner 256 --")]
    [InlineData("--encrypt user owner 256 --force-R5 --")]
    [InlineData("--object-streams=generate --encrypt user owner 256 --")]
    [InlineData("--object-streams=generate --encrypt user owner 128 --use-aes=y --")]
    public async Task Either_password_opens_a_document(string options)
    {
        string path = await EncryptAsync(options);

        foreach (string password in new[] { "user", "owner" })
        {
            using var source = PdfSource.OpenFile(path);
            var document = PdfDocument.Open(source, new() { Password = password });

            Assert.Contains("License No. 1", Content(document), StringComparison.Ordinal);
            Assert.Equal("Amount", document.Form.Fields[0].Name);
            Assert.Contains("xmpmeta", Decode(document, document.Catalog["Metadata"]), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task An_owner_password_alone_asks_nobody()
    {
        using var source = PdfSource.OpenFile(await EncryptAsync("--encrypt '' owner 256 --"));

        var document = PdfDocument.Open(source);

        Assert.Contains("License No. 1", Content(document), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_wrong_password_is_told_from_a_broken_document()
    {
        using var source = PdfSource.OpenFile(await EncryptAsync("--encrypt user owner 128 --use-aes=y --"));

        var refusal = Assert.Throws<PdfFormatException>(() => PdfDocument.Open(source, new() { Password = "guess" }));

        Assert.True(refusal.IsLocked);
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private static string Content(PdfDocument document) => Decode(document, document.Pages.First().Dictionary["Contents"]);

    private static string Decode(PdfDocument document, PdfObject? value) =>
        Encoding.Latin1.GetString(document.Decode((PdfStream)document.Resolve(value)).Bytes.Span);

    private async Task<string> EncryptAsync(string options)
    {
        string input = Path.Combine(_folder.FullName, "in.pdf");
        string output = Path.Combine(_folder.FullName, "out.pdf");
        await File.WriteAllBytesAsync(input, Plain, TestContext.Current.CancellationToken);
        string[] words = [.. options.Split(' ').Select(word => word == "''" ? "" : word), "--allow-weak-crypto", input, output];
        using var qpdf = Process.Start(ForeignProgram.Find("qpdf"), words);
        await qpdf.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Contains(qpdf.ExitCode, new[] { 0, 3 }); // 3: it warns
        return output;
    }
}
