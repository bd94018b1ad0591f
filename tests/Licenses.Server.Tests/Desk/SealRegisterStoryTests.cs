using Licenses.Crypto.Seals;
using Licenses.Pdf.Signing;
using Licenses.Server.Tests.Host;
using Licenses.Testing.Clock;
using Licenses.Testing.SamplePki;
using Licenses.Testing.SharedData;
using Licenses.V1;
using Microsoft.Extensions.DependencyInjection;
using SealRequest = Licenses.Pdf.Signing.SealRequest;

namespace Licenses.Server.Tests.Desk;

/// <summary>What the city's register says of seals on documents that somebody brings, over real gRPC.</summary>
public sealed class SealRegisterStoryTests
{
    private readonly ManualClock _clock = new(DateTimeOffset.UtcNow);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_seal_for_a_department_of_the_city_that_its_desk_did_not_make_cannot_be_told()
    {
        await using var server = await RunningServer.StartAsync(replace: services => services.AddSingleton<TimeProvider>(_clock));
        byte[] file = await SealOutsideAsync(await MakeOutsideAsync("31000000000099"));

        var (verdict, finding) = await AskAsync(server, file);

        Assert.Equal(DocumentVerdict.Indeterminate, verdict);
        Assert.Equal(Verdict.Indeterminate, finding.Verdict);
        Assert.Contains("the desk did not make it", finding.Detail.En, StringComparison.Ordinal);
        Assert.Contains("并非由本机构制作", finding.Detail.Zh, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_seal_under_the_number_of_a_registered_one_fails()
    {
        await using var server = await RunningServer.StartAsync(replace: services => services.AddSingleton<TimeProvider>(_clock));
        var registered = await AppliedSealTests.MakeAsync(server, "register-number");
        byte[] file = await SealOutsideAsync(await MakeOutsideAsync(registered.SealId));

        var (verdict, finding) = await AskAsync(server, file);

        Assert.Equal((DocumentVerdict.Failed, Verdict.Failed), (verdict, finding.Verdict));
        Assert.Contains("a seal of this number, and it is not this one", finding.Detail.En, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_sealed_with_a_frozen_seal_behind_the_desks_back_fails_until_it_is_given_back_and_cancelled_for_ever()
    {
        await using var server = await RunningServer.StartAsync(replace: services => services.AddSingleton<TimeProvider>(_clock));
        var (department, city) = (server.Sealing("issuer-market"), server.Sealing("administrator"));
        var made = await AppliedSealTests.MakeAsync(server, "register-frozen");
        var seal = ElectronicSeal.Decode((await department.GetSealAsync(new GetSealRequest { SealId = made.SealId })).Encoded.Memory);
        Assert.Equal(DocumentVerdict.Passed, (await AskAsync(server, await SealOutsideAsync(seal))).Verdict);

        await department.ChangeSealStateAsync(DeskSample.Change("register-freeze-1", made.SealId, V1.SealAction.Freeze));
        byte[] meanwhile = await SealOutsideAsync(seal);
        var frozen = await AskAsync(server, meanwhile);
        var wanted = await department.ChangeSealStateAsync(DeskSample.Change("register-unfreeze-1", made.SealId, V1.SealAction.Unfreeze));
        await city.ApproveSealAsync(DeskSample.Decide("register-approve-2", wanted));
        var after = await AskAsync(server, await SealOutsideAsync(seal));
        var still = await AskAsync(server, meanwhile);
        var ending = await department.ChangeSealStateAsync(DeskSample.Change("register-cancel-1", made.SealId, V1.SealAction.Cancel));
        await city.ApproveSealAsync(DeskSample.Decide("register-approve-3", ending));
        var cancelled = await AskAsync(server, await SealOutsideAsync(seal));

        Assert.Equal((DocumentVerdict.Failed, Verdict.Failed), (frozen.Verdict, frozen.Finding.Verdict));
        Assert.Contains("frozen", frozen.Finding.Detail.En, StringComparison.Ordinal);
        Assert.Contains("冻结", frozen.Finding.Detail.Zh, StringComparison.Ordinal);
        Assert.Equal(DocumentVerdict.Passed, after.Verdict);
        Assert.Equal(DocumentVerdict.Failed, still.Verdict); // what was done while it was frozen stays so
        Assert.Equal(DocumentVerdict.Failed, cancelled.Verdict);
        Assert.Contains("cancelled", cancelled.Finding.Detail.En, StringComparison.Ordinal);
    }

    private static async Task<(DocumentVerdict Verdict, Finding Finding)> AskAsync(RunningServer server, byte[] file)
    {
        var reply = await server.VerifyAsync(file);
        return (reply.Verdict, Assert.Single(reply.Signatures[0].Findings, finding => finding.Check == "SEAL_REGISTER"));
    }

    /// <summary>By the maker whom the city trusts, for its market office, and not at the desk.</summary>
    private async Task<ElectronicSeal> MakeOutsideAsync(string number)
    {
        var now = _clock.GetUtcNow();
        var info = new SealInfo
        {
            Version = SealMaker.Gbt2020,
            Vendor = "ELSEWHERE",
            SealId = number,
            Type = 1,
            Name = "样例市市场监督管理局电子印章",
            Signers = [DeskSample.CertificateOf("sm2-market").ToByteArray()],
            CreatedAt = now.AddDays(-1),
            ValidFrom = now.AddDays(-1),
            ValidUntil = now.AddYears(1),
            Picture = new Licenses.Crypto.Seals.SealPicture("PNG", DeskSample.Png(40, 40), 40, 40),
        };
        return ElectronicSeal.Decode(await SealMaker.MakeAsync(NationalSeals.Maker, info, null, Token));
    }

    /// <summary>Some seconds after whatever was done before: a seal's times are told in whole ones.</summary>
    private async Task<byte[]> SealOutsideAsync(ElectronicSeal seal)
    {
        _clock.Advance(TimeSpan.FromSeconds(2));
        using var key = DeskSample.Key("sm2-market");
        byte[] contract = await File.ReadAllBytesAsync(RepositoryRoot.PathTo("services", "Licenses.Server", "Samples", "contract.pdf"), Token);
        var request = new SealRequest { SigningTime = _clock.GetUtcNow(), Profile = new SealProfile.Ses(seal) };
        return Assert.IsType<SealOutcome.Sealed>(await PdfSealer.SealAsync(contract, request, key, Token)).Document.ToArray();
    }
}
