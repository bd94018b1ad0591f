using System.Security.Cryptography;
using Licenses.Revocation;

namespace Licenses.Trust;

/// <summary>
/// Reads revocation facts: this process, then the cache, then the source. Many who ask at once cost one fetch. A cache
/// that is gone costs time; a source that is gone leaves the last fact until its end, then nothing. Nothing is ever good
/// because something failed.
/// </summary>
public sealed class RevocationReader : IRevocationSource
{
    private const int MostFlights = 2;

    private static readonly TimeSpan PollPause = TimeSpan.FromMilliseconds(50);

    private readonly IRevocationSource _source;
    private readonly IRevocationCache _cache;
    private readonly RecentRevocations _recent;
    private readonly TimeProvider _clock;
    private readonly RevocationReaderOptions _options;
    private readonly SingleFlight<(RevocationKey Key, bool IsClearedAtHand), RevocationAnswer> _searches = new();
    private readonly SingleFlight<RevocationKey, RevocationAnswer> _flights = new();
    private readonly Bulkhead<IssuerKey> _fetches;

    public RevocationReader(
        IRevocationSource source,
        IRevocationCache cache,
        RecentRevocations recent,
        TimeProvider clock,
        RevocationReaderOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        (_source, _cache, _recent, _clock, _options) = (source, cache, recent, clock, options);
        _fetches = new Bulkhead<IssuerKey>(options.MostFetches, options.MostPerIssuer);
    }

    public UInt128 Basis => _source.Basis;

    public bool CanAsk(RevocationInquiry inquiry) => _source.CanAsk(inquiry);

    /// <summary>What this process holds and may still answer without asking the cache.</summary>
    public RevocationFact? Recall(RevocationInquiry inquiry)
    {
        var now = _clock.GetUtcNow();
        if (_recent.Find(RevocationKey.Of(inquiry)) is { Fact: { } fact } held
            && held.Epoch == _recent.Epoch && _clock.GetElapsedTime(held.HeldSince) < _options.RecentAge && IsCurrent(fact, now))
        {
            RevocationTelemetry.CountRead("recent");
            RefreshAhead(inquiry, fact, now);
            return fact;
        }

        return null;
    }

    public ValueTask<RevocationAnswer> AskAsync(RevocationInquiry inquiry, CancellationToken cancellationToken)
    {
        if (Recall(inquiry) is { } fact)
        {
            return new(new RevocationAnswer.Known(fact));
        }

        var search = _searches.RunAsync((RevocationKey.Of(inquiry), inquiry.IsClearedAtHand), wanted => FindAsync(inquiry, wanted.Key));
        return new(search.WaitAsync(cancellationToken));
    }

    private async Task<RevocationAnswer> FindAsync(RevocationInquiry inquiry, RevocationKey key)
    {
        if (Recall(inquiry) is { } landed)
        {
            return new RevocationAnswer.Known(landed); // by a search that ended just before this one began
        }

        var cached = WithOwnKnowledge(key, await _cache.FindAsync(key, CancellationToken.None));
        if (cached.Current is { } shared)
        {
            var newest = _recent.Put(shared);
            var now = _clock.GetUtcNow();
            if (IsCurrent(newest, now))
            {
                RevocationTelemetry.CountRead("cache");
                RefreshAhead(inquiry, newest, now);
                return new RevocationAnswer.Known(newest);
            }
        }

        return AnswerWhileFailing(inquiry, key) ?? await JoinFetchAsync(inquiry, key);
    }

    /// <summary>
    /// Fetches, or waits for a fetch that is under way. That one may have begun before a newer list was seen: then what it
    /// brings clears nobody, and the next fetch knows better.
    /// </summary>
    private async Task<RevocationAnswer> JoinFetchAsync(RevocationInquiry inquiry, RevocationKey key)
    {
        for (int i = 0; i < MostFlights; i++)
        {
            var answer = await _flights.RunAsync(key, _ => FetchOnceAsync(inquiry, key));
            if (answer is not RevocationAnswer.Known { Fact: var fact } || !IsOutdated(fact))
            {
                return answer;
            }
        }

        return new RevocationAnswer.Unavailable(
            "Its list is outdated: a newer one has been seen.", _clock.GetUtcNow() + Jitter(_options.FailureAge));
    }

