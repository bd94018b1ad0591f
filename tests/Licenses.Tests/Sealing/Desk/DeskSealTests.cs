using FsCheck;
using FsCheck.Fluent;
using Licenses.Crypto.Seals;
using Licenses.Sealing.Desk;

namespace Licenses.Tests.Sealing.Desk;

/// <summary>The life of a seal: whatever is tried in whatever order, no single person makes, unfreezes or ends one.</summary>
public sealed class DeskSealTests
{
    private static readonly DateTimeOffset Start = new(2026, 6, 1, 0, 0, 0, TimeSpan.Zero);

    private static readonly Person[] People =
    [
        new("甲", "1", "key-1"), new("乙", "2", "key-2"), new("甲的另一证书", "1", "key-3"), new("乙", null, "key-4"), new("", null, "key-5"),
    ];

    private static readonly SealDraft Draft = new()
    {
        Name = "样例", Kind = SealKind.Official, Picture = new SealPicture("SVG", default, 42, 42), ValidFrom = Start,
        ValidUntil = Start.AddYears(1), Signers = [new byte[] { 1 }],
    };

    private enum Step
    {
        Remake,
        Unfreeze,
        Cancel,
        Approve,
        Reject,
        Freeze,
    }

    [Fact]
    public void No_sequence_of_steps_lets_one_person_give_or_take_for_good()
    {
        var steps = Gen.Elements(Enum.GetValues<Step>()).SelectMany(
            step => Gen.Choose(0, People.Length - 1).Select(who => (Step: step, Who: who))).ListOf(40).ToArbitrary();

        Prop.ForAll(steps, sequence => Holds([.. sequence])).Check(Config.QuickThrowOnFailure.WithMaxTest(3_000));
    }

    [Fact]
    public void The_property_sees_seals_made_made_anew_unfrozen_and_cancelled_and_one_persons_work_is_found_out()
    {
        var chance = new Random(7);
        var seen = new HashSet<(SealState, SealState, bool)>();
        for (int run = 0; run < 2_000; run++)
        {
            Holds(
                [.. Enumerable.Range(0, 40).Select(_ => ((Step)chance.Next(6), chance.Next(People.Length)))],
                (before, after) => seen.Add((before.State, after.State, before.Version != after.Version)));
        }

        Assert.Contains((SealState.Requested, SealState.Active, true), seen);
        Assert.Contains((SealState.Active, SealState.Active, true), seen);
        Assert.Contains((SealState.Frozen, SealState.Active, false), seen);
        Assert.Contains((SealState.Active, SealState.Cancelled, false), seen);
        Assert.Contains((SealState.Frozen, SealState.Cancelled, false), seen);
        Assert.False(IsTwoPeoplesWork(People[0], People[2])); // what the property asks can be answered with no
    }

    [Fact]
    public void A_request_without_a_beginning_is_the_same_request_a_second_later()
    {
        var now = Draft with { BeginsWhenAsked = true };
        var later = now with { ValidFrom = now.ValidFrom.AddSeconds(1) };

        Assert.Equal(FingerprintOf(now), FingerprintOf(later));
        Assert.NotEqual(FingerprintOf(now with { BeginsWhenAsked = false }), FingerprintOf(later with { BeginsWhenAsked = false }));
        Assert.NotEqual(FingerprintOf(now), FingerprintOf(now with { Name = "另一" }));
    }

    [Theory]
    [InlineData(SealState.Requested, SealWish.Remake)]
    [InlineData(SealState.Requested, SealWish.Cancel)]
    [InlineData(SealState.Active, SealWish.Make)]
    [InlineData(SealState.Active, SealWish.Unfreeze)]
    [InlineData(SealState.Frozen, SealWish.Remake)]
    [InlineData(SealState.Cancelled, SealWish.Unfreeze)]
    [InlineData(SealState.Cancelled, SealWish.Cancel)]
    [InlineData(SealState.Cancelled, SealWish.Remake)]
    [InlineData(SealState.Rejected, SealWish.Make)]
    [InlineData(SealState.Rejected, SealWish.Remake)]
    public void What_a_state_does_not_allow_cannot_be_asked_for(SealState state, SealWish wish)
    {
        var seal = New() with { State = state, Pending = null, Version = 1 };

        var asked = seal.Ask(new PendingWish(wish, 0, People[0], "", Start, ""));

        Assert.Equal(RefusalReason.IllegalTransition, Assert.IsType<Outcome<DeskSeal>.Refused>(asked).Refusal.Reason);
    }

