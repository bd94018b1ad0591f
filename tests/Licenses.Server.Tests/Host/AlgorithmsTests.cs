using Licenses.V1;

namespace Licenses.Server.Tests.Host;

/// <summary>Trust:Algorithms from end to end: a sunset that is moved while the server runs decides otherwise, and the report names the row.</summary>
public sealed class AlgorithmsTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("licenses-algorithms-");

    private string Table => Path.Combine(_folder.FullName, "algorithms.json");

    [Fact]
    public async Task A_license_is_untold_from_when_its_digest_has_ended_and_passes_again_when_that_is_taken_back()
    {
        Write("2090-01-01");
        await using var server = await StartAsync();
        var license = await server.IssueFatherPermitAsync();
        var document = await server.DownloadAsync(license.Number);
        Assert.Equal(DocumentVerdict.Passed, (await server.VerifyAsync(document)).Verdict);

        Write("2026-01-01");
        var ended = await ReplyAsync(server, document, DocumentVerdict.Indeterminate);
        Write("2091-01-01");
        var again = await ReplyAsync(server, document, DocumentVerdict.Passed);

        Assert.Contains("until 2026-01-01 only (SHA256)", ended.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("(SHA256)", again.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_table_that_cannot_be_read_keeps_the_server_from_starting()
    {
        Write("soon");

        var failure = await Assert.ThrowsAnyAsync<Exception>(StartAsync);

        Assert.Contains("SHA256: a day such as 2031-01-01 is wanted", failure.ToString(), StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private Task<RunningServer> StartAsync() => RunningServer.StartAsync(new Dictionary<string, string>
    {
        ["Trust:Algorithms"] = Table, ["Trust:ReloadPeriod"] = "00:00:00.2",
    });

    private static async Task<VerifyReply> ReplyAsync(RunningServer server, byte[] document, DocumentVerdict verdict)
    {
        var reply = await server.VerifyAsync(document);
        while (reply.Verdict != verdict)
        {
            await Task.Delay(50, TestContext.Current.CancellationToken);
            reply = await server.VerifyAsync(document);
        }

        return reply;
    }

    private void Write(string end) => File.WriteAllText(Table, $$$"""{"digests": {"SHA256": "{{{end}}}"}}""");
}