    /// <summary>
    /// Of what the cache gives, only what is not from the future counts; and a list that this process has seen stays seen,
    /// whatever somebody puts back.
    /// </summary>
    private CachedRevocation WithOwnKnowledge(RevocationKey key, CachedRevocation cached)
    {
        var latest = _clock.GetUtcNow() + _options.ClockTolerance;
        bool isFuture = cached.Fact is { } fact && IsLaterThan(fact, latest);
        bool isFutureList = cached.NewestList > latest;
        if (isFuture || isFutureList)
        {
            _recent.Watch.Doubt();
        }

        return new CachedRevocation(
            isFuture ? null : cached.Fact, _recent.NoteList(key.Issuer, isFutureList ? null : cached.NewestList));
    }

    /// <summary>Where the last fetch failed: the last fact at once, or the failure; null where it is worth another try now.</summary>
    private RevocationAnswer? AnswerWhileFailing(RevocationInquiry inquiry, RevocationKey key)
    {
        var now = _clock.GetUtcNow();
        if (_recent.Find(key) is not { Failure: { } failure } held)
        {
            return null;
        }

        if (held.Fact is { } fact && IsUsable(fact, now))
        {
            RefreshAhead(inquiry, fact, now);
            return WithoutSource(held);
        }

        if (now < failure.RetryAt)
        {
            return WithoutSource(held);
        }

        if (!inquiry.IsClearedAtHand)
        {
            return null;
        }

        FetchBeside(inquiry, key);
        return WithoutSource(held);
    }

    /// <summary>One node fetches, the others wait for what it finds; who waits in vain fetches too.</summary>
    private async Task<RevocationAnswer> FetchOnceAsync(RevocationInquiry inquiry, RevocationKey key)
    {
        var right = await _cache.TryTakeAsync(key, _options.FetchRight, CancellationToken.None);
        if (!right.IsMine && await WaitForOtherAsync(key) is { } fetched)
        {
            RevocationTelemetry.CountRead("cache");
            return new RevocationAnswer.Known(fetched);
        }

        try
        {
            return await FetchAsync(inquiry, key);
        }
        finally
        {
            if (right.Token.Length > 0)
            {
                await _cache.GiveBackAsync(key, right, CancellationToken.None);
            }
        }
    }

    private async Task<RevocationFact?> WaitForOtherAsync(RevocationKey key)
    {
        for (var waited = TimeSpan.Zero; waited < _options.FetchWait; waited += PollPause)
        {
            await Task.Delay(PollPause, TimeProvider.System); // another process's time is real time
            if (WithOwnKnowledge(key, await _cache.FindAsync(key, CancellationToken.None)).Current is { } found
                && IsCurrent(found, _clock.GetUtcNow()))
            {
                return _recent.Put(found);
            }
        }

        return null;
    }

    private async Task<RevocationAnswer> FetchAsync(RevocationInquiry inquiry, RevocationKey key)
    {
        if (!_fetches.TryEnter(key.Issuer))
        {
            return Overloaded(key, "Too many fetches are under way.");
        }

        try
        {
            var since = _recent.NewestList(key.Issuer); // by now: a refresh, or who joins it, may have asked before it was seen
            switch (await _source.AskAsync(inquiry with { ListSince = since }, CancellationToken.None))
            {
                case RevocationAnswer.Known { Fact: var fact }:
                    return new RevocationAnswer.Known(await KeepAsync(fact));
                case RevocationAnswer.Unavailable { IsOverload: true } busy:
                    return Overloaded(key, busy.Why);
                case RevocationAnswer.Unavailable failure:
                    var retry = _clock.GetUtcNow() + Jitter(_options.FailureAge);
                    return Fail(key, failure.Why, failure.RetryAt > retry ? failure.RetryAt : retry);
                default:
                    throw new System.Diagnostics.UnreachableException();
            }
        }
        finally
        {
            _fetches.Leave(key.Issuer);
        }
    }

