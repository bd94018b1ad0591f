using System.Text.Json;
using Licenses.Cli;
using Licenses.Cli.Pki.Serving;
using Licenses.Testing.SamplePki;
using Licenses.Testing.World;
using Licenses.Trust;
using Licenses.Trust.Fetching;

namespace Licenses.Server.Tests.Fetching;

/// <summary>Seals raised with nothing at hand but the roots: what long-term validation needs is fetched and embedded.</summary>
public sealed class FetchedEvidenceTests : IAsyncLifetime
{
    private WorldCli? _cli;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private TestWorld World => _cli!.World;

    public async ValueTask InitializeAsync() => _cli = await WorldCli.StartAsync();

    public ValueTask DisposeAsync() => _cli!.DisposeAsync();

    [Theory]
    [InlineData("ocsp")]
    [InlineData("lists")]
    [InlineData("both")]
    public async Task An_archived_seal_made_of_fetched_data_verifies_offline_with_nothing_but_the_roots(string kind)
    {
        var run = await SealAsync("out.pdf", "B-LTA", "--sources", Sources(kind));
        Assert.True(run.ExitCode == ExitCode.Passed, run.Error);
        await World.StopAsync();

        var signature = await VerifyAsync("out.pdf");

        Assert.Equal(("TOTAL_PASSED", "B-LTA"), (Text(signature, "indication"), Text(signature, "level")));
    }

    [Fact]
    public async Task A_seal_of_before_is_raised_and_renewed_with_fetched_data()
    {
        Assert.Equal(ExitCode.Passed, (await SealAsync("sealed.pdf", "B-B")).ExitCode);
        ShortAuthority.WriteTo(PathTo("short.p12"));
        await File.WriteAllTextAsync(PathTo("short.txt"), SampleCertificates.Password, Token);

        var raised = await RunAsync(
        [
            "seal", PathTo("sealed.pdf"), "-o", PathTo("out.pdf"), "--upgrade", "LTA", "--tsa-key", PathTo("short.p12"),
            "--tsa-password-file", PathTo("short.txt"), .. Roots, "--sources", Sources("lists"),
        ]);
        var renewed = await RunAsync(
            ["renew", PathTo("out.pdf"), "--within", "36500", "--tsa", World.Addresses.Tsa.AbsoluteUri, .. Roots, "--sources", Sources("lists")]);

        Assert.True((raised.ExitCode, renewed.ExitCode) == (ExitCode.Passed, ExitCode.Passed), raised.Error + renewed.Output);
        Assert.Equal("TOTAL_PASSED", Text(await VerifyAsync("out.pdf"), "indication"));
    }

    [Fact]
    public async Task The_nightly_job_adds_data_that_is_newer_than_the_timestamps_once_it_can_be_had()
    {
        var late = TimeSpan.FromSeconds(7); // this responder's answers are five seconds old
        World.Lag = TimeSpan.FromSeconds(5);
        var early = await SealAsync("early.pdf", "B-LTA", "--sources", Sources("ocsp"));
        Assert.Equal(ExitCode.Passed, (await SealAsync("sealed.pdf", "B-T")).ExitCode);
        await Task.Delay(late, Token);
        var raised = await RunAsync(
            ["seal", PathTo("sealed.pdf"), "-o", PathTo("out.pdf"), "--upgrade", "LTA", "--tsa", World.Addresses.Tsa.AbsoluteUri, .. Roots, "--sources", Sources("ocsp")]);
        Assert.Equal((ExitCode.Indeterminate, ExitCode.Passed), (early.ExitCode, raised.ExitCode));
        string[] renew = ["renew", PathTo("out.pdf"), "--json", .. Roots, "--sources", Sources("ocsp")];

        var atOnce = await RunAsync(renew);
        await Task.Delay(late, Token);
        var later = await RunAsync(renew);
        var again = await RunAsync(renew);

        Assert.Equal(
            (false, true, false), (IsSettled(atOnce), IsSettled(later), IsSettled(again)));
        Assert.Equal("TOTAL_PASSED", Text(await VerifyAsync("out.pdf"), "indication"));

        static bool IsSettled(WorldCli.CliAnswer run) => JsonDocument.Parse(run.Output).RootElement.GetProperty("settled").GetBoolean();
    }

