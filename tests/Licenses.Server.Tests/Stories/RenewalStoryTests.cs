using System.Globalization;
using System.Security.Cryptography.X509Certificates;
using Google.Protobuf.WellKnownTypes;
using Licenses.Server.Storage;
using Licenses.Server.Tests.Caching;
using Licenses.Server.Tests.Host;
using Licenses.Testing.Clock;
using Licenses.Testing.SamplePki;
using Licenses.Testing.World;
using Licenses.V1;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Licenses.Server.Tests.Stories;

/// <summary>
/// A license outlives its seal's certificate (a year) and that of the authority that stamped it (200 days), because the
/// server renews it in time.
/// </summary>
public sealed class RenewalStoryTests : IAsyncLifetime
{
    private const string PoliceSeal =
        "样例市公安局电子印章, OID.2.5.4.97=11310000MB99010163, O=样例市公安局, C=CN";

    private readonly MovedClock _clock = new();
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("licenses-renewal-");
    private TestWorld? _world;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private TestWorld World => _world!;

    public async ValueTask InitializeAsync()
    {
        _world = await TestWorld.StartAsync(_clock, Token);
        World.Lag = TimeSpan.FromSeconds(5); // so a seal gets its long-term data only later
        using var seal = World.Issue(PoliceSeal);
        await File.WriteAllBytesAsync(
            Path.Combine(_folder.FullName, "police.p12"), seal.Export(X509ContentType.Pkcs12, SampleCertificates.Password), Token);
    }

    public async ValueTask DisposeAsync()
    {
        await World.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    [Fact]
    public async Task A_license_stays_valid_at_the_counter_over_the_end_of_its_timestamps_certificate()
    {
        World.ReplaceStamper(_clock.GetUtcNow().AddDays(200));
        await using var server = await StartAsync("00:00:00.2");
        var license = await IssueAsync(server);
        var issued = await server.DownloadAsync(license.Number);
        Assert.Equal(DocumentVerdict.Passed, (await server.VerifyAsync(issued)).Verdict);

        await MoveAsync(server, 2); // responders have newer data than the seal
        var raised = await GrownAsync(server, license, issued);
        World.ReplaceStamper(_clock.GetUtcNow().AddDays(2000));
        await MoveAsync(server, 130); // the first certificate has 70 days to go, less than the notice
        var stamped = await GrownAsync(server, license, raised);
        await MoveAsync(server, 132); // and newer data than the second timestamp
        var renewed = await GrownAsync(server, license, stamped);
        await MoveAsync(server, 400); // and now both have ended

        Assert.True(renewed.AsSpan().StartsWith(issued));
        var renewedReply = await server.VerifyAsync(renewed);
        Assert.True(renewedReply.Verdict == DocumentVerdict.Passed, renewedReply.ToString());
        var copy = await server.VerifyAsync(issued); // the citizen has not fetched the renewed one
        Assert.Equal(DocumentVerdict.Passed, copy.Verdict);
        Assert.Contains("LICENSE_RENEWED", copy.ToString(), StringComparison.Ordinal);
        Assert.Equal(MaterialDecision.Exempt, Permit(await server.Center().CheckAsync(SampleStory.Enrolment())).Decision);
        Assert.Equal(renewed, await server.DownloadAsync(license.Number)); // once is enough
        Assert.Equal(3, server.Log.All.Count(line => line.Contains("Documents renewed: 1", StringComparison.Ordinal)));
        Assert.Equal(3, await CountAsync(server, "SELECT COUNT(*) FROM audit_leaf WHERE event = 'DOCUMENT_RENEWED'"));
    }

    [Fact]
    public async Task Without_renewal_it_could_no_longer_be_told()
    {
        World.ReplaceStamper(_clock.GetUtcNow().AddDays(200));
        await using var server = await StartAsync("7.00:00:00");
        var license = await IssueAsync(server);
        var issued = await server.DownloadAsync(license.Number);

        await MoveAsync(server, 400);

        Assert.Equal(DocumentVerdict.Indeterminate, (await server.VerifyAsync(issued)).Verdict);
    }

    [Fact]
    public async Task A_copy_that_differs_from_the_renewed_one_in_a_single_byte_gains_nothing_by_it()
    {
        World.ReplaceStamper(_clock.GetUtcNow().AddDays(200));
        await using var server = await StartAsync("00:00:00.2");
        var license = await IssueAsync(server);
        var issued = await server.DownloadAsync(license.Number);
        World.ReplaceStamper(_clock.GetUtcNow().AddDays(2000));
        await MoveAsync(server, 130);
        var stamped = await GrownAsync(server, license, issued);
        await MoveAsync(server, 132);
        await GrownAsync(server, license, stamped);
        await MoveAsync(server, 400);

        var reply = await server.VerifyAsync([.. issued, (byte)'\n']);

        Assert.NotEqual(DocumentVerdict.Passed, reply.Verdict);
        Assert.DoesNotContain("LICENSE_RENEWED", reply.ToString(), StringComparison.Ordinal);
    }

    /// <summary>The document as soon as it is longer than before.</summary>
    private static async Task<byte[]> GrownAsync(RunningServer server, V1.License license, byte[] before)
    {
        await Eventually.BecomesTrueAsync(async () => (await server.DownloadAsync(license.Number)).Length > before.Length);
        return await server.DownloadAsync(license.Number);
    }

    private async Task<V1.License> IssueAsync(RunningServer server)
    {
        var request = SampleStory.Issue(SampleStory.FatherPermit, "renewal-1");
        request.ValidUntil = _clock.GetUtcNow().AddDays(3000).ToTimestamp();
        return (await server.Issuing().IssueAsync(request)).License;
    }

    private static MaterialResult Permit(Decision report) =>
        report.Materials.Single(material => material.MaterialCode == "residence-permit");

    private Task<RunningServer> StartAsync(string period) => RunningServer.StartAsync(
        new Dictionary<string, string>(WorldSettings.Of(World))
        {
            ["Keys:Directory"] = _folder.FullName,
            ["Sealing:LicenseLevel"] = "B-LTA",
            ["Renewal:Period"] = period,
            ["Renewal:Notice"] = "90.00:00:00",
            ["Revocation:CacheAge"] = "00:00:01",
        },
        services => services.Replace(ServiceDescriptor.Singleton<TimeProvider>(_clock)));

    /// <summary>Moves this process's clock and the database's.</summary>
    private async Task MoveAsync(RunningServer server, int days)
    {
        _clock.By = TimeSpan.FromDays(days);
        var seconds = (days * 86_400L).ToString(CultureInfo.InvariantCulture);
        foreach (var statement in (string[])
        [
            "DROP VIEW clock",
            $"CREATE VIEW clock AS SELECT CAST((unixepoch('subsec') + {seconds}) * 1000000 AS INTEGER) AS now_us",
        ])
        {
            await server.Services.GetRequiredService<IDatabase>().WriteAsync<int>(
                async (session, token) => new WriteOutcome<int>.Done(await session.ExecuteAsync(statement, token)), Token);
        }
    }

    private static async Task<long> CountAsync(RunningServer server, string sql) =>
        await server.Services.GetRequiredService<IDatabase>().ReadAsync(
            async (session, token) => (long?)await session.Statement(sql).ExecuteScalarAsync(token) ?? 0, Token);
}
