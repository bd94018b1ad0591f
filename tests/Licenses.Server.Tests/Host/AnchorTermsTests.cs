using Licenses.Testing.SamplePki;
using Licenses.V1;

namespace Licenses.Server.Tests.Host;

/// <summary>A server whose anchors come from a file with purposes and dates, changed while it runs.</summary>
public sealed class AnchorTermsTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("licenses-terms-");

    private string Terms => Path.Combine(_folder.FullName, "anchors.json");

    [Theory]
    [InlineData("""["seal", "timestamping"]""", "2090-01-01T00:00:00Z")] // vouches for seals, and a license's is none of these
    [InlineData("""["license"]""", "2026-01-02T00:00:00Z")] // past its sunset
    public async Task A_license_passes_while_its_anchor_vouches_for_licenses_and_its_sunset_has_not_come(string purposes, string until)
    {
        Write("""["license"]""", "2090-01-01T00:00:00Z");
        await using var server = await RunningServer.StartAsync(new Dictionary<string, string>
        {
            ["Trust:Anchors:0"] = Terms, ["Trust:ReloadPeriod"] = "00:00:00.2",
        });
        var license = await server.IssueFatherPermitAsync();
        var document = await server.DownloadAsync(license.Number);
        Assert.Equal(DocumentVerdict.Passed, (await server.VerifyAsync(document)).Verdict);

        Write(purposes, until);
        while ((await server.VerifyAsync(document)).Verdict == DocumentVerdict.Passed)
        {
            await Task.Delay(50, TestContext.Current.CancellationToken);
        }

        Assert.Equal(DocumentVerdict.Indeterminate, (await server.VerifyAsync(document)).Verdict);
    }

    [Fact]
    public async Task Terms_that_cannot_be_read_keep_the_server_from_starting()
    {
        Write("""["licence"]""", "2090-01-01T00:00:00Z");

        var failure = await Assert.ThrowsAnyAsync<Exception>(() => RunningServer.StartAsync(
            new Dictionary<string, string> { ["Trust:Anchors:0"] = Terms }));

        Assert.Contains("licence", failure.ToString(), StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private void Write(string purposes, string until) => File.WriteAllText(
        Terms, $$"""[{"file": "{{SampleCertificates.PathTo("trust", "city-root.pem")}}", "purposes": {{purposes}}, "until": "{{until}}"}]""");
}