    private async ValueTask<RevocationFact> KeepAsync(RevocationFact fact)
    {
        RevocationTelemetry.CountRead("fetch");
        var end = fact.EndBy(_options.MaxAge);
        var due = fact.FetchedAt + _options.CacheAge < end ? _options.CacheAge : end - fact.FetchedAt;
        var known = fact with { RefreshAt = fact.FetchedAt + (Jitter(due) * 0.8) };
        var until = fact.FetchedAt + Jitter(known.IsFinal ? _options.RevokedAge : end - fact.FetchedAt);
        if (known.IsFromCompleteList)
        {
            _recent.NoteList(known.Key.Issuer, known.AsOf);
        }

        var newest = _recent.Put(known);
        await _cache.StoreAsync(known, until, CancellationToken.None);
        return newest;
    }

    private RevocationAnswer Fail(RevocationKey key, string why, DateTimeOffset retryAt) =>
        WithoutSource(_recent.PutFailure(key, new RevocationAnswer.Unavailable(why, retryAt)));

    /// <summary>A place may be free a moment later: what is answered now is not remembered.</summary>
    private RevocationAnswer Overloaded(RevocationKey key, string why)
    {
        var busy = new RevocationAnswer.Unavailable(why, _clock.GetUtcNow() + Jitter(_options.OverloadPause)) { IsOverload = true };
        return WithoutSource(_recent.Find(key) is { } held
            ? held with { Failure = busy }
            : new RecentRevocation(null, 0, 0, busy));
    }

    /// <summary>The last fact until its end; then that nobody can be asked.</summary>
    private RevocationAnswer WithoutSource(RecentRevocation held)
    {
        if (held.Fact is { } fact && IsUsable(fact, _clock.GetUtcNow()))
        {
            RevocationTelemetry.CountRead("remembered");
            return new RevocationAnswer.Known(fact);
        }

        RevocationTelemetry.CountRead("none");
        return held.Failure ?? new RevocationAnswer.Unavailable("Nothing is known.", _clock.GetUtcNow() + _options.FailureAge);
    }

    /// <summary>Fetches in the background once a fact is due, so that nobody waits for it when it ends.</summary>
    private void RefreshAhead(RevocationInquiry inquiry, RevocationFact fact, DateTimeOffset now)
    {
        if (now < fact.RefreshAt || (_recent.Find(fact.Key)?.Failure is { } failure && now < failure.RetryAt))
        {
            return;
        }

        FetchBeside(inquiry, fact.Key);
    }

    private void FetchBeside(RevocationInquiry inquiry, RevocationKey key) => _ = _flights.RunAsync(key, _ => Task.Run(() =>
    {
        RevocationTelemetry.CountRefresh();
        return FetchOnceAsync(inquiry, key);
    }));

    /// <summary>Good enough to answer without waiting for a newer one.</summary>
    private bool IsCurrent(RevocationFact fact, DateTimeOffset now) =>
        IsUsable(fact, now) && now < fact.FetchedAt + _options.CacheAge;

    /// <summary>
    /// Allowed to answer at all. Judged by another trust, clearing by a list that is outdated, or fetched or said in the future,
    /// it is no use; the last means that a clock is wrong.
    /// </summary>
    private bool IsUsable(RevocationFact fact, DateTimeOffset now)
    {
        if (!fact.IsFinal && IsLaterThan(fact, now + _options.ClockTolerance))
        {
            _recent.Watch.Doubt();
            return false;
        }

        return now <= fact.EndBy(_options.MaxAge) && fact.Basis == _source.Basis && !(fact.ReliableUntil <= now && !fact.IsRevoked)
            && !IsOutdated(fact);
    }

    /// <summary>It clears by a list than which this process has seen a newer one. A hold stands until somebody lifts it.</summary>
    private bool IsOutdated(RevocationFact fact) =>
        fact is { IsFromCompleteList: true, IsRevoked: false } && fact.IsOutdatedBy(_recent.NewestList(fact.Key.Issuer));

    private static bool IsLaterThan(RevocationFact fact, DateTimeOffset latest) => fact.FetchedAt > latest || fact.AsOf > latest;

    /// <summary>
    /// Up to ten per cent less, so that what was fetched together does not end together. Never more: the next update and the
    /// policy's age are the latest times there are.
    /// </summary>
    private static TimeSpan Jitter(TimeSpan age) => age * (RandomNumberGenerator.GetInt32(900, 1001) / 1000.0);
}
