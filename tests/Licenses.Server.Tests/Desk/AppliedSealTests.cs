using Google.Protobuf;
using Grpc.Core;
using Licenses.Cli.Remote;
using Licenses.Server.Tests.Host;
using Licenses.Testing.SharedData;
using Licenses.V1;

namespace Licenses.Server.Tests.Desk;

/// <summary>National seals on licenses and documents: the desk decides whether they may be applied, and remembers each use.</summary>
public sealed class AppliedSealTests
{
    private const string BusinessLicense = "company-business-license";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_license_whose_type_wants_a_national_seal_is_sealed_with_it_and_the_use_is_recorded()
    {
        await using var server = await RunningServer.StartAsync();
        var seal = await MakeAsync(server, "applied");

        var license = (await server.Issuing("market").IssueAsync(SampleStory.Issue(BusinessLicense, "applied-issue-1"))).License;
        var verified = await server.VerifyAsync(await server.DownloadAsync(license.Number, "market"));
        var uses = await server.Sealing("issuer-market").ListSealUsesAsync(new ListSealUsesRequest { SealId = seal.SealId });

        Assert.Equal(DocumentVerdict.Passed, verified.Verdict);
        var use = Assert.Single(uses.Uses);
        Assert.Equal((license.Number, 1, "SM3", 32), (use.RecordId, use.Version, use.DigestAlgorithm, use.Digest.Length));
    }

    [Fact]
    public async Task Without_a_seal_that_was_made_such_a_license_is_not_issued()
    {
        await using var server = await RunningServer.StartAsync();
        await server.Sealing("issuer-market").MakeSealAsync(Wish("waiting-make")); // asked for, and nobody approved

        var refused = await Refused.ByAsync(async () =>
            await server.Issuing("market").IssueAsync(SampleStory.Issue(BusinessLicense, "waiting-issue-1")));

        Assert.Equal((StatusCode.FailedPrecondition, "SEAL_NOT_MADE"), (refused.Code, refused.Reason));
        Assert.Equal(["zh-CN", "en"], refused.Locales);
    }

    [Fact]
    public async Task What_was_sealed_before_the_seal_was_frozen_stays_valid_by_the_desks_record_and_nothing_more_is_sealed()
    {
        await using var server = await RunningServer.StartAsync();
        var seal = await MakeAsync(server, "frozen");
        var license = (await server.Issuing("market").IssueAsync(SampleStory.Issue(BusinessLicense, "frozen-issue-1"))).License;
        await server.Sealing("issuer-market").ChangeSealStateAsync(
            DeskSample.Change("frozen-freeze-1", seal.SealId, V1.SealAction.Freeze));

        var verified = await server.VerifyAsync(await server.DownloadAsync(license.Number, "market"));
        var issued = await Refused.ByAsync(async () =>
            await server.Issuing("market").IssueAsync(SampleStory.Issue(BusinessLicense, "frozen-issue-2")));
        var applied = await Refused.ByAsync(async () => await SealAsync(server, "frozen-seal-1", seal.SealId));

        Assert.Equal(DocumentVerdict.Passed, verified.Verdict);
        Assert.Equal("SEAL_FROZEN", issued.Reason);
        Assert.Equal((StatusCode.FailedPrecondition, "SEAL_FROZEN"), (applied.Code, applied.Reason));
    }

    [Fact]
    public async Task A_file_sealed_behind_the_desks_back_counts_as_before_the_freezing_only_where_that_is_proven()
    {
        await using var server = await RunningServer.StartAsync();
        var seal = await MakeAsync(server, "behind");
        var stolen = await server.Sealing("issuer-market").GetSealAsync(new GetSealRequest { SealId = seal.SealId });
        var file = await SealOutsideAsync(stolen.Encoded.Memory);
        var before = await server.VerifyAsync(file);

        await server.Sealing("issuer-market").ChangeSealStateAsync(
            DeskSample.Change("behind-freeze-1", seal.SealId, V1.SealAction.Freeze));
        var after = await server.VerifyAsync(file);

        Assert.Equal(DocumentVerdict.Passed, before.Verdict);
        Assert.Equal(DocumentVerdict.Indeterminate, after.Verdict);
        Assert.Contains(after.Signatures[0].Findings, finding => finding.Check == "SEAL_REGISTER");
    }

    [Fact]
    public async Task A_department_seals_documents_in_every_profile_and_each_verifies()
    {
        await using var server = await RunningServer.StartAsync();
        await MakeAsync(server, "profiles");
        foreach (var profile in Enum.GetValues<SealingProfile>())
        {
            var file = await SealAsync(server, $"profiles-{profile}", "", profile);

            var verified = await server.VerifyAsync(file, new VerifyOptions { Policy = VerificationPolicy.Pades });

            Assert.True(verified.Verdict == DocumentVerdict.Passed, $"{profile}: {verified.Summary?.En}");
        }
    }

    [Fact]
    public async Task The_number_of_a_seal_is_for_the_profile_that_applies_one()
    {
        await using var server = await RunningServer.StartAsync();

        var refused = await Refused.ByAsync(async () => await SealAsync(server, "odd-seal-1", "S1", SealingProfile.Sm2Cades));

        Assert.Equal((StatusCode.InvalidArgument, "INVALID_FIELDS"), (refused.Code, refused.Reason));
    }

    internal static async Task<SealRecord> MakeAsync(RunningServer server, string story)
    {
        var asked = await server.Sealing("issuer-market").MakeSealAsync(Wish($"{story}-make"));
        return await server.Sealing("administrator").ApproveSealAsync(DeskSample.Decide($"{story}-approve", asked));
    }

    internal static MakeSealRequest Wish(string requestId)
    {
        var wish = DeskSample.Make(requestId, "sm2-market");
        wish.Draft.Picture.Kind = SealPictureKind.Png;
        wish.Draft.Picture.Data = ByteString.CopyFrom(
            File.ReadAllBytes(RepositoryRoot.PathTo("services", "Licenses.Server", "Samples", "seal-market.png")));
        return wish;
    }

    private static async Task<byte[]> SealAsync(
        RunningServer server, string requestId, string sealId, SealingProfile profile = SealingProfile.Ses)
    {
        var options = new SealOptions { RequestId = requestId, Profile = profile, SealId = sealId };
        return (await DocumentTransfer.SealAsync(server.Sealing("issuer-market"), options, Contract(), Token)).Item2;
    }

    /// <summary>Sealed by somebody who has the key and a copy of the seal, and does not tell the desk.</summary>
    private static async Task<byte[]> SealOutsideAsync(ReadOnlyMemory<byte> seal)
    {
        using var key = DeskSample.Key("sm2-market");
        var request = new Licenses.Pdf.Signing.SealRequest
        {
            SigningTime = DateTimeOffset.UtcNow,
            Profile = new Licenses.Pdf.Signing.SealProfile.Ses(Licenses.Crypto.Seals.ElectronicSeal.Decode(seal)),
        };
        return await Licenses.Pdf.Signing.PdfSealer.SealAsync(Contract(), request, key, Token)
            is Licenses.Pdf.Signing.SealOutcome.Sealed done
            ? done.Document.ToArray()
            : throw new InvalidOperationException("the contract could not be sealed");
    }

    private static byte[] Contract() =>
        File.ReadAllBytes(RepositoryRoot.PathTo("services", "Licenses.Server", "Samples", "contract.pdf"));
}
