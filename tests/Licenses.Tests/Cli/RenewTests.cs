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

    [Fact]
    public async Task An_archive_is_looked_through_and_each_document_gets_its_word()
    {
        await _sample.SealAsync("police", "archive.pdf", "plain.pdf", ["--level", "B-LTA", .. Authority]);
        await _sample.SealAsync("police", "bare.pdf");
        await File.WriteAllTextAsync(_sample.PathTo("noise.pdf"), "noise", Token);

        var run = await CliRun.OfAsync("renew", _sample.Folder, "--json", "--cert", SampleCertificates.TrustDirectory);

        var states = run.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => JsonDocument.Parse(line).RootElement)
            .ToDictionary(line => Path.GetFileName(line.GetProperty("file").GetString()!), line => line.GetProperty("state").GetString());
        Assert.Equal(("KEPT", "NOT_STAMPED", null, "NOT_SEALED"), (states["archive.pdf"], states["bare.pdf"], states["noise.pdf"], states["plain.pdf"]));
        Assert.Equal(ExitCode.NotADocument, run.ExitCode);
    }

    [Fact]
    public async Task What_is_due_is_told_and_left_alone_without_an_authority()
    {
        var file = await _sample.SealAsync("police", "archive.pdf", "plain.pdf", ["--level", "B-LTA", .. Authority]);
        var before = await File.ReadAllBytesAsync(file, Token);

        var run = await CliRun.OfAsync("renew", file, "--within", "36500", "--cert", SampleCertificates.TrustDirectory);

        Assert.Equal(ExitCode.Indeterminate, run.ExitCode);
        Assert.Contains("due", run.Output);
        Assert.Contains("续加", run.Output);
        Assert.Equal(before, await File.ReadAllBytesAsync(file, Token));
    }

    [Fact]
    public async Task What_is_due_gets_a_further_timestamp_behind_its_unchanged_bytes()
    {
        var file = await _sample.SealAsync("police", "archive.pdf", "plain.pdf", ["--level", "B-LTA", .. Authority]);
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
    public async Task Data_that_lacks_is_named_and_the_document_stays_as_it_is()
    {
        var file = await _sample.SealAsync("police", "archive.pdf", "plain.pdf", ["--level", "B-T", .. Authority]);
        var before = await File.ReadAllBytesAsync(file, Token);

        var run = await CliRun.OfAsync(["renew", file, "--within", "36500", .. Authority[..6]]);

        Assert.Equal(ExitCode.Indeterminate, run.ExitCode);
        Assert.Contains("lacking", run.Output);
        Assert.Equal(before, await File.ReadAllBytesAsync(file, Token));
    }

    [Fact]
    public async Task Nobody_is_told_that_all_is_well_who_has_not_said_whom_he_trusts() =>
        Assert.Equal(64, (await CliRun.OfAsync("renew", _sample.Folder)).ExitCode);

    public void Dispose() => _sample.Dispose();

    private static CancellationToken Token => TestContext.Current.CancellationToken;
}
