using Licenses.Crypto;
using Licenses.Crypto.Seals;
using Licenses.Sealing.Desk;

namespace Licenses.Tests.Sealing.Desk;

/// <summary>What freezing, cancelling and making anew mean for signatures before and after, with and without proof.</summary>
public sealed class SealStandingTests
{
    private static readonly DateTimeOffset Made = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>Days after making: what happened, when it was sealed, when a timestamp proves it (-1: none), the verdict.</summary>
    public static TheoryData<string, int, int, Verdict> Table { get; } = new()
    {
        { "", 5, -1, Verdict.Passed },
        { "", 0, -1, Verdict.Passed },
        { "", -2, -1, Verdict.Failed },
        { "freeze 10", 5, -1, Verdict.Indeterminate },
        { "freeze 10", 5, 6, Verdict.Passed },
        { "freeze 10", 5, 10, Verdict.Indeterminate },
        { "freeze 10", 5, 11, Verdict.Indeterminate },
        { "freeze 10", 10, -1, Verdict.Failed },
        { "freeze 10", 12, -1, Verdict.Failed },
        { "freeze 10", 12, 13, Verdict.Failed },
        { "freeze 10, unfreeze 20", 5, -1, Verdict.Passed },
        { "freeze 10, unfreeze 20", 15, -1, Verdict.Failed },
        { "freeze 10, unfreeze 20", 15, 30, Verdict.Failed },
        { "freeze 10, unfreeze 20", 20, -1, Verdict.Passed },
        { "freeze 10, unfreeze 20, freeze 30", 25, -1, Verdict.Indeterminate },
        { "freeze 10, unfreeze 20, freeze 30", 25, 26, Verdict.Passed },
        { "freeze 10, unfreeze 20, freeze 30", 31, 32, Verdict.Failed },
        { "cancel 10", 9, -1, Verdict.Indeterminate },
        { "cancel 10", 9, 9, Verdict.Passed },
        { "cancel 10", 10, 11, Verdict.Failed },
        { "freeze 5, cancel 10", 7, 8, Verdict.Failed },
        { "freeze 5, cancel 10", 4, 7, Verdict.Indeterminate }, // out of use since the freezing, not since the cancelling
        { "freeze 5, cancel 10", 4, 4, Verdict.Passed },
        { "anew 10", 5, -1, Verdict.Passed },
        { "anew 10", 10, -1, Verdict.Failed },
        { "anew 10, cancel 20", 5, -1, Verdict.Indeterminate },
        { "anew 10, cancel 20", 5, 6, Verdict.Passed },
        { "ask 10", 12, -1, Verdict.Passed }, // a request alone ends nothing
    };

    [Theory]
    [MemberData(nameof(Table))]
    public void A_seals_life_decides_about_its_signatures(string life, int sealedOn, int provenOn, Verdict verdict)
    {
        var finding = SealStandingCheck.Judge(
            Standing(life), Made.AddDays(sealedOn), provenOn < 0 ? null : Made.AddDays(provenOn));

        Assert.Equal((SealStandingCheck.Check, verdict), (finding.Check, finding.Verdict));
        ToldInChinese.Check([finding]);
        Assert.True(verdict == Verdict.Passed || finding.SubIndication is not null);
    }

    [Fact]
    public void What_nobody_can_tell_is_never_told_as_known()
    {
        var numberTaken = SealStandingCheck.Judge(new SealStanding.Unknown(IsNumberTaken: true), Made, null);
        var silent = SealStandingCheck.Judge(new SealStanding.Unavailable("down"), Made, null);
        var foreign = SealStandingCheck.Judge(new SealStanding.Unknown(IsNumberTaken: false), Made, null);
        var claimed = SealStandingCheck.Judge(new SealStanding.Unknown(IsNumberTaken: false) { IsOfServedHouse = true }, Made, null);
        var offline = SealStandingCheck.Judge(new SealStanding.NotAsked(), Made, null);
        var neverMade = SealStandingCheck.Judge(
            new SealStanding.Known(new SealVersion("S", 1, Draft(), null), []), Made, null);

        Assert.Equal(Verdict.Failed, numberTaken.Verdict);
        Assert.Equal((Verdict.Indeterminate, SubIndication.TryLater), (silent.Verdict, silent.SubIndication));
        Assert.Contains("cannot be told", foreign.Detail, StringComparison.Ordinal);
        Assert.Contains("nobody was asked", offline.Detail, StringComparison.Ordinal);
        Assert.Equal(Verdict.Indeterminate, claimed.Verdict);
        Assert.Equal(Verdict.Failed, neverMade.Verdict);
    }

    private static SealStanding.Known Standing(string life)
    {
        var events = new List<SealEvent> { Event("SEAL_MADE", SealState.Active, 0) };
        DateTimeOffset? ended = null;
        foreach (var step in life.Split(", ", StringSplitOptions.RemoveEmptyEntries).Select(text => text.Split(' ')))
        {
            int day = int.Parse(step[1], System.Globalization.CultureInfo.InvariantCulture);
            var state = step[0] switch
            {
                "freeze" => SealState.Frozen,
                "cancel" => SealState.Cancelled,
                _ => SealState.Active,
            };
            ended = step[0] == "anew" ? Made.AddDays(day) : ended;
            events.Add(Event(step[0], state, day));
        }

        var made = new MadeSeal(new byte[] { 1 }, new byte[32], Made, ended);
        return new SealStanding.Known(new SealVersion("S", 1, Draft(), made), [.. events]);
    }

    private static SealEvent Event(string name, SealState state, int day) =>
        new(name, state, 1, Made.AddDays(day), "", null, "");

    private static SealDraft Draft() => new()
    {
        Name = "样例", Kind = SealKind.Official, Picture = new SealPicture("SVG", default, 42, 42), ValidFrom = Made,
        ValidUntil = Made.AddYears(1), Signers = [],
    };
}
