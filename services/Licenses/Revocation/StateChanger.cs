using System.Diagnostics;
using Licenses.Ledger;

namespace Licenses.Revocation;

/// <summary>Suspends, reinstates and revokes licenses. Only the issuer's own department may.</summary>
public sealed class StateChanger(IStatusStore store, StatusAnnouncer announcer, TimeProvider clock)
{
    /// <summary>Changes a state, commits it, then makes it known; the value is the status after the change.</summary>
    public async ValueTask<Outcome<StatusEntry>> ChangeAsync(
        Caller caller, RequestId requestId, StateRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(caller);
        ArgumentNullException.ThrowIfNull(requestId);
        ArgumentNullException.ThrowIfNull(request);
        if (caller.Role != Role.Issuer || caller.OrganisationCode != request.Number.IssuerCode)
        {
            return Refused(
                RefusalReason.NotEntitled, "只有发证单位可以变更证照状态", "only the issuing department may change this license's state");
        }

        var outcome = await store.ChangeAsync(Describe(caller, requestId, request), cancellationToken);
        switch (outcome)
        {
            case WriteOutcome<StatusEntry>.Done(var entry):
                await announcer.AnnounceAsync(entry, CancellationToken.None); // committed, whether the caller waits or not
                return new Outcome<StatusEntry>.Done(entry);
            case WriteOutcome<StatusEntry>.Repeated(var entry):
                return new Outcome<StatusEntry>.Done(entry, IsRepeated: true);
            case WriteOutcome<StatusEntry>.Reused:
                return new Outcome<StatusEntry>.Refused(Refusal.RequestIdReused);
            case WriteOutcome<StatusEntry>.Conflict(var why):
                return Refused(why);
            default:
                throw new UnreachableException();
        }
    }

    private StateChange Describe(Caller caller, RequestId requestId, StateRequest request)
    {
        var (to, name) = request.Action switch
        {
            StateAction.Suspend => (LicenseState.Suspended, "LICENSE_SUSPENDED"),
            StateAction.Reinstate => (LicenseState.Active, "LICENSE_REINSTATED"),
            StateAction.Revoke => (LicenseState.Revoked, "LICENSE_REVOKED"),
            _ => throw new UnreachableException(),
        };
        var fingerprint = new Fingerprint("ChangeState")
            .Add(request.Number.Value)
            .Add(name)
            .Add(request.Reason.ToString())
            .Add(request.ExpectedVersion ?? 0)
            .ToSha256();
        var key = new WriteKey(caller.OrganisationCode, requestId.Value, fingerprint);
        var leaf = new AuditLeaf(name, request.Number.Value, 0, caller.OrganisationCode, clock.GetUtcNow(), fingerprint);
        return new StateChange(key, request.Number, to, request.Reason, request.ExpectedVersion, leaf);
    }

    private static Outcome<StatusEntry> Refused(WriteConflict why) => why switch
    {
        WriteConflict.UnknownObject => Refused(RefusalReason.UnknownLicense, "没有这一证照", "no such license"),
        WriteConflict.VersionConflict => Refused(
            RefusalReason.VersionConflict, "证照状态已被他人变更", "the status has changed since the version that you name"),
        WriteConflict.IllegalTransition => Refused(
            RefusalReason.IllegalTransition, "证照当前状态不允许此项变更", "the license's state does not allow this change"),
        _ => throw new UnreachableException(),
    };

    private static Outcome<StatusEntry> Refused(RefusalReason reason, string zh, string en) =>
        new Outcome<StatusEntry>.Refused(new Refusal(reason, zh, en));
}