    [Fact]
    public async Task Lists_are_fetched_where_the_responder_is_down()
    {
        World.Switches[WorldService.Ocsp] = WorldFault.Down;

        var run = await SealAsync("out.pdf", "B-LT", "--sources", Sources("both"));

        Assert.True(run.ExitCode == ExitCode.Passed, run.Error);
        Assert.Equal("B-LT", Text(await VerifyAsync("out.pdf"), "level"));
    }

    [Theory]
    [InlineData(WorldFault.Down)]
    [InlineData(WorldFault.WrongSigner)]
    [InlineData(WorldFault.Expired)]
    [InlineData(WorldFault.Future)]
    [InlineData(WorldFault.Garbage)]
    [InlineData(WorldFault.Huge)]
    [InlineData(WorldFault.Unavailable)]
    [InlineData(WorldFault.Redirect)]
    [InlineData(WorldFault.Refusing)]
    [InlineData(WorldFault.WrongImprint)]
    public async Task What_a_source_does_not_give_is_named_with_its_reason_and_nothing_is_written(WorldFault fault)
    {
        World.Switches[WorldService.Ocsp] = fault;

        var run = await SealAsync("out.pdf", "B-LTA", "--sources", Sources("ocsp"));

        Assert.Equal(ExitCode.Indeterminate, run.ExitCode);
        Assert.Contains("样例市公安局电子印章", run.Error, StringComparison.Ordinal);
        Assert.Contains(World.Addresses.Root.Authority + ": ", run.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(PathTo("out.pdf")));
    }

