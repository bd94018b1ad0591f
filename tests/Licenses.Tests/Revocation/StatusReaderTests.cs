using Licenses.Revocation;

namespace Licenses.Tests.Revocation;

public sealed class StatusReaderTests
{
    private static readonly LicenseNumber Number = StatusNode.Number(1);
    private readonly StatusNode _node = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Within_a_second_the_database_is_asked_once()
    {
        _node.Store.Set(Number, 1, LicenseState.Active);

        for (int i = 0; i < 9; i++)
        {
            Assert.Equal(LicenseState.Active, await _node.ReadStateAsync(Number));
            _node.Clock.Advance(TimeSpan.FromMilliseconds(100));
        }

        Assert.Equal(1, _node.Store.Reads);
    }

    [Fact]
    public async Task After_a_second_the_cache_is_asked_again_and_after_the_staleness_the_database()
    {
        _node.Store.Set(Number, 1, LicenseState.Active);
        await _node.ReadAsync(Number);
        var revoked = _node.Store.Set(Number, 2, LicenseState.Revoked);

        _node.Clock.Advance(TimeSpan.FromSeconds(29));
        Assert.Equal(LicenseState.Active, await _node.ReadStateAsync(Number)); // from the cache: 29 s old
        _node.Cache.Plant(revoked);
        _node.Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(LicenseState.Revoked, await _node.ReadStateAsync(Number));
        Assert.Equal(1, _node.Store.Reads);

        _node.Clock.Advance(TimeSpan.FromSeconds(30));
        await _node.ReadAsync(Number);
        Assert.Equal(2, _node.Store.Reads);
    }

    [Fact]
    public async Task A_caller_who_allows_no_staleness_gets_the_databases_word()
    {
        _node.Store.Set(Number, 1, LicenseState.Active);
        await _node.ReadAsync(Number);
        _node.Store.Set(Number, 2, LicenseState.Revoked);

        Assert.Equal(LicenseState.Revoked, await _node.ReadStateAsync(Number, TimeSpan.Zero));
    }

    [Fact]
    public async Task A_caller_who_allows_no_staleness_does_not_join_a_read_that_began_before()
    {
        _node.Store.Set(Number, 1, LicenseState.Active);
        var gate = new TaskCompletionSource();
        _node.Store.Gate = gate.Task;
        var early = _node.ReadAsync(Number).AsTask();
        _node.Store.Set(Number, 2, LicenseState.Revoked);
        _node.Store.Gate = null;

        Assert.Equal(LicenseState.Revoked, await _node.ReadStateAsync(Number, TimeSpan.Zero));

        gate.SetResult();
        var answer = Assert.IsType<StatusAnswer.Known>(await early);
        Assert.Equal(LicenseState.Revoked, answer.Entry.Stored.State); // what is known by now outranks what was read then
    }

    [Fact]
    public async Task Many_who_miss_at_once_cost_one_read()
    {
        _node.Store.Set(Number, 1, LicenseState.Active);
        var gate = new TaskCompletionSource();
        _node.Store.Gate = gate.Task;

        var readers = Enumerable.Range(0, 200).Select(_ => _node.ReadAsync(Number).AsTask()).ToArray();
        gate.SetResult();
        var answers = await Task.WhenAll(readers);

        Assert.All(answers, answer => Assert.IsType<StatusAnswer.Known>(answer));
        Assert.Equal(1, _node.Store.Reads);
    }

    [Fact]
    public async Task One_who_stops_waiting_does_not_stop_the_others()
    {
        _node.Store.Set(Number, 1, LicenseState.Active);
        var gate = new TaskCompletionSource();
        _node.Store.Gate = gate.Task;
        using var impatient = new CancellationTokenSource();
        var first = _node.Reader.ReadAsync(Number, StatusNode.HalfMinute, impatient.Token).AsTask();
        var second = _node.ReadAsync(Number).AsTask();

        await impatient.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);
        gate.SetResult();

