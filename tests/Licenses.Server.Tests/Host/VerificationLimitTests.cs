using Licenses.V1;

namespace Licenses.Server.Tests.Host;

/// <summary>Verification:TimeLimit: what is not finished in time is answered as not told, and never as good.</summary>
public sealed class VerificationLimitTests
{
    [Fact]
    public async Task A_document_for_which_there_is_no_time_cannot_be_told_and_the_answer_names_the_limit()
    {
        await using var server = await StartAsync("00:00:00.0000001");
        var license = await server.IssueFatherPermitAsync();
        var document = await server.DownloadAsync(license.Number);

        var reply = await server.VerifyAsync(document);

        Assert.Equal(DocumentVerdict.Indeterminate, reply.Verdict);
        Assert.Contains("TIME_LIMIT", reply.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("00:00:00")]
    [InlineData("-00:00:01")]
    [InlineData("00:10:00.001")]
    public async Task A_limit_that_is_none_keeps_the_server_from_starting(string limit)
    {
        var failure = await Assert.ThrowsAnyAsync<Exception>(() => StartAsync(limit));

        Assert.Contains("Verification:TimeLimit must be within", failure.ToString(), StringComparison.Ordinal);
    }

    private static Task<RunningServer> StartAsync(string limit) =>
        RunningServer.StartAsync(new Dictionary<string, string> { ["Verification:TimeLimit"] = limit });
}
