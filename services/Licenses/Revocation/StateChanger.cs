using System.Diagnostics;
using Licenses.Ledger;

namespace Licenses.Revocation;

/// <summary>Suspends, reinstates and revokes licenses. Only the issuer's own department may.</summary>
public sealed class StateChanger(IStatusStore store, StatusAnnouncer announcer, TimeProvider clock)
{
    public async ValueTask<StateOutcome> ChangeAsync(
        Caller caller, StateRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(caller);
        ArgumentNullException.ThrowIfNull(request);
        if (caller.Role != Role.Issuer || caller.OrganisationCode != request.Number.IssuerCode)
        {
            return new StateOutcome.Refused(StateRefusal.NotEntitled);
        }

        var outcome = await store.ChangeAsync(Describe(request, clock.GetUtcNow()), cancellationToken);
        switch (outcome)
        {
            case WriteOutcome<StatusEntry>.Done(var entry):
                await announcer.AnnounceAsync(entry, CancellationToken.None); // committed: a caller who left changes nothing
                return new StateOutcome.Changed(entry, Repeated: false);
            case WriteOutcome<StatusEntry>.Repeated(var entry):
                return new StateOutcome.Changed(entry, Repeated: true);
            case WriteOutcome<StatusEntry>.Reused:
                return new StateOutcome.Refused(StateRefusal.RequestIdReused);
            case WriteOutcome<StatusEntry>.Conflict(var why):
                return new StateOutcome.Refused(Refusal(why));
            default:
                throw new UnreachableException();
        }
    }

    private static StateChange Describe(StateRequest request, DateTimeOffset now)
    {
        var (to, name) = request.Action switch
        {
            StateAction.Suspend => (LicenseState.Suspended, "LICENSE_SUSPENDED"),
            StateAction.Reinstate => (LicenseState.Active, "LICENSE_REINSTATED"),
            StateAction.Revoke => (LicenseState.Revoked, "LICENSE_REVOKED"),
            _ => throw new UnreachableException(),
        };
        var leaf = new AuditLeaf(
            name, request.Number.Value, 0, request.Key.ActorCode, now, request.Key.Fingerprint);
        return new StateChange(request.Key, request.Number, to, request.Reason, request.ExpectedVersion, leaf);
    }

    private static StateRefusal Refusal(WriteConflict why) => why switch
    {
        WriteConflict.UnknownObject => StateRefusal.UnknownLicense,
        WriteConflict.VersionConflict => StateRefusal.VersionConflict,
        WriteConflict.IllegalTransition => StateRefusal.IllegalTransition,
        _ => throw new UnreachableException(),
    };
}
