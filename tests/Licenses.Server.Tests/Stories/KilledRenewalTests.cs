using System.Security.Cryptography;
using Licenses.Cli.Demo;
using Licenses.Cli.Pki.Serving;
using Licenses.Server.Storage;
using Licenses.Server.Tests.Caching;
using Licenses.Server.Tests.Host;
using Licenses.Testing.SharedData;
using Licenses.Testing.World;
using Licenses.V1;

namespace Licenses.Server.Tests.Stories;

/// <summary>kill -9 in the middle of the renewal job, again and again: no document is half renewed, and the job carries on.</summary>
public sealed class KilledRenewalTests : IAsyncLifetime
{
    private const int Documents = 40;
    private const int Kills = 4;
    private const int LongestWait = 60; // milliseconds into the next documents

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("licenses-renewal-kill-");
    private readonly StoryScript _script = StoryScript.Load(RepositoryRoot.PathTo("services", "Licenses.Server", "Samples"));
    private readonly Dictionary<string, byte[]> _issued = [];
    private TestWorld? _world;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private TestWorld World => _world!;

    private string DatabasePath => Path.Combine(_folder.FullName, "licenses.db");

    public async ValueTask InitializeAsync() => _world = await TestWorld.StartAsync(TimeProvider.System, Token);

    public async ValueTask DisposeAsync()
    {
        await World.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    [Fact]
    public async Task After_every_kill_each_document_is_the_old_one_or_the_new_one_and_in_the_end_all_are_renewed()
    {
        await IssueAsync(); // while the authority is down: all of them are due at once
        World.Switches[WorldService.Tsa] = WorldFault.None;
        long renewed = 0;
        for (int kill = 0; kill < Kills; kill++)
        {
            using (var server = await StartAsync("00:00:00.1"))
            {
                await BecomesMoreAsync(renewed);
                await Task.Delay(RandomNumberGenerator.GetInt32(LongestWait), Token);
                server.Kill();
            }

            renewed = await AssertWholeAsync();
        }

        Assert.InRange(renewed, Kills, Documents - 1); // every run did something, and none of them all
        await EndTurnsAsync();
        using var last = await StartAsync("00:00:00.1");
        await Eventually.BecomesTrueAsync(async () => await CountAsync("SELECT COUNT(*) FROM license_documents WHERE version = 1") == 0);
        await AssertRaisedAsync(last);
    }

    private async Task IssueAsync()
    {
        World.Switches[WorldService.Tsa] = WorldFault.Down;
        using var server = await StartAsync("7.00:00:00");
        using var callers = new SampleCallers(server.Address, RepositoryRoot.PathTo("certs-sample"));
        var client = new IssuingService.IssuingServiceClient(callers.Issuer("police").Channel);
        for (int i = 0; i < Documents; i++)
        {
            var number = (await client.IssueAsync(RequestFor($"renewal-{i}"))).License.Number;
            _issued[number] = await DownloadAsync(client, number);
        }

        server.Kill();
    }

    /// <summary>Each document is what was issued, or begins with it and is what the log says; each renewal is in the log, once.</summary>
    private async Task<long> AssertWholeAsync()
    {
        await using var database = Open();
        Assert.Equal("ok", await TextAsync(database, "PRAGMA integrity_check"));
        Assert.Equal("0", await TextAsync(
            database,
            """
            SELECT COUNT(*) FROM license_documents AS d WHERE d.version - 1 <>
                (SELECT COUNT(*) FROM audit_leaf AS a WHERE a.object_id = d.number AND a.event = 'DOCUMENT_RENEWED')
            """));
        var key = new PersonalDataOptions { KeyFile = Path.Combine(_folder.FullName, "personal-data.key") };
        var store = new SqlLicenseStore(database, new PersonalData(new SubjectProtector(PersonalDataKey.Load(key))));
        long renewed = 0;
        foreach (var (text, issued) in _issued)
        {
            Assert.True(LicenseNumber.TryParse(text, out var number));
            var document = (await store.FindDocumentAsync(number, Token))!.Value;
            Assert.True(document.Span.StartsWith(issued));
            var last = await LastRenewalAsync(database, text);
            Assert.Equal(last ?? Convert.ToHexString(SHA256.HashData(issued)), Convert.ToHexString(SHA256.HashData(document.Span)));
            renewed += last is null ? 0 : 1;
        }

        return renewed;
    }

    private async Task AssertRaisedAsync(ChildServer server)
    {
        using var callers = new SampleCallers(server.Address, RepositoryRoot.PathTo("certs-sample"));
        var client = new IssuingService.IssuingServiceClient(callers.Issuer("police").Channel);
        foreach (var (number, issued) in _issued)
        {
            var file = Path.Combine(_folder.FullName, "document.pdf");
            await File.WriteAllBytesAsync(file, await DownloadAsync(client, number), Token);
            using var output = new StringWriter();
            var code = await Cli.CommandLine.RunAsync(
                ["verify", file, "--json", "--trust", RepositoryRoot.PathTo("certs-sample", "trust", "city-root.pem")],
                new Cli.CliContext(output, TextWriter.Null, TimeProvider.System), Token);
            Assert.True(code == Cli.ExitCode.Passed && output.ToString().Contains("\"level\":\"B-LTA\"", StringComparison.Ordinal), output.ToString());
        }
    }

    private async Task BecomesMoreAsync(long renewed)
    {
        await using var database = Open();
        await Eventually.BecomesTrueAsync(async () => long.Parse(
            await TextAsync(database, "SELECT COUNT(DISTINCT object_id) FROM audit_leaf WHERE event = 'DOCUMENT_RENEWED'"),
            System.Globalization.CultureInfo.InvariantCulture) > renewed);
    }

    /// <summary>As if the quarter of an hour had gone by for which documents are left to whoever took them.</summary>
    private async Task EndTurnsAsync()
    {
        await using var database = Open();
        await database.WriteAsync<int>(
            async (session, token) => new WriteOutcome<int>.Done(
                await session.ExecuteAsync("UPDATE license_documents SET next_try = 0", token)), Token);
    }

    private async Task<long> CountAsync(string sql)
    {
        await using var database = Open();
        return long.Parse(await TextAsync(database, sql), System.Globalization.CultureInfo.InvariantCulture);
    }

    private static ValueTask<string?> LastRenewalAsync(SqliteDatabase database, string number) => database.ReadAsync(
        async (session, token) => await session
            .Statement("SELECT hex(payload_hash) FROM audit_leaf WHERE object_id = @number AND event = 'DOCUMENT_RENEWED' ORDER BY leaf_index DESC")
            .With("number", number)
            .ExecuteScalarAsync(token) as string,
        Token);

    private static ValueTask<string> TextAsync(SqliteDatabase database, string sql) => database.ReadAsync(
        async (session, token) => (await session.Statement(sql).ExecuteScalarAsync(token))!.ToString()!, Token);

    private SqliteDatabase Open() => new(
        new StorageOptions { Path = DatabasePath, Timeout = TimeSpan.FromSeconds(30) }, TimeProvider.System);

    private async Task<byte[]> DownloadAsync(IssuingService.IssuingServiceClient client, string number)
    {
        var file = Path.Combine(_folder.FullName, "download.pdf");
        await Cli.Remote.DocumentTransfer.DownloadAsync(client, number, file, Token);
        return await File.ReadAllBytesAsync(file, Token);
    }

    private Task<ChildServer> StartAsync(string period) => ChildServer.StartAsync(new ChildServerStart(_folder.FullName)
    {
        Settings = new Dictionary<string, string>(WorldSettings.Of(World))
        {
            ["Sealing:LicenseLevel"] = "B-LTA", ["Renewal:Period"] = period, ["Renewal:Batch"] = "4",
        },
    });

    private IssueRequest RequestFor(string requestId)
    {
        var license = _script.Licenses.First(row => row.Type == "residence-permit");
        var holder = _script.Subject(license.Holder);
        return new IssueRequest
        {
            RequestId = requestId,
            TypeCode = license.Type,
            Holder = new V1.Subject { Kind = V1.SubjectKind.Person, Code = holder.Code, Name = holder.Name.Zh },
            Fields = { license.Fields.ToDictionary() },
        };
    }
}
