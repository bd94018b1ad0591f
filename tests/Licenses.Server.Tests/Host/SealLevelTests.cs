using Licenses.Cli.Pki.Serving;
using Licenses.Cli.Remote;
using Licenses.Pdf.Signing;
using Licenses.Pdf.Syntax;
using Licenses.Testing.SamplePki;
using Licenses.Testing.SharedData;
using Licenses.Testing.World;
using Licenses.Trust;
using Licenses.V1;
using Licenses.Verification;
using DocumentVerdict = Licenses.Verification.DocumentVerdict;

namespace Licenses.Server.Tests.Host;

/// <summary>How high the server raises what it seals, and what it says where it cannot.</summary>
public sealed class SealLevelTests : IAsyncLifetime
{
    private TestWorld? _world;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private TestWorld World => _world!;

    public async ValueTask InitializeAsync() => _world = await TestWorld.StartAsync(TimeProvider.System, Token);

    public ValueTask DisposeAsync() => World.DisposeAsync();

    [Theory]
    [InlineData("", "B-T", "B-B")]
    [InlineData("B-B", "B-B", "B-B")]
    [InlineData("B-T", "B-T", "B-T")]
    [InlineData("B-LT", "B-LT", "B-LT")]
    [InlineData("B-LTA", "B-LTA", "B-LTA")]
    public async Task Documents_and_licenses_reach_the_level_of_the_house(string level, string document, string license)
    {
        await using var server = await RunningServer.StartAsync(Settings(level));

        var (result, sealedBytes) = await SealAsync(server, "level-document-1");
        var (again, repeated) = await SealAsync(server, "level-document-1");
        var issued = await server.Issuing().IssueAsync(SampleStory.Issue(SampleStory.FatherPermit, "level-license-1"));
        var face = await server.DownloadAsync(issued.License.Number);

        Assert.Equal((document, "", 1), (result.Level, result.LevelNote, result.Seals));
        Assert.Equal(document, again.Level);
        Assert.Equal(sealedBytes, repeated);
        Assert.Equal("", issued.LevelNote);
        Assert.Equal(document, Offline(sealedBytes, InspectionPolicy.Pades).Level?.ToStandardName());
        var (reached, verdict) = Offline(face, InspectionPolicy.Strict);
        Assert.Equal((license, DocumentVerdict.Passed), (reached?.ToStandardName(), level is "B-LT" or "B-LTA" ? verdict : DocumentVerdict.Passed));
        Assert.Equal(V1.DocumentVerdict.Passed, (await server.VerifyAsync(face)).Verdict);
    }

    [Theory]
    [InlineData(WorldService.Tsa, "B-B", "it rests after|no whole|response")]
    [InlineData(WorldService.Ocsp, "B-T", "a CRL or an OCSP response about")]
    public async Task Whoever_does_not_answer_lowers_the_level_and_is_named(WorldService service, string level, string why)
    {
        World.Switches[service] = WorldFault.Unavailable;
        await using var server = await RunningServer.StartAsync(Settings("B-LTA"));

        var (result, sealedBytes) = await SealAsync(server, "level-lower-1");
        var issued = await server.Issuing().IssueAsync(SampleStory.Issue(SampleStory.FatherPermit, "level-lower-2"));
        var repeated = await server.Issuing().IssueAsync(SampleStory.Issue(SampleStory.FatherPermit, "level-lower-2"));

        Assert.Equal(level, result.Level);
        Assert.Equal(level, Offline(sealedBytes, InspectionPolicy.Pades).Level?.ToStandardName());
        Assert.All(
            (string[])[result.LevelNote, issued.LevelNote],
            note => Assert.Contains("status 503", note, StringComparison.Ordinal));
        Assert.True(service == WorldService.Tsa || result.LevelNote.Contains(why, StringComparison.Ordinal), result.LevelNote);
        Assert.Equal((true, ""), (repeated.RepeatedRequest, repeated.LevelNote));
    }

    [Theory]
    [InlineData("B-X", "", "B-B, B-T, B-LT, B-LTA")]
    [InlineData("B-T", "", "Timestamps:Authorities")]
    [InlineData("", "B-LTA", "Timestamps:Authorities")]
    public async Task A_level_that_cannot_be_reached_is_told_at_the_start(string level, string ofLicenses, string wanted)
    {
        var refusal = await Assert.ThrowsAnyAsync<Exception>(async () =>
        {
            await using var server = await RunningServer.StartAsync(new Dictionary<string, string>
            {
                ["Sealing:Level"] = level, ["Sealing:LicenseLevel"] = ofLicenses,
            });
        });

        Assert.Contains(wanted, refusal.ToString(), StringComparison.Ordinal);
    }

    private static (SignatureLevel? Level, DocumentVerdict Verdict) Offline(byte[] document, InspectionPolicy policy)
    {
        using var source = PdfSource.FromMemory(document);
        var report = DocumentVerifier.Verify(
            source,
            new VerificationRequest
            {
                At = TimeProvider.System.GetUtcNow(),
                Policy = policy,
                Trust = new TrustStoreLoader().Trust(SampleCertificates.PathTo("trust", "city-root.pem")).Load(),
            },
            Token);
        return (report.Signatures[0].Level, report.Verdict);
    }

    private static async Task<(SealResult Result, byte[] Sealed)> SealAsync(RunningServer server, string requestId) =>
        await DocumentTransfer.SealAsync(
            new SealingService.SealingServiceClient(server.ChannelOf("issuer-police")),
            new SealOptions { RequestId = requestId },
            await File.ReadAllBytesAsync(RepositoryRoot.PathTo("services", "Licenses.Server", "Samples", "contract.pdf"), Token),
            Token);

    private Dictionary<string, string> Settings(string level) => new(WorldSettings.Of(World))
    {
        ["Sealing:Level"] = level,
    };
}
