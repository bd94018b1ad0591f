using System.Security.Cryptography;
using Licenses.Cli.Pki.Serving;
using Licenses.Cli.Remote;
using Licenses.Crypto.Seals;
using Licenses.Crypto.Tsp;
using Licenses.Server.Tests.Host;
using Licenses.Testing.SharedData;
using Licenses.Testing.World;
using Licenses.V1;
using SealFormat = Licenses.Crypto.Seals.SealFormat;

namespace Licenses.Server.Tests.Desk;

/// <summary>Seals of 2025 that the desk makes where there is a time-stamp authority, and where it fails.</summary>
public sealed class StampedSealMakingTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_seal_of_2025_bears_a_timestamp_over_its_makers_signature_and_what_it_seals_verifies()
    {
        await using var world = await TestWorld.StartAsync(TimeProvider.System, Token);
        await using var server = await StartAsync(world);

        var seal = await MakeAsync(server, "stamped", V1.SealFormat.Gmt00312025);

        Assert.Equal(SealFormat.Gmt2025, seal.Format);
        var token = TimeStampToken.Decode(seal.TimeStamp!.Value);
        Assert.True(token.VerifyOver(seal.SignatureValue).Intact);
        Assert.InRange(token.Info.Time - seal.Info.CreatedAt, TimeSpan.FromSeconds(-1), TimeSpan.FromMinutes(2));
        var report = await server.VerifyAsync(await SealAsync(server, "stamped"));
        Assert.True(report.Verdict == DocumentVerdict.Passed, report.Summary?.En);
        var finding = Assert.Single(report.Signatures[0].Findings, finding => finding.Check == "SEAL_TIMESTAMP");
        Assert.Contains("A trusted timestamp shows that the seal existed", finding.Detail.En, StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_of_2020_is_never_stamped()
    {
        await using var world = await TestWorld.StartAsync(TimeProvider.System, Token);
        await using var server = await StartAsync(world);

        var seal = await MakeAsync(server, "older", V1.SealFormat.Gbt385402020);

        Assert.Equal((SealFormat.Gbt2020, null), (seal.Format, seal.TimeStamp));
        Assert.Equal(0, world.Switches.CountOf(WorldService.Tsa));
    }

    [Theory]
    [InlineData(WorldFault.WrongSigner)]
    [InlineData(WorldFault.Garbage)]
    public async Task Where_the_authority_fails_the_seal_is_made_without(WorldFault fault)
    {
        await using var world = await TestWorld.StartAsync(TimeProvider.System, Token);
        await using var server = await StartAsync(world);
        world.Switches[WorldService.Tsa] = fault;

        var seal = await MakeAsync(server, "unstamped", V1.SealFormat.Gmt00312025);

        Assert.Equal((SealFormat.Gmt2025, null), (seal.Format, seal.TimeStamp));
        Assert.NotEqual(0, world.Switches.CountOf(WorldService.Tsa)); // it was asked
        Assert.Equal(DocumentVerdict.Passed, (await server.VerifyAsync(await SealAsync(server, "unstamped"))).Verdict);
    }

    private static Task<RunningServer> StartAsync(TestWorld world) => RunningServer.StartAsync(new Dictionary<string, string>
    {
        ["Timestamps:Authorities:0:Address"] = world.Addresses.Tsa.AbsoluteUri,
    });

    private static async Task<ElectronicSeal> MakeAsync(RunningServer server, string story, V1.SealFormat format)
    {
        var wish = AppliedSealTests.Wish($"{story}-make-1");
        wish.Draft.Format = format;
        var asked = await server.Sealing("issuer-market").MakeSealAsync(wish);
        var made = await server.Sealing("administrator").ApproveSealAsync(DeskSample.Decide($"{story}-approve-1", asked));
        var file = await server.Sealing("administrator").GetSealAsync(new GetSealRequest { SealId = made.SealId });
        Assert.Equal(SHA256.HashData(file.Encoded.Span), file.Sha256.ToByteArray());
        return ElectronicSeal.Decode(file.Encoded.Memory);
    }

    private static async Task<byte[]> SealAsync(RunningServer server, string story) => (await DocumentTransfer.SealAsync(
        server.Sealing("issuer-market"), new SealOptions { RequestId = $"{story}-seal-1", Profile = SealingProfile.Ses },
        await File.ReadAllBytesAsync(RepositoryRoot.PathTo("services", "Licenses.Server", "Samples", "contract.pdf"), Token), Token)).Item2;
}
