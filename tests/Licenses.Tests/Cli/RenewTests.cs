using System.Text.Json;
using Licenses.Cli;
using Licenses.Testing.SamplePki;

namespace Licenses.Tests.Cli;

public sealed class RenewTests : IDisposable
{
    private readonly SealedSample _sample = new();

    private string[] Authority =>
    [
        "--tsa-key", SampleCertificates.PathTo("tsa", "tsa.p12"), "--tsa-password-file", _sample.PathTo("password"),
        "--cert", SampleCertificates.TrustDirectory, "--cert", SampleCertificates.PathTo("authorities"),
        "--crl", _sample.Lists,
    ];

    private static string[] Trusted => ["--cert", SampleCertificates.TrustDirectory];

    [Fact]
    public async Task Without_a_root_nobody_can_tell_whose_timestamps_count()
    {
        var file = await _sample.SealAsync("police", "archive.pdf", "plain.pdf", ["--level", "B-LTA", .. Authority]);

        var run = await CliRun.OfAsync("renew", file);

        Assert.Equal(ExitCode.Usage, run.ExitCode);
        Assert.Contains("--cert", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_archive_is_looked_through_and_each_document_gets_its_word()
    {
        await _sample.SealAsync("police", "archive.pdf", "plain.pdf", ["--level", "B-LTA", .. Authority]);
        await _sample.SealAsync("police", "bare.pdf");
        await File.WriteAllTextAsync(_sample.PathTo("noise.pdf"), "noise", Token);

        var run = await CliRun.OfAsync(["renew", _sample.Folder, "--json", .. Trusted]);

        var states = run.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => JsonDocument.Parse(line).RootElement)
            .ToDictionary(line => Path.GetFileName(line.GetProperty("file").GetString()!), line => line.GetProperty("state").GetString());
        Assert.Equal(("KEPT", "NOT_STAMPED", null, "NOT_SEALED"), (states["archive.pdf"], states["bare.pdf"], states["noise.pdf"], states["plain.pdf"]));
        Assert.Equal(ExitCode.NotADocument, run.ExitCode);
    }

    [Theory]
    [InlineData(false, ExitCode.Passed)]
    [InlineData(true, ExitCode.Indeterminate)]
    public async Task A_seal_that_cannot_be_kept_alarms_a_nightly_job_that_asks_for_timestamps(bool isRequired, int expected)
    {
        await _sample.SealAsync("police", "bare.pdf");

        var run = await CliRun.OfAsync(["renew", _sample.PathTo("bare.pdf"), .. Trusted, .. isRequired ? (string[])["--require-timestamp"] : []]);

        Assert.Equal(expected, run.ExitCode);
        Assert.Contains("unstamped", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_due_is_told_and_left_alone_without_an_authority()
    {
        var file = await _sample.SealAsync("police", "archive.pdf", "plain.pdf", ["--level", "B-LTA", .. Authority]);
        var before = await File.ReadAllBytesAsync(file, Token);

        var run = await CliRun.OfAsync(["renew", file, "--within", "36500", .. Trusted]);

        Assert.Equal(ExitCode.Indeterminate, run.ExitCode);
        Assert.Contains("due", run.Output);
        Assert.Contains("续加", run.Output);
        Assert.Equal(before, await File.ReadAllBytesAsync(file, Token));
    }

    [Fact]
    public async Task What_is_due_gets_a_further_timestamp_behind_its_unchanged_bytes()
    {
        var file = await _sample.SealAsync("police", "archive.pdf", "plain.pdf", ["--level", "B-LTA", .. OfShortAuthority()]);
        var before = await File.ReadAllBytesAsync(file, Token);

        var run = await CliRun.OfAsync(["renew", file, "--within", "36500", .. Authority]);
        var verified = await SealedSample.VerifyAsync(file);

        var after = await File.ReadAllBytesAsync(file, Token);
        Assert.Equal((ExitCode.Passed, ExitCode.Passed), (run.ExitCode, verified.ExitCode));
        Assert.True(after.Length > before.Length && after.AsSpan().StartsWith(before));
        var signatures = JsonDocument.Parse(verified.Output).RootElement.GetProperty("signatures").EnumerateArray().ToArray();
        Assert.Equal(["signature", "timestamp", "timestamp"], signatures.Select(one => one.GetProperty("type").GetString()));
        Assert.Equal("B-LTA", signatures[0].GetProperty("level").GetString());
        Assert.Empty(Directory.EnumerateFiles(_sample.Folder, "*.part"));
    }

    [Fact]
    public async Task An_authority_that_carries_no_further_adds_nothing_however_often_it_is_asked()
    {
        var file = await _sample.SealAsync("police", "archive.pdf", "plain.pdf", ["--level", "B-LTA", .. Authority]);
        var before = await File.ReadAllBytesAsync(file, Token);

        var run = await CliRun.OfAsync(["renew", file, "--within", "36500", .. Authority]);

        Assert.Equal(ExitCode.Indeterminate, run.ExitCode);
        Assert.Contains("a timestamp that carries it beyond 2046-01-01", run.Output, StringComparison.Ordinal);
        Assert.Equal(before, await File.ReadAllBytesAsync(file, Token));
    }

    [Fact]
    public async Task Data_that_lacks_is_named_and_the_document_stays_as_it_is()
    {
        var file = await _sample.SealAsync("police", "archive.pdf", "plain.pdf", ["--level", "B-T", .. Authority]);
        var before = await File.ReadAllBytesAsync(file, Token);

        var run = await CliRun.OfAsync(["renew", file, "--within", "36500", .. Authority[..4], .. Trusted]);

        Assert.Equal(ExitCode.Indeterminate, run.ExitCode);
        Assert.Contains("lacking", run.Output);
        Assert.Equal(before, await File.ReadAllBytesAsync(file, Token));
    }

    public void Dispose() => _sample.Dispose();

    private string[] OfShortAuthority()
    {
        ShortAuthority.WriteTo(_sample.PathTo("short.p12"));
        return [Authority[0], _sample.PathTo("short.p12"), .. Authority[2..]];
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;
}
