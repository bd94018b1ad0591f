using System.Text.Json;
using Licenses.Cli;
using Licenses.Testing.SamplePki;
using Licenses.Tests.Sealing;

namespace Licenses.Tests.Cli;

/// <summary><c>licenses seal --level</c> and <c>--upgrade</c> as somebody types them.</summary>
public sealed class SealLevelTests : IDisposable
{
    private readonly SealedSample _sample = new();

    private string[] Authority =>
        ["--tsa-key", SampleCertificates.PathTo("tsa", "tsa.p12"), "--tsa-password-file", _sample.PathTo("password")];

    private string[] Data => ["--cert", SampleCertificates.TrustDirectory, "--crl", _sample.Lists];

    [Theory]
    [InlineData("B-B")]
    [InlineData("B-T")]
    [InlineData("B-LT")]
    [InlineData("B-LTA")]
    public async Task A_seal_reaches_its_level_and_verification_says_what_the_next_one_needs(string level)
    {
        var path = await _sample.SealAsync("police", "sealed.pdf", "plain.pdf", ["--level", level, .. Authority, .. Data]);

        var signature = await VerifiedAsync(path);
        Assert.Equal(level, signature.GetProperty("level").GetString());
        Assert.NotEmpty(signature.GetProperty("nextLevel").GetString()!);
        Assert.NotEmpty(signature.GetProperty("nextLevelZh").GetString()!);
    }

    [Theory]
    [InlineData("T", "B-T")]
    [InlineData("LT", "B-LT")]
    [InlineData("LTA", "B-LTA")]
    public async Task A_sealed_file_is_upgraded_without_its_key_and_without_touching_its_bytes(string upgrade, string level)
    {
        var before = await _sample.SealAsync("market", "sealed.pdf", "plain.pdf", "--certify", "no-changes");

        var run = await UpgradeAsync("sealed.pdf", "raised.pdf", upgrade, [.. Authority, .. Data]);

        Assert.Equal(ExitCode.Passed, run.ExitCode);
        var sealedBytes = await File.ReadAllBytesAsync(before, Token);
        var raised = await File.ReadAllBytesAsync(_sample.PathTo("raised.pdf"), Token);
        Assert.True(raised.AsSpan().StartsWith(sealedBytes));
        Assert.Equal(level, (await VerifiedAsync(_sample.PathTo("raised.pdf"))).GetProperty("level").GetString());
    }

    [Fact]
    public async Task Lists_that_are_older_than_the_seal_do_not_do_and_the_answer_says_when_to_come_back()
    {
        using var lists = new TemporaryFolder();
        string[] old = ["--cert", SampleCertificates.TrustDirectory, "--crl", FreshLists.WriteTo(lists, CliRun.Now.AddHours(-2))];
        var refused = await _sample.TrySealAsync("police", "out.pdf", "plain.pdf", ["--level", "B-LTA", .. Authority, .. old]);
        var effort = await _sample.TrySealAsync(
            "police", "out.pdf", "plain.pdf", ["--json", "--level", "B-LTA", "--best-effort", .. Authority, .. old]);

        Assert.Equal(ExitCode.Indeterminate, refused.ExitCode);
        Assert.Contains("come back at 2026-06-01 22:00:00Z", refused.Error + refused.Output, StringComparison.Ordinal);
        Assert.Equal("B-T", JsonDocument.Parse(effort.Output).RootElement.GetProperty("level").GetString());
        Assert.Equal("B-T", (await VerifiedAsync(_sample.PathTo("out.pdf"))).GetProperty("level").GetString());
    }

    [Fact]
    public async Task Lists_in_force_until_the_certificates_end_have_no_later_ones_to_wait_for()
    {
        var run = await _sample.TrySealAsync(
            "police", "out.pdf", "plain.pdf",
            [
                "--level", "B-LTA", .. Authority,
                "--cert", SampleCertificates.TrustDirectory, "--crl", SampleCertificates.CrlDirectory,
            ]);

        Assert.Equal(ExitCode.Passed, run.ExitCode);
        Assert.Equal("B-LTA", (await VerifiedAsync(_sample.PathTo("out.pdf"))).GetProperty("level").GetString());
    }

