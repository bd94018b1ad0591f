using Licenses.Cli.Pki.Serving;
using Licenses.Cli.Remote;
using Licenses.Testing.SharedData;
using Licenses.Testing.World;
using Licenses.V1;

namespace Licenses.Server.Tests.Host;

/// <summary>Seals with a timestamp, and what becomes of them when the authority is gone.</summary>
public sealed class StampedSealTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_seal_is_stamped_and_without_an_authority_it_is_of_a_lower_level_and_says_so()
    {
        await using var world = await TestWorld.StartAsync(TimeProvider.System, Token);
        await using var server = await RunningServer.StartAsync(new Dictionary<string, string>
        {
            ["Timestamps:Authorities:0:Address"] = world.Addresses.Tsa.AbsoluteUri,
        });

        var (stamped, document) = await SealAsync(server, "seal-stamped-1");
        Assert.Equal(("B-T", ""), (stamped.Level, stamped.LevelNote));
        var report = await server.VerifyAsync(document, new VerifyOptions { Policy = VerificationPolicy.Pades });
        Assert.Equal(DocumentVerdict.Passed, report.Verdict);
        Assert.Contains("B-T", report.ToString(), StringComparison.Ordinal);

        world.Switches[WorldService.Tsa] = WorldFault.WrongSigner;
        var (plain, _) = await SealAsync(server, "seal-stamped-2");
        Assert.Equal("B-B", plain.Level);
        Assert.Contains("not certified for timestamps", plain.LevelNote, StringComparison.Ordinal);

        int asked = world.Switches.CountOf(WorldService.Tsa);
        var (next, _) = await SealAsync(server, "seal-stamped-3");
        Assert.Equal("B-B", next.Level);
        Assert.Equal(asked, world.Switches.CountOf(WorldService.Tsa)); // it rests
        var (again, repeated) = await SealAsync(server, "seal-stamped-1");
        Assert.Equal("B-T", again.Level);
        Assert.Equal(document, repeated);
    }

    private static async Task<(SealResult Result, byte[] Sealed)> SealAsync(RunningServer server, string requestId) =>
        await DocumentTransfer.SealAsync(
            new SealingService.SealingServiceClient(server.ChannelOf("issuer-police")),
            new SealOptions { RequestId = requestId },
            await File.ReadAllBytesAsync(RepositoryRoot.PathTo("services", "Licenses.Server", "Samples", "contract.pdf"), Token),
            Token);
}
