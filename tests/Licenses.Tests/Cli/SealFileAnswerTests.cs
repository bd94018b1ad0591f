using System.Text.Json;
using Licenses.Cli;
using Licenses.Testing.Attacks;

namespace Licenses.Tests.Cli;

/// <summary>What the command line says of seals and signatures by them in files of their own.</summary>
public sealed class SealFileAnswerTests : IDisposable
{
    private static readonly byte[] Content = "what was sealed"u8.ToArray();

    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task An_unknown_critical_extension_is_undecided_by_policy_crypto_too_in_a_file_and_in_a_document(bool isInSeal)
    {
        var ses = new RawSes { HasUnknown = !isInSeal, HasUnknownInSeal = isInSeal };
        await File.WriteAllBytesAsync(_folder.PathTo("a.dat"), await SignAsync(ses), Token);
        await File.WriteAllBytesAsync(_folder.PathTo("a.pdf"), await SesAttacks.Sample(ses).SealAsync(), Token);

        foreach (string file in new[] { "a.dat", "a.pdf" })
        {
            var run = await CliRun.OfAsync("verify", _folder.PathTo(file), "--content", await ContentAsync(), "--policy", "crypto");

            Assert.True(run.ExitCode == ExitCode.Indeterminate, run.Output);
            Assert.Contains(isInSeal ? "? SEAL_EXTENSIONS" : "? SES_EXTENSIONS", run.Output, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Without_the_content_its_option_is_asked_for()
    {
        await File.WriteAllBytesAsync(_folder.PathTo("a.dat"), await SignAsync(new RawSes()), Token);

        var without = await CliRun.OfAsync("verify", _folder.PathTo("a.dat"), "--policy", "crypto");
        var with = await CliRun.OfAsync("verify", _folder.PathTo("a.dat"), "--policy", "crypto", "--content", await ContentAsync());

        Assert.Equal(ExitCode.Indeterminate, without.ExitCode);
        Assert.Contains("with --content", without.Output, StringComparison.Ordinal);
        Assert.Equal(ExitCode.Passed, with.ExitCode);
    }

    [Theory]
    [InlineData("seal")]
    [InlineData("verify")]
    public async Task A_seal_that_is_damaged_is_never_called_no_PDF(string command)
    {
        byte[] seal = await new RawSes().SealAsync();
        await File.WriteAllBytesAsync(_folder.PathTo("long.esl"), (byte[])[.. seal, 1, 2, 3], Token);
        await File.WriteAllBytesAsync(_folder.PathTo("odd.esl"), await new RawSes { ListType = 3 }.SealAsync(), Token);

        foreach (var (file, exitCode) in new[] { ("long.esl", ExitCode.Failed), ("odd.esl", ExitCode.Indeterminate) })
        {
            string[] verify = command == "seal" ? ["seal", "verify"] : ["verify"];
            var run = await CliRun.OfAsync([.. verify, _folder.PathTo(file), "--json"]);

            Assert.DoesNotContain("PDF", run.Output, StringComparison.Ordinal);
            Assert.True(run.ExitCode == exitCode, run.Output);
            var finding = Assert.Single(JsonDocument.Parse(run.Output).RootElement.GetProperty("findings").EnumerateArray());
            Assert.Equal("SEAL_FORMAT", finding.GetProperty("check").GetString());
        }
    }

    [Fact]
    public async Task A_seal_by_itself_is_told_from_its_format_on()
    {
        await File.WriteAllBytesAsync(_folder.PathTo("a.esl"), await new RawSes().SealAsync(), Token);

        var run = await CliRun.OfAsync("seal", "verify", _folder.PathTo("a.esl"), "--json");

        var first = JsonDocument.Parse(run.Output).RootElement.GetProperty("findings")[0];
        Assert.Equal("SEAL_FORMAT", first.GetProperty("check").GetString());
    }

    private static Task<byte[]> SignAsync(RawSes ses) => ses.SignAsync(new CoveredBytes(Content, Content.Length, Content.Length, Content.Length));

    private async Task<string> ContentAsync()
    {
        await File.WriteAllBytesAsync(_folder.PathTo("content"), Content, Token);
        return _folder.PathTo("content");
    }

    public void Dispose() => _folder.Dispose();
}
