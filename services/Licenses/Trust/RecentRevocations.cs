using System.Collections.Concurrent;

namespace Licenses.Trust;

/// <summary>What this process has lately learnt about certificates, bounded in size; failures to learn are kept too, for seconds.</summary>
/// <remarks>Two generations per shard: a full young one becomes the old one, and what nobody asked for since is dropped.</remarks>
public sealed class RecentRevocations
{
    private const int ShardCount = 16; // a power of two
    private const int MostRevoked = 65_536; // in all; nobody makes many of these
    private const int MostLists = 10_000;
    private const long Outdated = -1; // an epoch that never is

    private readonly Shard[] _shards;
    private readonly ConcurrentDictionary<IssuerKey, DateTimeOffset> _lists = new();
    private readonly TimeProvider _clock;
    private long _epoch;

    /// <param name="capacity">About how many certificates are remembered; at least 32.</param>
    /// <param name="clock">Measures ages.</param>
    /// <param name="watch">Told of what is from the future; null: one of its own.</param>
    public RecentRevocations(int capacity, TimeProvider clock, ClockWatch? watch = null)
    {
        Watch = watch ?? new ClockWatch(clock);
        ArgumentOutOfRangeException.ThrowIfLessThan(capacity, 2 * ShardCount);
        _clock = clock;
        _shards = [.. Enumerable.Range(0, ShardCount).Select(_ => new Shard(capacity / ShardCount / 2))];
    }

    /// <summary>
    /// Word of changes may have been missed: nothing here is answered any more before it was asked for again. It stays as
    /// the last that is known, for the case that nobody can be asked.
    /// </summary>
    public void Flush() => Interlocked.Increment(ref _epoch);

    /// <summary>Doubts this process's clock.</summary>
    public ClockWatch Watch { get; }

    /// <summary>Notes of when an issuer's newest complete list is said to be, and gives back the newest ever noted.</summary>
    public DateTimeOffset? NoteList(IssuerKey issuer, DateTimeOffset? asOf)
    {
        DateTimeOffset? known = _lists.TryGetValue(issuer, out var noted) && noted <= _clock.GetUtcNow() + ClockWatch.Skew ? noted : null;
        if (asOf is not { } time || known >= time)
        {
            return known;
        }

        if (_lists.Count >= MostLists)
        {
            _lists.Clear(); // never with honest issuers
        }

        return _lists[issuer] = time;
    }

    /// <summary>Of when an issuer's newest complete list is that was ever noted; null for none.</summary>
    public DateTimeOffset? NewestList(IssuerKey issuer) => NoteList(issuer, null);

    /// <summary>Forgets all: the trust has changed under which it was verified.</summary>
    public void Clear()
    {
        _lists.Clear();
        foreach (var shard in _shards)
        {
            lock (shard)
            {
                shard.Clear();
            }
        }
    }

    /// <summary>
    /// Another node says that it has learnt better. Anybody who reaches Redis can say so: a "good" is forgotten, a
    /// revocation stays as what later facts are measured by, and is answered again only after another look.
    /// </summary>
    public void Bar(RevocationKey key, bool isFinal, DateTimeOffset asOf)
    {
        var shard = ShardOf(key);
        lock (shard)
        {
            if (shard.Find(key) is not { Fact: { } fact } held || (fact.IsFinal, fact.AsOf).CompareTo((isFinal, asOf)) >= 0)
            {
                return;
            }

            if (fact.IsRevoked)
            {
                shard.Set(key, held with { Epoch = Outdated });
            }
            else
            {
                shard.Remove(key);
            }
        }
    }

    /// <summary>The remembered fact, however old.</summary>
    public RevocationFact? FindFact(RevocationKey key) => Find(key)?.Fact;

    internal RecentRevocation? Find(RevocationKey key)
    {
        var shard = ShardOf(key);
        lock (shard)
        {
            return shard.Find(key);
        }
    }

    /// <summary>Remembers a fact, and gives back the better of it and what was known.</summary>
    public RevocationFact Put(RevocationFact fact)
    {
        ArgumentNullException.ThrowIfNull(fact);
        var shard = ShardOf(fact.Key);
        lock (shard)
        {
            var held = shard.Find(fact.Key);
            var newest = held?.Fact is { } known && Counts(known, fact) && known.Supersedes(fact) ? known : fact;

            // Reading again what was known before does not mean that the source is back.
            var failure = newest == held?.Fact ? held.Failure : null;
            shard.Set(fact.Key, new RecentRevocation(newest, _clock.GetTimestamp(), Epoch, failure));
            return newest;
        }
    }

    // What was judged by another trust, or is from the future, must not keep out what is fetched now; a final revocation may.
    private bool Counts(RevocationFact known, RevocationFact beside) => known.Basis == beside.Basis
        && (known.IsFinal || (known.FetchedAt, known.AsOf) is var (fetched, asOf)
            && _clock.GetUtcNow() + ClockWatch.Skew is var latest && fetched <= latest && asOf <= latest);

    /// <summary>Remembers that nobody could be asked, beside the last fact.</summary>
    internal RecentRevocation PutFailure(RevocationKey key, RevocationAnswer.Unavailable failure)
    {
        var shard = ShardOf(key);
        lock (shard)
        {
            var held = shard.Find(key);
            var entry = new RecentRevocation(
                held?.Fact, held?.HeldSince ?? _clock.GetTimestamp(), held?.Epoch ?? Epoch, failure);
            shard.Set(key, entry);
            return entry;
        }
    }

    /// <summary>Counts up with each flush.</summary>
    internal long Epoch => Interlocked.Read(ref _epoch);

    private Shard ShardOf(RevocationKey key) => _shards[(int)(key.Subject & (ShardCount - 1))];

    private sealed class Shard(int generationSize)
    {
        private Dictionary<RevocationKey, RecentRevocation> _young = [];
        private Dictionary<RevocationKey, RecentRevocation> _old = [];

        // Apart, so that many others cannot push them out: what was seen to be revoked must not seem good again.
        private Dictionary<RevocationKey, RevocationFact> _revoked = [];

        public RecentRevocation? Find(RevocationKey key)
        {
            if (_young.TryGetValue(key, out var found))
            {
                return found;
            }

            if (_old.Remove(key, out found))
            {
                Set(key, found);
            }

            return found ?? (_revoked.TryGetValue(key, out var revoked) ? new RecentRevocation(revoked, 0, Outdated, null) : null);
        }

        public void Set(RevocationKey key, RecentRevocation entry)
        {
            if (_young.Count >= generationSize)
            {
                (_old, _young) = (_young, []);
            }

            _old.Remove(key);
            _young[key] = entry;
            if (entry.Fact is { IsRevoked: true } fact)
            {
                _revoked = _revoked.Count < MostRevoked / ShardCount ? _revoked : [];
                _revoked[key] = fact;
            }
            else
            {
                _revoked.Remove(key); // a hold was lifted, or another trust judges otherwise
            }
        }

        public void Remove(RevocationKey key)
        {
            _young.Remove(key);
            _old.Remove(key);
        }

        public void Clear() => (_old, _young, _revoked) = ([], [], []);
    }
}

/// <summary>What is remembered of one certificate.</summary>
/// <param name="Fact">The last fact; null where there was none.</param>
/// <param name="HeldSince">Timestamp of when it was learnt here.</param>
/// <param name="Epoch">Between which two flushes.</param>
/// <param name="Failure">Why asking again failed; null where it did not.</param>
internal sealed record RecentRevocation(
    RevocationFact? Fact, long HeldSince, long Epoch, RevocationAnswer.Unavailable? Failure);
