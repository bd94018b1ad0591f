using Grpc.Core;
using Licenses.Cli.Pki.Serving;
using Licenses.Server.Fetching;
using Licenses.Server.Tests.Caching;
using Licenses.Testing.SamplePki;
using Licenses.Testing.SharedData;
using Licenses.Testing.World;
using Licenses.V1;
using Microsoft.Extensions.Configuration;
using Certificate = Licenses.Crypto.X509.Certificate;

namespace Licenses.Server.Tests.Host;

/// <summary>The whole server beside live sources of revocation data: what it says of a sealed license as they say more, or less.</summary>
public sealed class RevocationSourceTests : IAsyncLifetime
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("licenses-sources-");
    private TestWorld? _world;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private static Certificate Police => Certificate.Decode(SampleCertificates.Seal("police").RawData);

    private TestWorld World => _world!;

    public async ValueTask InitializeAsync() => _world = await TestWorld.StartAsync(TimeProvider.System, Token);

    public async ValueTask DisposeAsync()
    {
        await World.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    [Fact]
    public async Task A_seal_that_its_authority_revokes_stops_being_good_and_seals_no_more()
    {
        await using var server = await RunningServer.StartAsync(Settings(WithoutFiles()));
        var license = await server.IssueFatherPermitAsync();
        var document = await server.DownloadAsync(license.Number);
        Assert.Equal(DocumentVerdict.Passed, (await server.VerifyAsync(document)).Verdict);

        World.Revoke(Police);
        await Task.Delay(TimeSpan.FromSeconds(1.2), Token); // the configured age of a fact

        var report = await server.VerifyAsync(document);
        Assert.Equal(DocumentVerdict.Indeterminate, report.Verdict);
        Assert.Contains("revoked", report.Signatures[0].ToString(), StringComparison.OrdinalIgnoreCase);
        var refused = await Refused.ByAsync(() => server.Issuing().IssueAsync(
            SampleStory.Issue(SampleStory.FatherPermit, "after-revocation")).ResponseAsync);
        Assert.Equal(StatusCode.Unavailable, refused.Code);
    }

    [Fact]
    public async Task A_case_that_needs_a_source_that_is_down_cannot_be_told_now_and_exempts_when_it_is_back()
    {
        World.Switches[WorldService.Ocsp] = WorldFault.Down;
        await using var server = await RunningServer.StartAsync(Settings(WithoutFiles()));
        await server.IssueFatherPermitAsync();

        var during = Permit(await server.Center().CheckAsync(SampleStory.Enrolment()));
        Assert.Equal(MaterialDecision.Undetermined, during.Decision);
        Assert.NotNull(during.RetryAt);

        World.Switches[WorldService.Ocsp] = WorldFault.None;
        await Eventually.BecomesTrueAsync(async () =>
            Permit(await server.Center().CheckAsync(SampleStory.Enrolment())).Decision == MaterialDecision.Exempt);

        static MaterialResult Permit(Decision report) =>
            report.Materials.Single(material => material.MaterialCode == "residence-permit");
    }

    [Theory]
    [InlineData(WorldFault.Down)]
    [InlineData(WorldFault.WrongSigner)]
    [InlineData(WorldFault.Garbage)]
    public async Task Without_a_source_nothing_is_good_and_it_says_when_to_ask_again(WorldFault fault)
    {
        World.Switches[WorldService.Ocsp] = fault;
        await using var server = await RunningServer.StartAsync(Settings(WithoutFiles()));
        var license = await server.IssueFatherPermitAsync();
        var document = await server.DownloadAsync(license.Number);

        var report = await server.VerifyAsync(document);

        Assert.Equal(DocumentVerdict.Indeterminate, report.Verdict);
        Assert.Contains("Ask again", report.Signatures[0].ToString(), StringComparison.Ordinal);
        World.Switches[WorldService.Ocsp] = WorldFault.None;
        await Eventually.BecomesTrueAsync(async () => (await server.VerifyAsync(document)).Verdict == DocumentVerdict.Passed);
    }

    [Fact]
    public async Task A_good_list_at_hand_does_not_hide_what_the_source_says()
    {
        await using var server = await RunningServer.StartAsync(Settings([]));
        var license = await server.IssueFatherPermitAsync();
        World.Revoke(Police);
        await Task.Delay(TimeSpan.FromSeconds(1.2), Token); // the sealing has asked already

        var report = await server.VerifyAsync(await server.DownloadAsync(license.Number));

        Assert.Equal(DocumentVerdict.Indeterminate, report.Verdict);
    }

    [Fact]
    public async Task What_a_seal_brings_along_does_not_hide_that_its_key_was_stolen_before()
    {
        await using var server = await RunningServer.StartAsync(Settings(new(WithoutFiles())
        {
            ["Timestamps:Authorities:0:Address"] = World.Addresses.Tsa.AbsoluteUri, ["Sealing:LicenseLevel"] = "B-LT",
        }));
        var license = await server.IssueFatherPermitAsync();
        var document = await server.DownloadAsync(license.Number);
        World.Switches[WorldService.Ocsp] = WorldFault.Down;
        await Task.Delay(TimeSpan.FromSeconds(1.2), Token); // the configured age of a fact
        Assert.Equal(DocumentVerdict.Passed, (await server.VerifyAsync(document)).Verdict);

        World.Switches[WorldService.Ocsp] = WorldFault.None;
        World.Revoke(Police, at: DateTimeOffset.UtcNow.AddHours(-1));

        await Eventually.BecomesTrueAsync(async () => (await server.VerifyAsync(document)).Verdict == DocumentVerdict.Indeterminate);
    }

    [Fact]
    public async Task Each_fetch_is_one_line_of_the_log_without_what_it_was_about()
    {
        await using var server = await RunningServer.StartAsync(Settings(WithoutFiles()));
        var license = await server.IssueFatherPermitAsync();

        await server.VerifyAsync(await server.DownloadAsync(license.Number));

        var lines = server.Log.All.Where(line => line.Contains("Fetched ocsp", StringComparison.Ordinal)).ToArray();
        Assert.Equal(World.Switches.CountOf(WorldService.Ocsp), lines.Length);
        Assert.All(lines, line => Assert.DoesNotContain("/ocsp/", line, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_list_that_is_put_beside_the_others_counts_without_a_restart()
    {
        var lists = _folder.CreateSubdirectory("crls");
        foreach (var list in Directory.EnumerateFiles(SampleCertificates.CrlDirectory, "*.crl"))
        {
            File.Copy(list, Path.Combine(lists.FullName, Path.GetFileName(list)));
        }

        await using var server = await RunningServer.StartAsync(new Dictionary<string, string>
        {
            ["Trust:RevocationLists:0"] = lists.FullName, ["Trust:ReloadPeriod"] = "00:00:00.2",
        });
        var license = await server.IssueFatherPermitAsync();
        var document = await server.DownloadAsync(license.Number);
        Assert.Equal(DocumentVerdict.Passed, (await server.VerifyAsync(document)).Verdict);

        await File.WriteAllTextAsync(Path.Combine(lists.FullName, "half.crl"), "-----BEGIN X509 CRL-----\nAAAA\n-----END X509 CRL-----", Token);
        await Task.Delay(TimeSpan.FromMilliseconds(500), Token);
        Assert.Equal(DocumentVerdict.Passed, (await server.VerifyAsync(document)).Verdict);
        World.Revoke(Police);
        using var http = new HttpClient();
        var list2 = await http.GetByteArrayAsync(World.Addresses.Crl(TestWorld.Issuer), Token);
        await File.WriteAllBytesAsync(Path.Combine(lists.FullName, "new.crl"), list2, Token);

        await Eventually.BecomesTrueAsync(async () => (await server.VerifyAsync(document)).Verdict == DocumentVerdict.Indeterminate);
    }

    [Fact]
    public async Task Wrong_settings_are_told_at_the_start()
    {
        var wrong = new Dictionary<string, string>
        {
            ["Revocation:AllowedHosts:0"] = "http://example.org/",
            ["Revocation:Issuers:0:Certificate"] = Path.Combine(_folder.FullName, "none.pem"),
            ["Revocation:Issuers:0:Ocsp:0"] = "ldap://example.org",
            ["Revocation:CacheAge"] = "00:00:00",
            ["Timestamps:Authorities:0:Address"] = "tsa.example.org",
        };

        var refusal = await Assert.ThrowsAnyAsync<Exception>(async () =>
        {
            await using var server = await RunningServer.StartAsync(wrong);
        });

        foreach (var part in (string[])["AllowedHosts", "none.pem", "ldap://example.org", "CacheAge", "tsa.example.org"])
        {
            Assert.Contains(part, refusal.ToString(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void The_sample_settings_name_what_there_is_and_its_defaults()
    {
        var sample = new ConfigurationBuilder()
            .AddJsonFile(RepositoryRoot.PathTo("services", "Licenses.Server", "Samples", "sources.json")).Build();
        var bound = sample.GetSection(RevocationOptions.Section).Get<RevocationOptions>()!;
        var defaults = new RevocationOptions();

        Assert.All(
            sample.GetSection(RevocationOptions.Section).GetChildren(),
            setting => Assert.NotNull(typeof(RevocationOptions).GetProperty(setting.Key)));
        Assert.Equal(
            (defaults.Timeout, defaults.RecentAge, defaults.CacheAge, defaults.MaxAge, defaults.MostFetches, defaults.Capacity),
            (bound.Timeout, bound.RecentAge, bound.CacheAge, bound.MaxAge, bound.MostFetches, bound.Capacity));
        Assert.Single(bound.Issuers[0].Ocsp);
        Assert.Single(sample.GetSection(TimestampsOptions.Section).Get<TimestampsOptions>()!.Authorities);
    }

    /// <summary>The roots, the authority, and no list at all: what is known of revocation comes from the sources.</summary>
    private Dictionary<string, string> WithoutFiles() => new()
    {
        ["Trust:RevocationLists:0"] = _folder.CreateSubdirectory("empty").FullName,
    };

    private Dictionary<string, string> Settings(Dictionary<string, string> more) => new(more)
    {
        ["Revocation:Issuers:0:Certificate"] = SampleCertificates.PathTo("authorities", "issuing-ca.pem"),
        ["Revocation:Issuers:0:Ocsp:0"] = World.Addresses.Ocsp(TestWorld.Issuer).AbsoluteUri,
        ["Revocation:Issuers:1:Certificate"] = SampleCertificates.PathTo("trust", "city-root.pem"),
        ["Revocation:Issuers:1:Ocsp:0"] = World.Addresses.Ocsp("city-root").AbsoluteUri,
        ["Revocation:RecentAge"] = "00:00:00",
        ["Revocation:CacheAge"] = "00:00:01",
    };
}
