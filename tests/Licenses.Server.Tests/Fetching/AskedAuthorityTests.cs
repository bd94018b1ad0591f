using Licenses.Cli;
using Licenses.Cli.Pki.Serving;
using Licenses.Crypto.X509;
using Licenses.Testing.SamplePki;
using Licenses.Testing.World;
using Licenses.Trust;

namespace Licenses.Server.Tests.Fetching;

/// <summary>Whether the time-stamp authority was revoked is asked online, where the command line names whom to ask.</summary>
public sealed class AskedAuthorityTests : IAsyncLifetime
{
    private WorldCli? _cli;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private WorldCli Cli => _cli!;

    private TestWorld World => Cli.World;

    private static Certificate Authority => CertificateFile.ReadFirst(SampleCertificates.PathTo("tsa", "tsa.pem"));

    public async ValueTask InitializeAsync() => _cli = await WorldCli.StartAsync();

    public ValueTask DisposeAsync() => Cli.DisposeAsync();

    [Theory]
    [InlineData("ocsp")]
    [InlineData("lists")]
    public async Task A_revoked_authoritys_timestamp_is_refused_and_nothing_is_written(string kind)
    {
        World.Revoke(Authority);

        var asked = await Cli.SealAsync("asked.pdf", "B-T", "--sources", Cli.Sources(kind));
        var unasked = await Cli.SealAsync("unasked.pdf", "B-T");

        Assert.Equal((ExitCode.Indeterminate, ExitCode.Passed), (asked.ExitCode, unasked.ExitCode));
        Assert.Contains("was revoked at", asked.Error + asked.Output, StringComparison.Ordinal);
        Assert.False(File.Exists(Cli.PathTo("asked.pdf")));
    }

    [Fact]
    public async Task A_list_that_revokes_is_heard_beside_a_responder_that_is_behind()
    {
        World.Rebase();
        World.Revoke(Authority);
        World.Switches[WorldService.Ocsp] = WorldFault.Behind;

        Assert.Equal(ExitCode.Indeterminate, (await Cli.SealAsync("out.pdf", "B-T", "--sources", Cli.Sources("both"))).ExitCode);
    }

    [Fact]
    public async Task One_that_cannot_be_told_is_kept_and_told()
    {
        World.Switches[WorldService.Ocsp] = WorldFault.Down;

        var run = await Cli.SealAsync("out.pdf", "B-T", "--sources", Cli.Sources("ocsp"));

        Assert.Equal(ExitCode.Passed, run.ExitCode);
        Assert.Contains("it could not be told whether", run.Error, StringComparison.Ordinal);
        Assert.Contains("时间戳", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_nightly_job_takes_no_revoked_authoritys_timestamp_and_the_document_stays_due()
    {
        Assert.Equal(ExitCode.Passed, (await Cli.SealAsync("out.pdf", "B-LTA", "--sources", Cli.Sources("ocsp"))).ExitCode);
        byte[] before = await File.ReadAllBytesAsync(Cli.PathTo("out.pdf"), Token);
        World.Revoke(Authority, at: DateTimeOffset.UtcNow.AddHours(1)); // what it gave before stays good

        var run = await WorldCli.RunAsync(
        [
            "renew", Cli.PathTo("out.pdf"), "--within", "36500", "--tsa", World.Addresses.Tsa.AbsoluteUri, .. WorldCli.Roots,
            "--sources", Cli.Sources("ocsp"),
        ]);

        Assert.True(run.ExitCode == ExitCode.Indeterminate, run.Output + run.Error);
        Assert.Contains("was revoked at", run.Output + run.Error, StringComparison.Ordinal);
        Assert.Equal(before, await File.ReadAllBytesAsync(Cli.PathTo("out.pdf"), Token));
    }

    [Fact]
    public async Task A_verification_with_sources_asks_about_the_signer_and_about_the_authority()
    {
        Assert.Equal(ExitCode.Passed, (await Cli.SealAsync("out.pdf", "B-T")).ExitCode);
        string[] verify =
        [
            "verify", Cli.PathTo("out.pdf"), "--policy", "pades", "--trust", SampleCertificates.TrustDirectory,
            "--trust", SampleCertificates.PathTo("authorities", "issuing-ca.pem"),
        ];

        var offline = await WorldCli.RunAsync(verify);
        var online = await WorldCli.RunAsync([.. verify, "--sources", Cli.Sources("both")]);
        World.Revoke(Authority, at: DateTimeOffset.UtcNow.AddYears(-1));
        var revoked = await WorldCli.RunAsync([.. verify, "--all", "--sources", Cli.Sources("both")]);
        World.Switches[WorldService.Ocsp] = WorldFault.Down;
        World.Switches[WorldService.Crl] = WorldFault.Down;
        var unreachable = await WorldCli.RunAsync([.. verify, "--sources", Cli.Sources("both")]);

        Assert.Equal((ExitCode.Indeterminate, ExitCode.Passed), (offline.ExitCode, online.ExitCode));
        Assert.Contains("revoked", revoked.Output, StringComparison.Ordinal);
        Assert.Equal(ExitCode.Indeterminate, unreachable.ExitCode);
    }
}
