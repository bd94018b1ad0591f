using Grpc.Core;
using Licenses.Server.Keys;
using Licenses.Server.Tests.Host;
using Licenses.Testing.SamplePki;

namespace Licenses.Server.Tests.Desk;

/// <summary>Whose key makes seals: configured wrongly the server does not start, without one it says so.</summary>
public sealed class MakerSettingTests
{
    [Fact]
    public async Task Without_a_maker_nothing_is_made_and_the_reason_is_told()
    {
        await using var server = await RunningServer.StartAsync(new Dictionary<string, string> { ["Sealing:Maker:File"] = "" });

        var refused = await Refused.ByAsync(async () => await server.Sealing("issuer-police").MakeSealAsync(DeskSample.Make("no-maker-1")));

        Assert.Equal((StatusCode.FailedPrecondition, "NO_SEAL_MAKER"), (refused.Code, refused.Reason));
    }

    [Fact]
    public async Task An_organisations_key_of_the_keyring_makes_seals_too()
    {
        await using var server = await RunningServer.StartAsync(new Dictionary<string, string>
        {
            ["Sealing:Maker:File"] = "",
            ["Sealing:Maker:Organisation"] = SampleCertificates.Uscc("city"),
            ["Keys:Files:0:File"] = SampleCertificates.NationalSealPath("sm2-maker"),
        });
        var asked = await server.Sealing("issuer-police").MakeSealAsync(DeskSample.Make("ring-make-1"));

        var made = await server.Sealing("seal-administrator").ApproveSealAsync(DeskSample.Decide("ring-approve-1", asked));

        Assert.Equal(V1.SealState.Active, made.State);
    }

    public static TheoryData<string, string, string> Wrong { get; } = new()
    {
        { "Sealing:Maker:File", SampleCertificates.SealPath("police"), "no SM2 key" },
        { "Sealing:Maker:Organisation", SampleCertificates.Uscc("police"), "names the organisation" },
    };

    [Theory]
    [MemberData(nameof(Wrong))]
    public async Task A_maker_that_cannot_make_keeps_the_server_from_starting(string setting, string value, string why)
    {
        var thrown = await Assert.ThrowsAnyAsync<Exception>(
            () => RunningServer.StartAsync(new Dictionary<string, string> { [setting] = value }));

        Assert.Contains(why, (thrown as KeyLoadException ?? thrown.GetBaseException()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_organisation_without_a_key_or_with_another_kind_of_key_keeps_the_server_from_starting()
    {
        foreach (var organisation in new[] { "center", "education" })
        {
            var thrown = await Assert.ThrowsAnyAsync<Exception>(() => RunningServer.StartAsync(new Dictionary<string, string>
            {
                ["Sealing:Maker:File"] = "", ["Sealing:Maker:Organisation"] = SampleCertificates.Uscc(organisation),
            }));

            Assert.IsType<KeyLoadException>(thrown.GetBaseException());
        }
    }
}