    [Fact]
    public void A_frozen_seal_is_not_made_anew_even_if_that_was_asked_for_before()
    {
        var active = Assert.IsType<Outcome<DeskSeal>.Done>(New().Approve(People[1], Draft, Start)).Value;
        var asked = Assert.IsType<Outcome<DeskSeal>.Done>(
            active.Ask(new PendingWish(SealWish.Remake, 2, People[0], "", Start, ""))).Value;
        var frozen = Assert.IsType<Outcome<DeskSeal>.Done>(asked.Freeze(Start)).Value;

        Assert.Equal(SealWish.Remake, frozen.Pending?.Wish); // freezing drops nobody's request
        Assert.IsType<Outcome<DeskSeal>.Refused>(frozen.Approve(People[1], Draft, Start));
    }

    [Fact]
    public void Expiry_follows_from_the_date_and_only_for_made_seals()
    {
        var seal = New() with { State = SealState.Active, Version = 1 };

        Assert.False(seal.IsExpiredAt(seal.ValidUntil));
        Assert.True(seal.IsExpiredAt(seal.ValidUntil.AddSeconds(1)));
        Assert.False((seal with { State = SealState.Cancelled }).IsExpiredAt(seal.ValidUntil.AddYears(1)));
        Assert.False(New().IsExpiredAt(seal.ValidUntil.AddYears(1)));
    }

    [Theory]
    [InlineData("王 一", null, "王一", null, true)]
    [InlineData("ＷＡＮＧ", null, "wang", null, true)]
    [InlineData("王一", "7", "李二", "7", true)]
    [InlineData("王一", "7", "王一", "8", false)]
    [InlineData("王一", "7", "王一", null, true)]
    [InlineData("王一", null, "李二", null, false)]
    [InlineData("王一", null, "李二", "8", false)]
    [InlineData("", null, "李二", "8", true)] // nobody knows who that is
    [InlineData("王\u200b一", null, "王一", null, true)]
    [InlineData("Jos\u00e9", null, "Jose\u0301", null, true)] // one letter, or two that are drawn as one
    [InlineData("\u674e\u660e", null, "\uf9e1\u660e", null, true)] // a character, and its double for old encodings
    [InlineData("Ivan", null, "Iv\u0430n", null, true)] // Latin, and Cyrillic that looks like it
    [InlineData("Ivan", null, "1van", null, true)]
    [InlineData("Olga", null, "0lga", null, true)]
    [InlineData("李明", null, "李明\u3164", null, true)] // followed by what is not seen
    [InlineData("李明", null, "李明\u2800", null, true)]
    [InlineData("李明", null, "李明.", null, true)]
    [InlineData("李明", null, "李明。", null, true)]
    [InlineData("李明", null, "李\u0301明", null, true)]
    [InlineData("\u2800", null, "李明", null, true)]
    [InlineData("李明", " ", "李明", "8", true)] // a number of blanks is none
    [InlineData("李明", "7", "李明", "\u0667", true)] // nor is one in figures of another script
    [InlineData("Jos\u00e9", "7", "Jos\u00e9", "8", false)]
    [InlineData("阿凡提·买买提", null, "阿凡提买买提", null, true)]
    [InlineData("王一", "10", "王一", "IO", false)] // numbers are read as they stand
    [InlineData("Wang Yi", null, "Li Er", null, false)]
    public void Two_certificates_are_one_person_where_nothing_tells_them_apart(
        string name, string? id, string otherName, string? otherId, bool mayBe)
    {
        Person one = new(name, id, "a"), other = new(otherName, otherId, "b");

        Assert.Equal(mayBe, one.MayBe(other));
        Assert.Equal(mayBe, other.MayBe(one));
        Assert.True(one.MayBe(new Person("谁", "9", "a"))); // one key is one person, whatever it is called
    }

