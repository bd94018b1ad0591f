using Google.Protobuf.WellKnownTypes;
using Licenses.Sealing.Desk;
using Licenses.Server.Tests.Fetching;
using Licenses.Server.Tests.Host;
using Licenses.Testing.Clock;
using Licenses.Testing.SamplePki;
using Licenses.Trust;
using Licenses.V1;
using Microsoft.Extensions.DependencyInjection;

namespace Licenses.Server.Tests.Desk;

/// <summary>What passing time does to seals and to requests that wait.</summary>
public sealed class DeskTimeTests : IDisposable
{
    private readonly ManualClock _clock = new(DateTimeOffset.UtcNow);
    private readonly DirectoryInfo _noLists = Directory.CreateTempSubdirectory("licenses-no-crls-");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _noLists.Delete(recursive: true);

    [Fact]
    public async Task Past_its_end_a_seal_is_expired_and_cannot_be_applied_but_can_be_made_anew()
    {
        await using var server = await RunningServer.StartAsync(replace: services => services.AddSingleton<TimeProvider>(_clock));
        var (department, city) = (server.Sealing("issuer-police"), server.Sealing("administrator"));
        var request = DeskSample.Make("expire-make-1");
        request.Draft.ValidUntil = _clock.GetUtcNow().AddDays(1).ToTimestamp();
        var made = await city.ApproveSealAsync(DeskSample.Decide("expire-approve-1", await department.MakeSealAsync(request)));
        using var key = DeskSample.Key("sm2-police");
        var seals = server.Services.GetRequiredService<ApplicableSeals>();
        var police = SampleCertificates.Uscc("police");
        Assert.IsType<Outcome<ApplicableSeal>.Done>(await seals.FindApplicableAsync(police, key.Certificate, null, Token));

        _clock.Advance(TimeSpan.FromDays(2));

        var refused = Assert.IsType<Outcome<ApplicableSeal>.Refused>(await seals.FindApplicableAsync(police, key.Certificate, null, Token));
        Assert.Equal(RefusalReason.SealExpired, refused.Refusal.Reason);
        Assert.Empty((await city.ListSealsAsync(new ListSealsRequest { State = V1.SealState.Active })).Seals);
        var listed = Assert.Single((await city.ListSealsAsync(new ListSealsRequest { State = V1.SealState.Expired })).Seals);
        Assert.Equal((made.SealId, V1.SealState.Expired), (listed.SealId, listed.State));
        var again = DeskSample.Make("expire-make-2");
        again.SealId = made.SealId;
        var anew = await city.ApproveSealAsync(DeskSample.Decide("expire-approve-2", await department.MakeSealAsync(again)));
        Assert.Equal((V1.SealState.Active, 2), (anew.State, anew.Version));
        Assert.IsType<Outcome<ApplicableSeal>.Done>(await seals.FindApplicableAsync(police, key.Certificate, null, Token));
    }

    [Fact]
    public async Task A_seal_begins_no_earlier_than_it_is_asked_for_however_late_it_is_approved()
    {
        await using var server = await RunningServer.StartAsync(replace: services => services.AddSingleton<TimeProvider>(_clock));
        var (department, city) = (server.Sealing("issuer-police"), server.Sealing("administrator"));
        var early = DeskSample.Make("early-make-1");
        early.Draft.ValidFrom = _clock.GetUtcNow().AddDays(-2).ToTimestamp();

        var refused = await Refused.ByAsync(async () => await department.MakeSealAsync(early));
        var asked = await department.MakeSealAsync(DeskSample.Make("early-make-2"));
        _clock.Advance(TimeSpan.FromDays(3));
        var made = await city.ApproveSealAsync(DeskSample.Decide("early-approve-2", asked));

        Assert.Equal(("INVALID_FIELDS", "draft.valid_from"), (refused.Reason, Assert.Single(refused.Fields)));
        Assert.Equal((V1.SealState.Active, asked.ValidFrom), (made.State, made.ValidFrom));
    }

    [Fact]
    public async Task What_became_wrong_since_the_request_is_found_at_the_approval_and_silence_is_not_good()
    {
        var source = new ScriptedSource(_clock);
        source.Answer = inquiry => source.Good(inquiry);
        await using var server = await RunningServer.StartAsync(
            new Dictionary<string, string> { ["Trust:RevocationLists:0"] = _noLists.FullName },
            services => services.AddSingleton<TimeProvider>(_clock).AddSingleton<IRevocationSource>(source));
        var (department, city) = (server.Sealing("issuer-police"), server.Sealing("administrator"));
        var request = DeskSample.Make("wrong-make-1");
        request.Draft.ValidUntil = _clock.GetUtcNow().AddDays(1).ToTimestamp();
        var asked = await department.MakeSealAsync(request);
        using var key = DeskSample.Key("sm2-police");

        source.Answer = inquiry => inquiry.Subject.Equals(key.Certificate) ? source.Revoked(inquiry) : source.Good(inquiry);
        var revoked = await Refused.ByAsync(async () => await city.ApproveSealAsync(DeskSample.Decide("wrong-approve-1", asked)));
        source.Answer = _ => null;
        var silent = await Refused.ByAsync(async () => await city.ApproveSealAsync(DeskSample.Decide("wrong-approve-2", asked)));
        source.Answer = inquiry => source.Good(inquiry);
        _clock.Advance(TimeSpan.FromDays(2));
        var late = await Refused.ByAsync(async () => await city.ApproveSealAsync(DeskSample.Decide("wrong-approve-3", asked)));

        Assert.Equal(("INVALID_FIELDS", "draft.signers[0]"), (revoked.Reason, Assert.Single(revoked.Fields)));
        Assert.Equal(("INVALID_FIELDS", true), (silent.Reason, silent.Fields.Contains("maker")));
        Assert.Equal(("INVALID_FIELDS", true), (late.Reason, late.Fields.Contains("draft.valid_until")));
        Assert.Equal(
            V1.SealState.Requested, (await city.GetSealAsync(new GetSealRequest { SealId = asked.SealId })).Seal.State);
    }
}
