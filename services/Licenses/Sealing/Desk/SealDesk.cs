using System.Diagnostics;
using System.Security.Cryptography;
using Licenses.Catalog;
using Licenses.Ledger;

namespace Licenses.Sealing.Desk;

/// <summary>
/// Where seals are asked for, made, frozen and cancelled (印章制作与管理). A department acts for its own seals, an
/// administrator for any; making, making anew, unfreezing and cancelling take two people.
/// </summary>
public sealed class SealDesk(CityCatalog catalog, ISealDeskStore store, SealWorkshop workshop, TimeProvider clock)
{
    private const int MostTries = 3;

    /// <summary>Asks for a seal to be made, or made anew; nothing is made before another person approves.</summary>
    /// <exception cref="SealKeyUnavailableException">The maker's key cannot be used now, so the draft cannot be checked.</exception>
    public async Task<Outcome<DeskSeal>> RequestAsync(
        Caller caller, RequestId requestId, MakeOrder order, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(caller);
        ArgumentNullException.ThrowIfNull(requestId);
        ArgumentNullException.ThrowIfNull(order);
        if (!MayAct(caller, order.OrganisationCode))
        {
            return DeskRefusals.NotEntitled<DeskSeal>();
        }

        if (catalog.FindDepartmentByCode(order.OrganisationCode) is null)
        {
            return DeskRefusals.NoDepartment<DeskSeal>();
        }

        var key = new WriteKey(caller.OrganisationCode, requestId.Value, FingerprintOf(order));
        if (await store.FindWriteAsync(key, cancellationToken) is { } earlier)
        {
            return Read(earlier);
        }

        if (!workshop.CanMake)
        {
            return DeskRefusals.NoMaker<DeskSeal>();
        }

        ImmutableArray<FieldViolation> violations =
        [
            .. SealDraftCheck.CheckBeginning(order.Draft, clock.GetUtcNow(), "draft"),
            .. await workshop.CheckAsync(order.OrganisationCode, order.Draft, cancellationToken),
        ];
        return !violations.IsEmpty
            ? DeskRefusals.Fields<DeskSeal>(violations)
            : await AskToMakeAsync(caller, key, order, cancellationToken);
    }

    /// <summary>Takes a step of a seal's life.</summary>
    /// <exception cref="SealKeyUnavailableException">A seal is to be made, and the maker's key cannot be used now.</exception>
    public async Task<Outcome<DeskSeal>> StepAsync(
        Caller caller, RequestId requestId, SealStep step, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(caller);
        ArgumentNullException.ThrowIfNull(requestId);
        ArgumentNullException.ThrowIfNull(step);
        var fingerprint = new Fingerprint("SealStep").Add(step.SealId).Add(step.Action.ToString()).Add(step.Reason)
            .Add(step.SeenRevision ?? 0).ToSha256();
        var turn = new Turn(caller, new WriteKey(caller.OrganisationCode, requestId.Value, fingerprint), step);
        for (int tries = 1; ; tries++)
        {
            var outcome = await TryStepAsync(turn, cancellationToken);
            if (step.SeenRevision is not null || tries == MostTries
                || outcome is not Outcome<DeskSeal>.Refused { Refusal.Reason: RefusalReason.VersionConflict })
            {
                return outcome;
            }
        }
    }

