namespace Licenses.Sealing.Desk;

/// <summary>A seal as the desk keeps it. Its whole life is on this screen:</summary>
/// <remarks>
/// REQUESTED → (second person) ACTIVE or REJECTED; ACTIVE → (one person) FROZEN → (second person) ACTIVE;
/// ACTIVE, FROZEN → (second person) CANCELLED. Made anew it stays ACTIVE, and the version before may not be applied.
/// </remarks>
/// <param name="SealId">The seal's number (印章标识, esID); it stays when the seal is made anew.</param>
/// <param name="OrganisationCode">Whose seal.</param>
public sealed record DeskSeal(string SealId, string OrganisationCode)
{
    public required SealState State { get; init; }

    /// <summary>The version that may be applied, from 1; 0 before the seal was made.</summary>
    public int Version { get; init; }

    /// <summary>How many drafts there were; each version is the draft of its number.</summary>
    public int Drafts { get; init; } = 1;

    /// <summary>Counts every change, requests included; from 1.</summary>
    public long Revision { get; init; } = 1;

    public required DateTimeOffset ChangedAt { get; init; }

    public required DateTimeOffset ValidFrom { get; init; }

    public required DateTimeOffset ValidUntil { get; init; }

    /// <summary>How often it was applied.</summary>
    public long Uses { get; init; }

    /// <summary>What waits for a second person; null for nothing.</summary>
    public PendingWish? Pending { get; init; }

    /// <summary>Whether it was made and its time is over.</summary>
    public bool IsExpiredAt(DateTimeOffset time) => State is SealState.Active or SealState.Frozen && time > ValidUntil;

    /// <summary>One person asks. One wish waits at a time.</summary>
    public Outcome<DeskSeal> Ask(PendingWish wish)
    {
        ArgumentNullException.ThrowIfNull(wish);
        return !wish.By.IsNamed ? DeskRefusals.PersonNotNamed<DeskSeal>()
            : Pending is not null ? DeskRefusals.Waiting<DeskSeal>()
            : !MayAsk(wish.Wish, State) ? DeskRefusals.Illegal<DeskSeal>()
            : Done(Moved(State, wish.At) with { Pending = wish, Drafts = Math.Max(Drafts, wish.Draft) });
    }

    /// <summary>Another person approves what waits; the draft's validity becomes the seal's where one is made.</summary>
    public Outcome<DeskSeal> Approve(Person by, SealDraft? draft, DateTimeOffset at)
    {
        ArgumentNullException.ThrowIfNull(by);
        if (Pending is not { } pending)
        {
            return DeskRefusals.NothingWaits<DeskSeal>();
        }

        if (!by.IsNamed)
        {
            return DeskRefusals.PersonNotNamed<DeskSeal>();
        }

        return by.MayBe(pending.By) ? DeskRefusals.SamePerson<DeskSeal>()
            : Approved(State, pending.Wish) is not { } next ? DeskRefusals.Illegal<DeskSeal>()
            : Done(draft is null ? Moved(next, at) : Moved(next, at) with
            {
                Version = pending.Draft, ValidFrom = draft.ValidFrom, ValidUntil = draft.ValidUntil,
            });
    }

    /// <summary>Anybody who may decide, or who asked, drops what waits.</summary>
    public Outcome<DeskSeal> Reject(DateTimeOffset at) => Pending is null
        ? DeskRefusals.NothingWaits<DeskSeal>()
        : Done(Moved(State == SealState.Requested ? SealState.Rejected : State, at));

    /// <summary>One person is enough: it takes away and gives nothing. What waits goes on waiting.</summary>
    public Outcome<DeskSeal> Freeze(DateTimeOffset at) => State == SealState.Active
        ? Done(Moved(SealState.Frozen, at) with { Pending = Pending })
        : DeskRefusals.Illegal<DeskSeal>();

    private static bool MayAsk(SealWish wish, SealState state) => (wish, state) switch
    {
        (SealWish.Remake, SealState.Active) => true,
        (SealWish.Unfreeze, SealState.Frozen) => true,
        (SealWish.Cancel, SealState.Active or SealState.Frozen) => true,
        _ => false, // Make begins a life: see SealDesk
    };

    private static SealState? Approved(SealState state, SealWish wish) => (state, wish) switch
    {
        (SealState.Requested, SealWish.Make) => SealState.Active,
        (SealState.Active, SealWish.Remake) => SealState.Active,
        (SealState.Frozen, SealWish.Unfreeze) => SealState.Active,
        (SealState.Active or SealState.Frozen, SealWish.Cancel) => SealState.Cancelled,
        _ => null,
    };

    private static Outcome<DeskSeal> Done(DeskSeal seal) => new Outcome<DeskSeal>.Done(seal);

    private DeskSeal Moved(SealState state, DateTimeOffset at) =>
        this with { State = state, ChangedAt = at, Revision = Revision + 1, Pending = null };
}
