using System.Diagnostics;
using System.Text;
using System.Text.Json;
using Licenses.Cli;
using Licenses.Testing.Processes;
using Licenses.Tests.Pdf.Composing;

namespace Licenses.Tests.Cli;

public sealed class SealTests : IDisposable
{
    private readonly SealedSample _sample = new();

    [Fact]
    public async Task The_input_is_the_beginning_of_the_output_byte_for_byte()
    {
        var sealedPath = await _sample.SealAsync("police", "sealed.pdf");

        Assert.True((await File.ReadAllBytesAsync(sealedPath, Token)).AsSpan().StartsWith(SmallPdf.Bytes));
    }

    [Theory]
    [InlineData("police")]
    [InlineData("market")]
    [InlineData("market", "--pss")]
    [InlineData("police", "--certify", "no-changes", "--reason", "核发")]
    [InlineData("market", "--at", "150,60", "--page", "-1")]
    [InlineData("police", "--keyword", "contract", "--occurrence", "-1", "--offset=-20,10")]
    public async Task Pdfsig_finds_a_seal_of_every_kind_valid(string seal, params string[] options)
    {
        var sealedPath = await _sample.SealAsync(seal, "sealed.pdf", "plain.pdf", options);

        var judgement = await PdfsigAsync(sealedPath);

        Assert.Contains("Signature is Valid.", judgement, StringComparison.Ordinal);
        Assert.Contains("Total document signed", judgement, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_picture_serves_as_the_seal()
    {
        var picture = _sample.PathTo("seal.png");
        await File.WriteAllBytesAsync(picture, PictureBuilder.Png((20, 10, 8, 6), (x, _) => [200, 0, 0, 10 * x]), Token);

        var sealedPath = await _sample.SealAsync("police", "sealed.pdf", "plain.pdf", "--at", "100,100", "--picture", picture);

        Assert.Contains("Signature is Valid.", await PdfsigAsync(sealedPath), StringComparison.Ordinal);
        var text = Encoding.Latin1.GetString(await File.ReadAllBytesAsync(sealedPath, Token));
        Assert.Contains("/BBox[0 0 119.0551", text, StringComparison.Ordinal); // 42 mm wide
        Assert.Contains("/SMask ", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("password", "neither JPEG, PNG nor BMP")]
    [InlineData("nowhere.png", "nowhere.png")]
    public async Task What_is_no_picture_is_refused_before_anything_is_sealed(string name, string words)
    {
        var run = await _sample.TrySealAsync("police", "out.pdf", "plain.pdf", "--at", "100,100", "--picture", _sample.PathTo(name));

        Assert.Equal(ExitCode.Usage, run.ExitCode);
        Assert.Contains(words, run.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(_sample.PathTo("out.pdf")));
    }

    [Fact]
    public async Task A_second_seal_leaves_the_first_one_valid()
    {
        await _sample.SealAsync("police", "one.pdf");
        var two = await _sample.SealAsync("tax", "two.pdf", "one.pdf");

        var judgement = await PdfsigAsync(two);
        var run = await SealedSample.VerifyAsync("--policy", "pades", two);

        Assert.Equal(2, judgement.Split("Signature is Valid.").Length - 1);
        Assert.Equal(ExitCode.Passed, run.ExitCode);
    }

    [Fact]
    public async Task A_document_that_its_certifier_closed_is_not_sealed_again_and_the_reason_is_given_in_both_languages()
    {
        await _sample.SealAsync("police", "closed.pdf", "plain.pdf", "--certify", "no-changes");

        var run = await _sample.TrySealAsync("tax", "again.pdf", "closed.pdf", "--json");

        Assert.Equal(ExitCode.Failed, run.ExitCode);
        var answer = JsonDocument.Parse(run.Output).RootElement;
        Assert.Equal("CERTIFICATION_FORBIDS", answer.GetProperty("refused").GetString());
        Assert.NotEmpty(answer.GetProperty("detailZh").GetString()!);
        Assert.False(File.Exists(_sample.PathTo("again.pdf")));
    }

    [Fact]
    public async Task What_is_no_pdf_is_not_sealed_and_leaves_nothing_behind()
    {
        var run = await _sample.TrySealAsync("police", "out.pdf", "password");

        Assert.Equal(ExitCode.NotADocument, run.ExitCode);
        Assert.Equal(["password", "plain.pdf"], Directory.GetFiles(_sample.Folder).Select(Path.GetFileName).Order());
    }

    [Fact]
    public async Task A_seal_never_replaces_its_input_and_overwrites_another_file_only_by_force()
    {
        var onItself = await _sample.TrySealAsync("police", "plain.pdf");
        await _sample.SealAsync("police", "sealed.pdf");
        var onOther = await _sample.TrySealAsync("police", "sealed.pdf");
        var byForce = await _sample.TrySealAsync("police", "sealed.pdf", "plain.pdf", "--force");

        Assert.Equal(ExitCode.Usage, onItself.ExitCode);
        Assert.Equal(ExitCode.Usage, onOther.ExitCode);
        Assert.Equal(ExitCode.Passed, byForce.ExitCode);
    }

    [Theory]
    [InlineData("--at", "15")]
    [InlineData("--at", "15,north")]
    [InlineData("--cross-page")]
    [InlineData("--certify", "perhaps")]
    [InlineData("--password-env", "NO_SUCH_VARIABLE_IS_SET")]
    public async Task Bad_options_are_usage_errors(params string[] options)
    {
        var run = await _sample.TrySealAsync("police", "out.pdf", "plain.pdf", options);

        Assert.Equal(ExitCode.Usage, run.ExitCode);
    }

    [Fact]
    public async Task A_wrong_password_is_named_and_not_repeated()
    {
        await File.WriteAllTextAsync(_sample.PathTo("password"), "wrong-secret", Token);

        var run = await _sample.TrySealAsync("police", "out.pdf");

        Assert.Equal(ExitCode.Usage, run.ExitCode);
        Assert.DoesNotContain("wrong-secret", run.Error + run.Output, StringComparison.Ordinal);
    }

    public void Dispose() => _sample.Dispose();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private static async Task<string> PdfsigAsync(string path)
    {
        var start = new ProcessStartInfo(ForeignProgram.Find("pdfsig"), [path])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync(Token);
        var output = await process.StandardOutput.ReadToEndAsync(Token);
        await process.WaitForExitAsync(Token);
        return output + await error;
    }
}