    private async Task<Outcome<DeskSeal>> AskToMakeAsync(
        Caller caller, WriteKey key, MakeOrder order, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        if (caller.Person is not { IsNamed: true } person)
        {
            return DeskRefusals.PersonNotNamed<DeskSeal>();
        }

        if (order.SealId is null)
        {
            var made = new DeskSeal(order.OrganisationCode + RandomNumberGenerator.GetHexString(12), order.OrganisationCode)
            {
                State = SealState.Requested,
                ChangedAt = now,
                ValidFrom = order.Draft.ValidFrom,
                ValidUntil = order.Draft.ValidUntil,
                Pending = new PendingWish(SealWish.Make, 1, person, caller.OrganisationCode, now, order.Reason),
            };
            return await WriteAsync(
                Describe(key, caller, made, "SEAL_REQUESTED", order.Reason) with { Draft = order.Draft }, cancellationToken);
        }

        if (await store.FindAsync(order.SealId, cancellationToken) is not { } seal
            || seal.OrganisationCode != order.OrganisationCode)
        {
            return DeskRefusals.UnknownSeal<DeskSeal>();
        }

        var wish = new PendingWish(
            SealWish.Remake, seal.Drafts + 1, person, caller.OrganisationCode, now, order.Reason);
        return seal.Ask(wish) is Outcome<DeskSeal>.Done asked
            ? await WriteAsync(
                Describe(key, caller, asked.Value, "SEAL_REMAKE_REQUESTED", order.Reason) with { Draft = order.Draft },
                cancellationToken)
            : seal.Ask(wish);
    }

    private async Task<Outcome<DeskSeal>> TryStepAsync(Turn turn, CancellationToken cancellationToken)
    {
        var step = turn.Step;
        if (await store.FindAsync(step.SealId, cancellationToken) is not { } seal)
        {
            return DeskRefusals.UnknownSeal<DeskSeal>();
        }

        if (!MayTake(turn.Caller, step.Action, seal))
        {
            return DeskRefusals.NotEntitled<DeskSeal>();
        }

        if (await store.FindWriteAsync(turn.Key, cancellationToken) is { } earlier)
        {
            return Read(earlier);
        }

        if (step.SeenRevision is { } seen && seen != seal.Revision)
        {
            return DeskRefusals.Changed<DeskSeal>();
        }

        var now = clock.GetUtcNow();
        return step.Action switch
        {
            SealAction.Freeze => await WriteAsync(turn, seal.Freeze(now), "SEAL_FROZEN", cancellationToken),
            SealAction.Unfreeze => await AskAsync(turn, seal, SealWish.Unfreeze, cancellationToken),
            SealAction.Cancel => await AskAsync(turn, seal, SealWish.Cancel, cancellationToken),
            SealAction.Reject => await WriteAsync(
                turn, seal.Reject(now), seal.State == SealState.Requested ? "SEAL_REJECTED" : "SEAL_REQUEST_REJECTED",
                cancellationToken),
            SealAction.Approve => await ApproveAsync(turn, seal, cancellationToken),
            _ => throw new UnreachableException(),
        };
    }

    private async Task<Outcome<DeskSeal>> AskAsync(
        Turn turn, DeskSeal seal, SealWish wish, CancellationToken cancellationToken)
    {
        if (turn.Caller.Person is not { } person)
        {
            return DeskRefusals.PersonNotNamed<DeskSeal>();
        }

        var pending = new PendingWish(
            wish, 0, person, turn.Caller.OrganisationCode, clock.GetUtcNow(), turn.Step.Reason);
        var name = wish == SealWish.Cancel ? "SEAL_CANCEL_REQUESTED" : "SEAL_UNFREEZE_REQUESTED";
        return await WriteAsync(turn, seal.Ask(pending), name, cancellationToken);
    }

    private async Task<Outcome<DeskSeal>> ApproveAsync(Turn turn, DeskSeal seal, CancellationToken cancellationToken)
    {
        if (turn.Caller.Person is not { } person)
        {
            return DeskRefusals.PersonNotNamed<DeskSeal>();
        }

        var draft = seal.Pending is { Draft: > 0 and var number }
            ? (await store.FindVersionAsync(seal.SealId, number, cancellationToken))?.Draft
                ?? throw new StoreUnavailableException("the draft of a request is missing")
            : null;
        var approved = seal.Approve(person, draft, clock.GetUtcNow());
        if (draft is null || approved is not Outcome<DeskSeal>.Done { Value: var next })
        {
            var name = seal.Pending?.Wish == SealWish.Cancel ? "SEAL_CANCELLED" : "SEAL_UNFROZEN";
            return await WriteAsync(turn, approved, name, cancellationToken);
        }

        var write = Describe(
            turn.Key, turn.Caller, next, seal.Version == 0 ? "SEAL_MADE" : "SEAL_REMADE", turn.Step.Reason);
        return await MakeAsync(next, draft, write, cancellationToken);
    }

