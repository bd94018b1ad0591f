using System.Diagnostics;
using System.Security.Cryptography;
using Licenses.Issuing;
using Licenses.Server.Storage;

namespace Licenses.Server.Tests.Storage;

/// <summary>A process that issues and revokes is killed without warning, again and again, on the same database.</summary>
public sealed class CrashTests : IDisposable
{
    private const int Rounds = 5;
    private readonly string _folder = Directory.CreateTempSubdirectory("licenses-crash-").FullName;

    internal static PersonalData Personal { get; } = new(new SubjectProtector(new byte[64]));

    private static CancellationToken Token => Sample.Token;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task After_every_kill_each_acknowledged_write_is_there_whole_and_once()
    {
        int seen = 0;
        for (int round = 0; round < Rounds; round++)
        {
            await RunAndKillAsync(seen);
            seen = await AssertAllThereAsync();
        }
    }

    /// <summary>The license that a writer makes of an id: the test makes the same one again to ask for it.</summary>
    internal static NewLicense License(string id)
    {
        var serial = "C" + Convert.ToHexString(Sample.Hash(id))[..20];
        var number = LicenseNumber.TryCreate("113100000000000017001", Sample.Issuer, serial, 1, out var made)
            ? made
            : throw new InvalidOperationException(serial);
        return Sample.License(Sample.Key("issue-" + id), number);
    }

    private async Task RunAndKillAsync(int seen)
    {
        var start = new ProcessStartInfo(
            Environment.ProcessPath!,
            [.. HostArguments(), "-method", "*CrashWriter.Writes_until_it_is_killed", "-explicit", "only"])
        {
            Environment = { [CrashWriter.FolderVariable] = _folder },
            RedirectStandardOutput = true,
        };
        using var writer = Process.Start(start)!;
        try
        {
            var output = writer.StandardOutput.ReadToEndAsync(Token);
            var deadline = Environment.TickCount64 + 60_000;
            while (Acknowledged().Count < seen + 200 + RandomNumberGenerator.GetInt32(200))
            {
                Assert.False(writer.HasExited, writer.HasExited ? await output : "");
                Assert.True(Environment.TickCount64 < deadline, "The writer made no progress.");
                await Task.Delay(10, Token);
            }
        }
        finally
        {
            writer.Kill(); // SIGKILL
            await writer.WaitForExitAsync(Token);
        }
    }

    private async Task<int> AssertAllThereAsync()
    {
        await using var database = CrashWriter.Open(_folder);
        var store = new SqlLicenseStore(database, Personal);
        var acknowledged = Acknowledged();
        foreach (var (id, isRevoked) in acknowledged)
        {
            var expected = License(id);
            var found = await store.FindAsync(expected.License.Number, Token);
            Assert.Equal(isRevoked ? LicenseState.Revoked : LicenseState.Active, found?.Status.State);
            var document = await store.FindDocumentAsync(expected.License.Number, Token);
            Assert.True(expected.Document.Span.SequenceEqual(document!.Value.Span));
            Assert.IsType<WriteOutcome<License>.Repeated>(await store.AddAsync(expected, Token)); // once
        }

        // What was not acknowledged is there whole or not at all.
        Assert.Equal("ok", await TextAsync(database, "PRAGMA integrity_check"));
        Assert.Equal(
            "0", await TextAsync(database, "SELECT COUNT(*) FROM licenses WHERE number NOT IN (SELECT number FROM license_documents)"));
        Assert.Equal(
            "0",
            await TextAsync(
                database,
                """
                SELECT COUNT(*) FROM licenses AS l WHERE
                    (SELECT COUNT(*) FROM license_states AS s WHERE s.number = l.number) <> l.version
                    OR (SELECT COUNT(*) FROM audit_leaf AS a WHERE a.object_id = l.number) <> l.version
                    OR (SELECT COUNT(*) FROM writes AS w WHERE w.object_id = l.number) <> l.version
                    OR (SELECT COUNT(*) FROM outbox AS o WHERE o.number = l.number) <> l.version
                """));
        Assert.Equal("0", await TextAsync(
            database, "SELECT (SELECT next_index FROM audit_head) - (SELECT COUNT(*) FROM audit_leaf)"));
        return acknowledged.Count;
    }

    private static ValueTask<string> TextAsync(SqliteDatabase database, string sql) => database.ReadAsync(
        async (session, token) => (await session.Statement(sql).ExecuteScalarAsync(token))!.ToString()!, Token);

    /// <summary>The ids of whole lines, each with whether its license was revoked too.</summary>
    private List<(string Id, bool IsRevoked)> Acknowledged()
    {
        var path = Path.Combine(_folder, CrashWriter.AcknowledgedFile);
        if (!File.Exists(path))
        {
            return [];
        }

        using var reader = new StreamReader(new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
        var text = reader.ReadToEnd();
        return [.. text[..(text.LastIndexOf('\n') + 1)]
            .Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => line.Split(' '))
            .Select(parts => (parts[0], bool.Parse(parts[1])))];
    }

    /// <summary>The test program runs as itself, or inside dotnet.</summary>
    private static string[] HostArguments() =>
        Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet" ? [typeof(CrashTests).Assembly.Location] : [];
}
