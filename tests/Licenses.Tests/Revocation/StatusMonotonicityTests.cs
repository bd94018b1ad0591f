using FsCheck;
using FsCheck.Fluent;
using Licenses.Revocation;
using Licenses.Testing.Clock;

namespace Licenses.Tests.Revocation;

/// <summary>Whatever fails, in whatever order: no answer is older than its caller allows, and none comes from nowhere.</summary>
public sealed class StatusMonotonicityTests
{
    private enum Step
    {
        ReadHere,
        ReadThere,
        Change,
        ChangeUntold,
        DatabaseDown,
        DatabaseUp,
        CacheDown,
        CacheUp,
        CacheOutdated,
        Flush,
        HalfASecond,
        TenSeconds,
    }

    [Fact]
    public void Under_any_schedule_of_faults_an_answer_was_true_within_the_allowed_staleness()
    {
        var schedules = Gen.Elements(Enum.GetValues<Step>()).ListOf(60).ToArbitrary();

        Prop.ForAll(schedules, schedule => RunAsync([.. schedule]).GetAwaiter().GetResult())
            .Check(Config.QuickThrowOnFailure.WithMaxTest(2_000));
    }

    /// <summary>Two nodes, one database, one cache; true when every answer held up.</summary>
    private static async Task<bool> RunAsync(Step[] schedule)
    {
        var clock = new ManualClock(StatusNode.Start);
        var store = new FakeStatusStore(clock);
        var cache = new FakeStatusCache();
        StatusNode here = new(clock, store, cache), there = new(clock, store, cache);
        var number = StatusNode.Number(1);
        var outdated = store.Set(number, 1, LicenseState.Active);
        var history = new List<(DateTimeOffset Since, long Version)> { (clock.GetUtcNow(), 1) };

        long lastToldHere = 0;
        foreach (var step in schedule)
        {
            switch (step)
            {
                case Step.ReadHere or Step.ReadThere:
                    var answer = await (step == Step.ReadHere ? here : there).ReadAsync(number);
                    if (!IsTrue(answer, history, clock))
                    {
                        return false;
                    }

                    if (step == Step.ReadHere && answer is StatusAnswer.Known { Entry.Stored.Version: var told })
                    {
                        if (told < lastToldHere) // a node that forgot nothing never goes back
                        {
                            return false;
                        }

                        lastToldHere = told;
                    }

                    break;
                case Step.Change or Step.ChangeUntold:
                    var version = history[^1].Version + 1;
                    var state = version % 2 == 0 ? LicenseState.Suspended : LicenseState.Active;
                    history.Add((clock.GetUtcNow(), version));
                    var entry = store.Set(number, version, state);
                    if (step == Step.Change)
                    {
                        await here.Announcer.AnnounceAsync(entry, default);
                    }

                    break;
                case Step.DatabaseDown or Step.DatabaseUp:
                    store.IsDown = step == Step.DatabaseDown;
                    break;
                case Step.CacheDown or Step.CacheUp:
                    cache.IsDown = step == Step.CacheDown;
                    break;
                case Step.CacheOutdated:
                    cache.Plant(outdated);
                    break;
                case Step.Flush:
                    there.Recent.Flush();
                    break;
                default:
                    clock.Advance(step == Step.HalfASecond ? TimeSpan.FromSeconds(0.5) : TimeSpan.FromSeconds(10));
                    break;
            }
        }

        return true;
    }

    /// <summary>The answer's version must have been the current one at some instant within the staleness.</summary>
    private static bool IsTrue(
        StatusAnswer answer, List<(DateTimeOffset Since, long Version)> history, ManualClock clock)
    {
        if (answer is not StatusAnswer.Known known)
        {
            return answer is StatusAnswer.Unavailable;
        }

        int index = history.FindIndex(change => change.Version == known.Entry.Stored.Version);
        var end = index + 1 < history.Count ? history[index + 1].Since : DateTimeOffset.MaxValue;
        return index >= 0 && end >= clock.GetUtcNow() - StatusNode.HalfMinute;
    }
}
