using Licenses.Crypto;

namespace Licenses.Sealing.Desk;

/// <summary>
/// What a seal's standing means for a signature. What was sealed while the seal was frozen, or after it was cancelled or
/// replaced, is refused. What says to be from before the seal was taken away counts only where a timestamp proves it:
/// whoever has the key can write any time. The desk's own record of the use proves it too. A certificate chain says nothing of all this; only the desk knows.
/// </summary>
public static class SealStandingCheck
{
    /// <summary>The stable code of the finding.</summary>
    public const string Check = "SEAL_REGISTER";

    /// <param name="standing">What the register said.</param>
    /// <param name="at">The time of sealing, as the signature claims.</param>
    /// <param name="proven">The time by which a timestamp proves the signature to have existed; null for no proof.</param>
    public static Finding Judge(SealStanding standing, DateTimeOffset at, DateTimeOffset? proven) => standing switch
    {
        SealStanding.Known known => Judge(known, at, known.UsedAt is { } used && !(proven < used) ? used : proven),
        SealStanding.Unknown { IsNumberTaken: true } => Failed(
            SubIndication.SigConstraintsFailure,
            "The desk has a seal of this number, and it is not this one.", "登记的同编号印章与此印章不符。"),
        SealStanding.Unknown { IsOfServedHouse: true } => Undecided(
            SubIndication.SigConstraintsFailure,
            "The seal is for an organisation whose seals this desk makes, and the desk did not make it: whether another maker was entitled to, and where the seal stands, cannot be told here.",
            "该印章属于本登记机构所服务的单位，但并非由本机构制作：无法得知其他制章者是否有权制作以及印章的现状。"),
        SealStanding.Unknown => Passed(
            "Not known: the desk that was asked did not make this seal, so whether it was frozen or cancelled cannot be told here.",
            "不详：所查询的印章登记机构未制作此印章，无法得知其是否被冻结或注销。"),
        SealStanding.Unavailable unavailable => Undecided(
            SubIndication.TryLater,
            $"The desk does not answer ({unavailable.Why}): whether the seal was frozen or cancelled cannot be told now.",
            "印章登记机构未应答，暂时无法得知印章是否被冻结或注销。"),
        _ => Passed(
            "Not asked, so not known: nobody was asked whether the seal was frozen or cancelled. Only the desk that made it knows.",
            "未查询，因而不详：未向任何机构查询印章是否被冻结或注销，只有制章登记机构知道。"),
    };

    private static Finding Judge(SealStanding.Known known, DateTimeOffset at, DateTimeOffset? proven)
    {
        if (known.Version.Made is not { } made)
        {
            return Failed(SubIndication.SigConstraintsFailure, "The desk never made this seal.", "印章登记机构未制作此印章。");
        }

        // The seal tells its times in whole seconds.
        if (at < made.At.AddSeconds(-1))
        {
            return Failed(
                SubIndication.NotYetValid, $"The desk made the seal at {made.At:u}, after {at:u}.", $"印章制作于 {made.At:u}，晚于签章时间。");
        }

        if (made.EndedAt is { } ended && at >= ended)
        {
            return Failed(
                SubIndication.Revoked,
                $"The seal was made anew at {ended:u}, and this version may not be applied since.", $"印章已于 {ended:u} 重新制作，此版本不得再使用。");
        }

        return TakenAway(known.Events, at) is { } then ? Failed(
                SubIndication.Revoked,
                $"The seal was {Word(then).En} at {then.At:u}, before it was applied.", $"印章已于 {then.At:u} {Word(then).Zh}，签章在其后。")
            : OutOfUse(known.Events) is { } since && (proven is not { } proof || proof >= since.At) ? Undecided(
                SubIndication.RevokedNoPoe,
                $"The seal was {Word(since).En} at {since.At:u}, and neither a timestamp nor the desk's record proves that it was applied before.",
                $"印章已于 {since.At:u} {Word(since).Zh}，且没有时间戳或用印记录证明签章早于此时。")
            : Passed("The desk made the seal, and it was in use when it was applied.", "印章由登记机构制作，签章时可以使用。");
    }

    /// <summary>The step by which the seal was out of use at a time; null where it was in use.</summary>
    private static SealEvent? TakenAway(ImmutableArray<SealEvent> events, DateTimeOffset at)
    {
        SealEvent? away = null;
        foreach (var step in events.Where(step => step.At <= at))
        {
            away = IsOutOfUse(step.State) ? away ?? step : null;
        }

        return away;
    }

    /// <summary>The step since which the seal is out of use; null where it is in use.</summary>
    private static SealEvent? OutOfUse(ImmutableArray<SealEvent> events) => TakenAway(events, DateTimeOffset.MaxValue);

    private static bool IsOutOfUse(SealState state) => state is SealState.Frozen or SealState.Cancelled;

    private static LocalizedText Word(SealEvent step) =>
        step.State == SealState.Cancelled ? new("注销", "cancelled") : new("冻结", "frozen");

    private static Finding Passed(string en, string zh) => new(Check, Verdict.Passed, en, null, null, zh);

    private static Finding Undecided(SubIndication reason, string en, string zh) =>
        new(Check, Verdict.Indeterminate, en, null, reason, zh);

    private static Finding Failed(SubIndication reason, string en, string zh) =>
        new(Check, Verdict.Failed, en, null, reason, zh);
}