    // Time has passed since the request, so that certificates may have been revoked: everything is checked again.
    private async Task<Outcome<DeskSeal>> MakeAsync(
        DeskSeal seal, SealDraft draft, DeskWrite write, CancellationToken cancellationToken)
    {
        if (!workshop.CanMake)
        {
            return DeskRefusals.NoMaker<DeskSeal>();
        }

        if (await workshop.CheckAsync(seal.OrganisationCode, draft, cancellationToken) is { IsEmpty: false } violations)
        {
            return DeskRefusals.Fields<DeskSeal>(violations);
        }

        var made = await workshop.MakeAsync(seal.SealId, draft, cancellationToken);
        return await WriteAsync(
            write with { Made = made, Leaf = write.Leaf with { PayloadHash = made.Sha256 } }, cancellationToken);
    }

    private async Task<Outcome<DeskSeal>> WriteAsync(
        Turn turn, Outcome<DeskSeal> moved, string name, CancellationToken cancellationToken) =>
        moved is Outcome<DeskSeal>.Done { Value: var seal }
            ? await WriteAsync(Describe(turn.Key, turn.Caller, seal, name, turn.Step.Reason), cancellationToken)
            : moved;

    private async Task<Outcome<DeskSeal>> WriteAsync(DeskWrite write, CancellationToken cancellationToken) =>
        Read(await store.WriteAsync(write, cancellationToken));

    private static DeskWrite Describe(WriteKey key, Caller caller, DeskSeal seal, string name, string reason) => new(
        key,
        seal,
        new SealEvent(name, seal.State, seal.Version, seal.ChangedAt, caller.OrganisationCode, caller.Person, reason),
        new AuditLeaf(name, seal.SealId, seal.Revision, caller.OrganisationCode, seal.ChangedAt, key.Fingerprint));

    private static bool MayAct(Caller caller, string organisationCode) =>
        caller.Role == Role.Administrator || (caller.Role == Role.Issuer && caller.OrganisationCode == organisationCode);

    // A department may take back what it asked for, not what an administrator did.
    private static bool MayTake(Caller caller, SealAction action, DeskSeal seal) => action switch
    {
        SealAction.Approve => caller.Role == Role.Administrator,
        SealAction.Reject => caller.Role == Role.Administrator
            || (MayAct(caller, seal.OrganisationCode)
                && (seal.Pending is null || seal.Pending.ActorCode == caller.OrganisationCode)),
        _ => MayAct(caller, seal.OrganisationCode),
    };

    private static byte[] FingerprintOf(MakeOrder order) => order.Draft
        .AddTo(new Fingerprint("MakeSeal").Add(order.OrganisationCode).Add(order.SealId).Add(order.Reason)).ToSha256();

    private static Outcome<DeskSeal> Read(WriteOutcome<DeskSeal> written) => written switch
    {
        WriteOutcome<DeskSeal>.Done done => new Outcome<DeskSeal>.Done(done.Value),
        WriteOutcome<DeskSeal>.Repeated repeated => new Outcome<DeskSeal>.Done(repeated.Value, IsRepeated: true),
        WriteOutcome<DeskSeal>.Reused => DeskRefusals.Reused<DeskSeal>(),
        WriteOutcome<DeskSeal>.Conflict => DeskRefusals.Changed<DeskSeal>(),
        _ => throw new UnreachableException(),
    };

    private sealed record Turn(Caller Caller, WriteKey Key, SealStep Step);
}
