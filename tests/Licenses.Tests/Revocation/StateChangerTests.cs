using Licenses.Revocation;

namespace Licenses.Tests.Revocation;

public sealed class StateChangerTests
{
    private static readonly LicenseNumber Number = StatusNode.Number(1);
    private static readonly Caller Department = new(Number.IssuerCode, "公安局", Role.Issuer);

    private readonly StatusNode _node = new();

    private StateChanger Changer => new(_node.Store, _node.Announcer, _node.Clock);

    [Fact]
    public async Task A_revocation_is_seen_at_once_by_this_process_and_in_the_cache()
    {
        _node.Store.Set(Number, 1, LicenseState.Active);
        await _node.ReadAsync(Number);

        var outcome = await ChangeAsync(Department, StateAction.Revoke);

        Assert.Equal(2, Assert.IsType<Outcome<StatusEntry>.Done>(outcome).Value.Stored.Version);
        Assert.Equal(LicenseState.Revoked, await _node.ReadStateAsync(Number));
        Assert.Equal(LicenseState.Revoked, _node.Cache.Peek(Number)?.Stored.State);
    }

    [Fact]
    public async Task A_cache_that_is_down_does_not_make_a_revocation_fail()
    {
        _node.Store.Set(Number, 1, LicenseState.Active);
        _node.Cache.IsDown = true;

        Assert.IsType<Outcome<StatusEntry>.Done>(await ChangeAsync(Department, StateAction.Revoke));
    }

    [Theory]
    [InlineData("113100000000000025", Role.Issuer)]
    [InlineData("113100000000000017", Role.Center)]
    [InlineData("113100000000000017", Role.Administrator)]
    public async Task Only_the_issuing_department_may(string organisation, Role role)
    {
        _node.Store.Set(Number, 1, LicenseState.Active);

        var outcome = await ChangeAsync(new Caller(organisation, "他人", role), StateAction.Revoke);

        AssertRefused(RefusalReason.NotEntitled, outcome);
        Assert.Equal(LicenseState.Active, _node.Store.Row(Number)?.State);
    }

    [Fact]
    public async Task A_revocation_is_final_and_only_what_is_suspended_can_be_given_back()
    {
        _node.Store.Set(Number, 1, LicenseState.Active);
        AssertRefused(RefusalReason.IllegalTransition, await ChangeAsync(Department, StateAction.Reinstate));
        Assert.IsType<Outcome<StatusEntry>.Done>(await ChangeAsync(Department, StateAction.Suspend));
        Assert.IsType<Outcome<StatusEntry>.Done>(await ChangeAsync(Department, StateAction.Reinstate));
        Assert.IsType<Outcome<StatusEntry>.Done>(await ChangeAsync(Department, StateAction.Revoke));

        AssertRefused(RefusalReason.IllegalTransition, await ChangeAsync(Department, StateAction.Reinstate));
        AssertRefused(RefusalReason.IllegalTransition, await ChangeAsync(Department, StateAction.Suspend));
    }

    [Fact]
    public async Task An_unknown_license_is_refused_as_such() =>
        AssertRefused(RefusalReason.UnknownLicense, await ChangeAsync(Department, StateAction.Suspend));

    private ValueTask<Outcome<StatusEntry>> ChangeAsync(Caller caller, StateAction action) => Changer.ChangeAsync(
        caller,
        RequestId.TryParse("request-1", out var id) ? id : throw new InvalidOperationException(),
        new StateRequest(Number, action, StateReason.Investigation, null),
        TestContext.Current.CancellationToken);

    private static void AssertRefused(RefusalReason reason, Outcome<StatusEntry> outcome) =>
        Assert.Equal(reason, Assert.IsType<Outcome<StatusEntry>.Refused>(outcome).Refusal.Reason);
}