    [Fact]
    public async Task A_certificate_that_its_source_calls_revoked_is_not_raised()
    {
        using var police = SampleCertificates.Seal("police");
        World.Revoke(Licenses.Crypto.X509.Certificate.Decode(police.RawData));

        var run = await SealAsync("out.pdf", "B-LT", "--sources", Sources("ocsp"));

        Assert.Equal(ExitCode.Indeterminate, run.ExitCode);
        Assert.Contains("revoked", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_responders_good_of_before_is_not_stored_beside_a_list_that_revokes()
    {
        using var police = SampleCertificates.Seal("police");
        World.Rebase();
        World.Revoke(Licenses.Crypto.X509.Certificate.Decode(police.RawData));
        World.Switches[WorldService.Ocsp] = WorldFault.Behind; // in force, and good

        var run = await SealAsync("out.pdf", "B-LT", "--best-effort", "--json", "--sources", Sources("both"));

        Assert.Contains("was revoked at", run.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("/OCSPs", await File.ReadAllTextAsync(PathTo("out.pdf"), System.Text.Encoding.Latin1, Token), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Lists_at_hand_that_stand_to_the_certificates_end_keep_no_source_from_being_asked()
    {
        using var police = SampleCertificates.Seal("police");
        World.Revoke(Licenses.Crypto.X509.Certificate.Decode(police.RawData));

        var run = await SealAsync("out.pdf", "B-LT", "--crl", SampleCertificates.CrlDirectory, "--sources", Sources("both"));

        Assert.Equal(ExitCode.Indeterminate, run.ExitCode);
        Assert.Contains("was revoked at", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nobody_is_asked_whom_the_operator_has_not_named()
    {
        var run = await SealAsync("out.pdf", "B-LT", "--fetch-from", "ocsp.example.org");

        Assert.Equal(ExitCode.Indeterminate, run.ExitCode);
        Assert.Contains("no source is named for it", run.Error, StringComparison.Ordinal);
        Assert.Equal(0, World.Switches.CountOf(WorldService.Ocsp) + World.Switches.CountOf(WorldService.Crl));
    }

    [Theory]
    [InlineData("not json")]
    [InlineData("{}")]
    [InlineData("{\"Revocation\":{\"AllowedHosts\":[\"http://x/\"]}}")]
    [InlineData("{\"Revocation\":{\"Issuers\":[{\"Certificate\":\"none.pem\"}]}}")]
    [InlineData("{\"Revocation\":{\"Issuers\":[{\"Certificate\":\"none.pem\",\"Ocsp\":[\"ldap://x\"]}]}}")]
    public async Task A_file_of_sources_that_cannot_be_used_is_bad_usage(string text)
    {
        await File.WriteAllTextAsync(PathTo("bad.json"), text, Token);

        var run = await SealAsync("out.pdf", "B-LT", "--sources", PathTo("bad.json"));

        Assert.Equal(ExitCode.Usage, run.ExitCode);
    }

    [Fact]
    public async Task Addresses_in_a_certificate_lead_to_its_status_and_to_its_issuer_where_the_host_is_allowed()
    {
        var leaf = World.IssueCertificate("named");
        EvidenceWish[] wishes =
        [
            new EvidenceWish.Status(leaf, TestWorld.IssuerCertificate, DateTimeOffset.MinValue, new("", "")),
            new EvidenceWish.Status(leaf, TestWorld.IssuerCertificate, DateTimeOffset.MinValue, new("", "")) { ByListOnly = true },
            new EvidenceWish.IssuerOf(leaf, new("", "")),
        ];
        using var allowing = new HttpFetcher(FetchKit.Allowing(World), _ => { });
        using var refusing = new HttpFetcher(new FetchPolicy(), _ => { });

        foreach (var (http, isAllowed) in ((HttpFetcher, bool)[])[(allowing, true), (refusing, false)])
        {
            var fetcher = new EvidenceFetcher(http, new RevocationFetchOptions(), TimeProvider.System);
            var fetched = new List<FetchedEvidence>();
            foreach (var wish in wishes)
            {
                fetched.Add(await fetcher.FetchAsync(wish, FetchKit.Roots, (_, _) => true, Token));
            }

            Assert.Equal(
                (isAllowed, isAllowed, isAllowed),
                (fetched[0].Response is not null, fetched[1].List is not null, TestWorld.IssuerCertificate.Equals(fetched[2].Issuer)));
        }
    }

    [Theory]
    [InlineData(true, null, true)]
    [InlineData(true, "1.3.6.1.4.1.99999.1", true)]
    [InlineData(true, "1.9.9.9", true)] // this authority stamps under whichever policy it is asked for
    [InlineData(false, null, false)]
    public async Task An_authority_must_be_under_a_root_that_was_named(bool namesItsRoot, string? policy, bool sealedIt)
    {
        string[] roots = namesItsRoot ? Roots : ["--cert", SampleCertificates.PathTo("trust", "province-root.pem")];

        var run = await RunAsync(
        [
            "seal", WorldCli.Plain, "-o", PathTo("out.pdf"), "--key", SampleCertificates.SealPath("police"), "--password-file", PathTo("password"),
            "--level", "B-T", "--tsa", World.Addresses.Tsa.AbsoluteUri, .. roots, .. policy is null ? [] : (string[])["--tsa-policy", policy],
        ]);

        Assert.True(run.ExitCode == ExitCode.Passed == sealedIt, run.Error);
        Assert.Equal(sealedIt, File.Exists(PathTo("out.pdf")));
    }

    [Fact]
    public async Task A_policy_that_was_asked_for_must_be_the_tokens()
    {
        World.Switches[WorldService.Tsa] = WorldFault.WrongPolicy;

        var run = await SealAsync("out.pdf", "B-T", "--tsa-policy", "1.9.9.9");

        Assert.NotEqual(ExitCode.Passed, run.ExitCode);
        Assert.Contains("policy", run.Error, StringComparison.Ordinal);
    }

    private static string[] Roots => WorldCli.Roots;

    private string PathTo(string name) => _cli!.PathTo(name);

    private string Sources(string kind) => _cli!.Sources(kind);

    private static string? Text(JsonElement signature, string name) => signature.GetProperty(name).GetString();

    private Task<WorldCli.CliAnswer> SealAsync(string output, string level, params string[] options) =>
        _cli!.SealAsync(output, level, options);

    private static Task<WorldCli.CliAnswer> RunAsync(params string[] arguments) => WorldCli.RunAsync(arguments);

    private async Task<JsonElement> VerifyAsync(string file)
    {
        var run = await RunAsync("verify", PathTo(file), "--policy", "pades", "--json", "--trust", SampleCertificates.PathTo("trust", "city-root.pem"));
        Assert.True(run.ExitCode == ExitCode.Passed, run.Output);
        return JsonDocument.Parse(run.Output).RootElement.GetProperty("signatures")[0].Clone();
    }
}