        Assert.IsType<StatusAnswer.Known>(await second);
    }

    [Fact]
    public async Task Without_the_database_answers_come_from_memory_until_the_callers_staleness_then_none()
    {
        _node.Store.Set(Number, 1, LicenseState.Active);
        await _node.ReadAsync(Number);
        _node.Store.IsDown = true;
        _node.Cache.IsDown = true;

        _node.Clock.Advance(TimeSpan.FromSeconds(30));
        Assert.Equal(LicenseState.Active, await _node.ReadStateAsync(Number));

        _node.Clock.Advance(TimeSpan.FromTicks(1));
        var gap = Assert.IsType<StatusAnswer.Unavailable>(await _node.ReadAsync(Number));
        Assert.Equal(StatusGap.StoreUnavailable, gap.Why);
        Assert.True(gap.RetryAt > _node.Clock.GetUtcNow());
        Assert.IsType<StatusAnswer.Known>(await _node.ReadAsync(Number, TimeSpan.FromMinutes(1)));
        Assert.IsType<StatusAnswer.Unavailable>(await _node.ReadAsync(Number, TimeSpan.Zero));
    }

    [Fact]
    public async Task Nothing_older_than_an_hour_is_ever_served()
    {
        _node.Store.Set(Number, 1, LicenseState.Active);
        await _node.ReadAsync(Number);
        _node.Store.IsDown = true;

        _node.Clock.Advance(TimeSpan.FromMinutes(61));

        Assert.IsType<StatusAnswer.Unavailable>(await _node.ReadAsync(Number, TimeSpan.FromDays(1)));
    }

    [Fact]
    public async Task A_database_that_does_not_answer_in_time_is_unavailable()
    {
        _node.Store.Set(Number, 1, LicenseState.Active);
        _node.Store.Gate = new TaskCompletionSource().Task;

        var reading = _node.ReadAsync(Number).AsTask();
        _node.Clock.Advance(TimeSpan.FromSeconds(3));

        Assert.IsType<StatusAnswer.Unavailable>(await reading);
    }

    [Fact]
    public async Task No_such_license_is_remembered_briefly_and_ended_by_the_issue()
    {
        Assert.IsType<StatusAnswer.NoSuchLicense>(await _node.ReadAsync(Number));
        Assert.IsType<StatusAnswer.NoSuchLicense>(await _node.ReadAsync(Number));
        Assert.Equal(1, _node.Store.Reads);

        await _node.Announcer.AnnounceAsync(_node.Store.Set(Number, 1, LicenseState.Active), Token);

        Assert.Equal(LicenseState.Active, await _node.ReadStateAsync(Number));
    }

    [Fact]
    public async Task No_such_license_is_forgotten_after_a_second_where_nobody_tells_of_the_issue()
    {
        await _node.ReadAsync(Number);
        _node.Store.Set(Number, 1, LicenseState.Active);

        _node.Clock.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal(LicenseState.Active, await _node.ReadStateAsync(Number));
    }

    [Fact]
    public async Task A_cached_older_version_never_replaces_a_known_newer_one()
    {
        var active = _node.Store.Set(Number, 1, LicenseState.Active);
        await _node.Announcer.AnnounceAsync(_node.Store.Set(Number, 2, LicenseState.Revoked), Token);
        _node.Cache.Plant(active);
        _node.Clock.Advance(TimeSpan.FromSeconds(2)); // past the memory's second: the cache is asked

        Assert.Equal(LicenseState.Revoked, await _node.ReadStateAsync(Number));
    }

    [Fact]
    public async Task Word_of_a_change_makes_the_next_read_ask()
    {
        _node.Store.Set(Number, 1, LicenseState.Active);
        await _node.ReadAsync(Number);
        _node.Store.Set(Number, 2, LicenseState.Revoked);

        _node.Recent.Bar(Number, 2);

        Assert.Equal(LicenseState.Revoked, await _node.ReadStateAsync(Number));
    }

    [Fact]
    public async Task A_database_behind_what_was_told_is_no_answer()
    {
        _node.Store.Set(Number, 1, LicenseState.Active);
        _node.Recent.Bar(Number, 2);

        var gap = Assert.IsType<StatusAnswer.Unavailable>(await _node.ReadAsync(Number));

        Assert.Equal(StatusGap.SourcesDisagree, gap.Why);
        Assert.Equal(2, _node.Store.Reads);
    }

    [Fact]
    public async Task What_was_read_before_a_flush_is_not_remembered_after_it()
    {
        _node.Store.Set(Number, 1, LicenseState.Active);
        var gate = new TaskCompletionSource();
        _node.Store.Gate = gate.Task;
        var reading = _node.ReadAsync(Number).AsTask();

        _node.Recent.Flush();
        gate.SetResult();
        await reading;

        Assert.Null(_node.Recent.FindEntry(Number));
    }

    [Theory]
    [InlineData(-3_600)]
    [InlineData(3_600)]
    public async Task A_wrong_local_clock_does_not_make_an_old_entry_fresh(int aheadSeconds)
    {
        _node.Store.Ahead = TimeSpan.FromSeconds(aheadSeconds);
        _node.Store.Set(Number, 1, LicenseState.Active);
        await _node.ReadAsync(Number);
        _node.Store.IsDown = true;

        _node.Clock.Advance(TimeSpan.FromSeconds(20));
        Assert.IsType<StatusAnswer.Known>(await _node.ReadAsync(Number));

        _node.Clock.Advance(TimeSpan.FromSeconds(11));
        Assert.IsType<StatusAnswer.Unavailable>(await _node.ReadAsync(Number));
    }

    [Fact]
    public async Task An_entry_from_the_future_is_not_fresh()
    {
        var entry = _node.Store.Set(Number, 1, LicenseState.Active);
        _node.Store.IsDown = true;
        _node.Cache.Plant(entry with { AsOf = entry.AsOf.AddMinutes(10) });

        Assert.IsType<StatusAnswer.Unavailable>(await _node.ReadAsync(Number));
    }

    [Fact]
    public async Task An_answer_says_until_when_it_holds_and_never_past_the_end_of_validity()
    {
        _node.Store.Set(Number, 1, LicenseState.Active);
        var endless = Assert.IsType<StatusAnswer.Known>(await _node.ReadAsync(Number));
        _node.Store.ValidUntil = StatusNode.Start.AddSeconds(7);
        var ending = Assert.IsType<StatusAnswer.Known>(await _node.ReadAsync(Number, TimeSpan.Zero));

        Assert.Equal(StatusNode.Start.AddSeconds(30), endless.NotAfter);
        Assert.Equal(StatusNode.Start.AddSeconds(7), ending.NotAfter);
    }

    [Fact]
    public async Task A_sampled_hit_that_the_database_contradicts_is_thrown_out()
    {
        var node = new StatusNode(crossCheckEvery: 1);
        var wrong = node.Store.Set(Number, 1, LicenseState.Active);
        node.Store.Set(Number, 1, LicenseState.Revoked); // same version, another state: somebody wrote past the rules
        node.Cache.Plant(wrong);

        await node.ReadAsync(Number);

        Assert.Null(node.Cache.Peek(Number));
        Assert.Equal(LicenseState.Revoked, await node.ReadStateAsync(Number));
    }

    [Fact]
    public async Task A_batch_answers_in_order_and_reads_what_it_lacks_at_once()
    {
        var (known, remembered, unknown) = (StatusNode.Number(2), StatusNode.Number(3), StatusNode.Number(4));
        _node.Store.Set(known, 1, LicenseState.Active);
        _node.Store.Set(remembered, 2, LicenseState.Suspended);
        await _node.ReadAsync(remembered);

        var answers = await _node.Reader.ReadAllAsync(
            [unknown, remembered, known, unknown], StatusNode.HalfMinute, Token);

        Assert.Equal(
            [null, LicenseState.Suspended, LicenseState.Active, null],
            answers.Select(answer => (answer as StatusAnswer.Known)?.Entry.Stored.State));
        Assert.Equal(2, answers.Count(answer => answer is StatusAnswer.NoSuchLicense));
        Assert.Equal(2, _node.Store.Reads);
    }

    [Fact]
    public async Task A_batch_without_the_database_tells_each_number_by_itself()
    {
        var (known, other) = (StatusNode.Number(2), StatusNode.Number(3));
        _node.Store.Set(known, 1, LicenseState.Active);
        _node.Store.Set(other, 1, LicenseState.Active);
        await _node.ReadAsync(known);
        _node.Store.IsDown = true;

        var answers = await _node.Reader.ReadAllAsync([other, known], StatusNode.HalfMinute, Token);

        Assert.IsType<StatusAnswer.Unavailable>(answers[0]);
        Assert.IsType<StatusAnswer.Known>(answers[1]);
    }
}