    [Fact]
    public async Task Data_that_lacks_is_listed_in_both_languages_and_nothing_is_written()
    {
        var run = await _sample.TrySealAsync(
            "police", "out.pdf", "plain.pdf", ["--json", "--level", "B-LT", .. Authority, "--cert", SampleCertificates.TrustDirectory]);

        Assert.Equal(ExitCode.Indeterminate, run.ExitCode);
        var lacking = JsonDocument.Parse(run.Output).RootElement.GetProperty("lacking");
        Assert.Equal(3, lacking.GetArrayLength());
        Assert.All(lacking.EnumerateArray(), item => Assert.Contains("CRL", item.GetProperty("zh").GetString(), StringComparison.Ordinal));
        Assert.Equal(["password", "plain.pdf"], Directory.GetFiles(_sample.Folder).Select(Path.GetFileName).Order());
    }

    [Fact]
    public async Task Best_effort_writes_what_can_be_reached()
    {
        var run = await _sample.TrySealAsync(
            "police", "out.pdf", "plain.pdf", ["--json", "--level", "B-LTA", "--best-effort", .. Authority]);

        Assert.Equal(ExitCode.Passed, run.ExitCode);
        var answer = JsonDocument.Parse(run.Output).RootElement;
        Assert.Equal("B-T", answer.GetProperty("level").GetString());
        Assert.NotEqual(0, answer.GetProperty("lacking").GetArrayLength());
    }

    [Fact]
    public async Task An_authority_that_does_not_answer_leaves_no_half_a_seal()
    {
        var run = await _sample.TrySealAsync("police", "out.pdf", "plain.pdf", "--level", "B-T", "--tsa", "http://127.0.0.1:1/");

        Assert.Equal(ExitCode.Indeterminate, run.ExitCode);
        Assert.Contains("127.0.0.1:1", run.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(_sample.PathTo("out.pdf")));
    }

    [Theory]
    [InlineData("--level", "B-X")]
    [InlineData("--level", "B-T", "--upgrade", "LT")]
    [InlineData("--upgrade", "LT")]
    [InlineData("--level", "B-T", "--tsa", "ftp://example.org")]
    [InlineData("--level", "B-LT", "--crl", "no-such-folder")]
    public async Task What_does_not_go_together_is_bad_usage(params string[] options)
    {
        var run = await _sample.TrySealAsync("police", "out.pdf", "plain.pdf", options);

        Assert.Equal(ExitCode.Usage, run.ExitCode);
        Assert.NotEmpty(run.Error);
    }

    [Fact]
    public async Task A_key_that_is_not_for_timestamps_does_not_stamp()
    {
        var run = await _sample.TrySealAsync(
            "police", "out.pdf", "plain.pdf", "--level", "B-T", "--tsa-key", SampleCertificates.SealPath("tax"),
            "--tsa-password-file", _sample.PathTo("password"));

        Assert.Equal(ExitCode.Usage, run.ExitCode);
        Assert.Contains("not for timestamps", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_document_comes_in_and_goes_out_through_pipes_and_nothing_else_does()
    {
        var piped = new MemoryStream();

        var run = await CliRun.OfAsync(
            SmallPdf.Bytes, piped, "seal", "-", "-o", "-", "--key", SampleCertificates.SealPath("police"),
            "--password-file", _sample.PathTo("password"));

        Assert.Equal((ExitCode.Passed, ""), (run.ExitCode, run.Output));
        Assert.True(piped.ToArray().AsSpan().StartsWith(SmallPdf.Bytes));
        Assert.Contains("Sealed", run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(".")]
    [InlineData("no-such-folder/out.pdf")]
    public async Task A_place_that_cannot_be_written_is_told_before_the_key_is_used(string output)
    {
        var run = await _sample.TrySealAsync("police", output);

        Assert.Equal(ExitCode.Usage, run.ExitCode);
    }

    public void Dispose() => _sample.Dispose();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private Task<CliRun> UpgradeAsync(string input, string output, string level, params string[] options) =>
        CliRun.OfAsync(["seal", _sample.PathTo(input), "-o", _sample.PathTo(output), "--upgrade", level, .. options]);

    private static async Task<JsonElement> VerifiedAsync(string path)
    {
        var run = await SealedSample.VerifyAsync(path);
        Assert.True(run.ExitCode == ExitCode.Passed, run.Output);
        return JsonDocument.Parse(run.Output).RootElement.GetProperty("signatures")[0].Clone();
    }
}