    [Theory]
    [InlineData("张三", "E1001", null, "张三", null, "zhangsan", true)] // a number of one kind says nothing of one of another
    [InlineData("张三", "E1001", null, "李四", null, "lisi", false)]
    [InlineData("", "E1001", null, "李四", null, "lisi", true)]
    [InlineData("张三", null, "zhangsan", "张三", null, "zhangsan2", false)]
    [InlineData("张三", "E1001", "zhangsan", "张珊", null, "zhangsan", true)] // one account, whatever else stands beside it
    [InlineData("张三", "E1001", "zhangsan", "张珊", "E1002", "zhangsan", true)]
    [InlineData("张三", "E1001", "zhangsan", "张三", "E1002", "zhangsan2", false)]
    [InlineData("张三", "E1001", null, "张珊", null, "e1001", true)]
    [InlineData("李四", "110105194912310021", null, "李四", "IDCCN-110105194912310021", null, true)] // ETSI EN 319 412-1, 5.1.3
    [InlineData("李四", "110105194912310021", null, "LI SI", "IDCCN-110105194912310021", null, true)]
    [InlineData("李四", "PNOCN-110105194912310021", null, "LI SI", null, "idccn 110105194912310021", true)]
    [InlineData("李四", "IDCCN-110105194912310021", null, "李四", "PASCN-E12345678", null, true)] // one person has both
    [InlineData("李四", "IDCCN-110105194912310021", null, "李四", "E1001", null, true)]
    [InlineData("李四", "IDCCN-110105194912310021", null, "王五", "PASCN-E12345678", null, false)]
    [InlineData("李四", "IDCCN-110105194912310021", null, "李四", "IDCCN-11010519491231002X", null, false)]
    [InlineData("李四", "EI:SE-200007292739", null, "LI SI", "200007292739", null, true)]
    [InlineData("李四", "EI:SE-200007292739", null, "李四", "EI:SE-200007292740", null, false)]
    public void Only_different_numbers_of_one_kind_prove_two_people(
        string name, string? number, string? account, string otherName, string? otherNumber, string? otherAccount, bool mayBe)
    {
        Person one = new(name, number, "a") { UserId = account }, other = new(otherName, otherNumber, "b") { UserId = otherAccount };

        Assert.Equal(mayBe, one.MayBe(other));
        Assert.Equal(mayBe, other.MayBe(one));
    }

    private static DeskSeal New() => new("S", "O")
    {
        State = SealState.Requested,
        ChangedAt = Start,
        ValidFrom = Start,
        ValidUntil = Start.AddYears(1),
        Pending = new PendingWish(SealWish.Make, 1, People[0], "", Start, ""),
    };

    private static byte[] FingerprintOf(SealDraft draft) => draft.AddTo(new Fingerprint("test")).ToSha256();

    private static bool Holds((Step Step, int Who)[] steps, Action<DeskSeal, DeskSeal>? see = null)
    {
        var seal = New();
        foreach (var (step, who) in steps)
        {
            var person = People[who];
            if (Take(seal, step, person) is not Outcome<DeskSeal>.Done { Value: var next })
            {
                continue;
            }

            bool gives = (next.State != seal.State && next.State is SealState.Active or SealState.Cancelled)
                || next.Version != seal.Version;
            if (next.Revision != seal.Revision + 1
                || (gives && !IsTwoPeoplesWork(seal.Pending?.By, person))
                || (seal.State is SealState.Cancelled or SealState.Rejected && next.State != seal.State)
                || (next.State is SealState.Active && next.Version == 0))
            {
                return false;
            }

            see?.Invoke(seal, next);
            seal = next;
        }

        return true;
    }

    // Written without MayBe on purpose: by key and by number, and by name where a number lacks.
    private static bool IsTwoPeoplesWork(Person? asked, Person approved) =>
        asked is not null && approved.KeyMark != "key-5" && asked.KeyMark != "key-5"
        && (asked.KeyMark, approved.KeyMark) is not (("key-1" or "key-3", "key-1" or "key-3") or ("key-2" or "key-4", "key-2" or "key-4"));

    private static Outcome<DeskSeal> Take(DeskSeal seal, Step step, Person by) => step switch
    {
        Step.Freeze => seal.Freeze(Start),
        Step.Reject => seal.Reject(Start),
        Step.Approve => seal.Approve(by, seal.Pending is { Draft: > 0 } ? Draft : null, Start),
        Step.Remake => seal.Ask(new PendingWish(SealWish.Remake, seal.Drafts + 1, by, "", Start, "")),
        Step.Unfreeze => seal.Ask(new PendingWish(SealWish.Unfreeze, 0, by, "", Start, "")),
        _ => seal.Ask(new PendingWish(SealWish.Cancel, 0, by, "", Start, "")),
    };
}
