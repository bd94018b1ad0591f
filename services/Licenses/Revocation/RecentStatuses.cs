namespace Licenses.Revocation;

/// <summary>
/// What this process has lately learnt, bounded in size. An older version never replaces a newer one, and word of a
/// change bars everything older than it.
/// </summary>
/// <remarks>Two generations per shard: a full young one becomes the old one, and what nobody asked for since is dropped.</remarks>
public sealed class RecentStatuses
{
    private const int ShardCount = 16; // a power of two

    private readonly Shard[] _shards;
    private readonly TimeProvider _clock;
    private long _epoch;

    /// <param name="capacity">About how many licenses are remembered; at least 32.</param>
    /// <param name="clock">Measures ages.</param>
    public RecentStatuses(int capacity, TimeProvider clock)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(capacity, 2 * ShardCount);
        _clock = clock;
        _shards = [.. Enumerable.Range(0, ShardCount).Select(_ => new Shard(capacity / ShardCount / 2))];
    }

    /// <summary>Counts up with each <see cref="Flush"/>: what was read before one is not remembered after it.</summary>
    public long Epoch => Interlocked.Read(ref _epoch);

    /// <summary>What is remembered of a license; null for nothing.</summary>
    internal RecentStatus? Find(LicenseNumber number)
    {
        var shard = ShardOf(number);
        lock (shard)
        {
            return shard.Find(number);
        }
    }

    /// <summary>Remembers what was learnt, and gives back the newest that is known: this entry, or a newer one.</summary>
    /// <returns>Null when a newer version is known to exist that nobody has read yet.</returns>
    public StatusEntry? Put(StatusEntry entry, long epoch)
    {
        ArgumentNullException.ThrowIfNull(entry);
        var shard = ShardOf(entry.Number);
        lock (shard)
        {
            var known = shard.Find(entry.Number);
            if (known is not null && !Supersedes(entry, known))
            {
                return known.Entry;
            }

            if (epoch == Epoch)
            {
                shard.Set(entry.Number, new RecentStatus(entry, entry.Stored.Version, _clock.GetTimestamp()));
            }

            return entry;
        }
    }

    /// <summary>Bars versions older than the one that another node told of.</summary>
    public void Bar(LicenseNumber number, long belowVersion)
    {
        ArgumentNullException.ThrowIfNull(number);
        var shard = ShardOf(number);
        lock (shard)
        {
            if ((shard.Find(number)?.LeastVersion ?? 0) < belowVersion)
            {
                shard.Set(number, new RecentStatus(null, belowVersion, _clock.GetTimestamp()));
            }
        }
    }

    /// <summary>Forgets all: word of changes may have been missed.</summary>
    public void Flush()
    {
        Interlocked.Increment(ref _epoch);
        foreach (var shard in _shards)
        {
            lock (shard)
            {
                shard.Clear();
            }
        }
    }

    /// <summary>Remembers that the database holds no such license, unless one is known.</summary>
    /// <returns>False when it is known to exist.</returns>
    internal bool PutUnknown(LicenseNumber number, long epoch)
    {
        var shard = ShardOf(number);
        lock (shard)
        {
            if (shard.Find(number) is { LeastVersion: > 0 })
            {
                return false;
            }

            if (epoch == Epoch)
            {
                shard.Set(number, new RecentStatus(null, 0, _clock.GetTimestamp()));
            }

            return true;
        }
    }

    /// <summary>The remembered status itself, however old.</summary>
    public StatusEntry? FindEntry(LicenseNumber number)
    {
        ArgumentNullException.ThrowIfNull(number);
        return Find(number)?.Entry;
    }

    /// <summary>Forgets one license, so that the next read starts anew.</summary>
    public void Forget(LicenseNumber number)
    {
        ArgumentNullException.ThrowIfNull(number);
        var shard = ShardOf(number);
        lock (shard)
        {
            shard.Remove(number);
        }
    }

    private static bool Supersedes(StatusEntry entry, RecentStatus known) =>
        entry.Stored.Version > known.LeastVersion
        || (entry.Stored.Version == known.LeastVersion && (known.Entry is null || entry.AsOf >= known.Entry.AsOf));

    private Shard ShardOf(LicenseNumber number) =>
        _shards[string.GetHashCode(number.Value, StringComparison.Ordinal) & (ShardCount - 1)];

    private sealed class Shard(int generationSize)
    {
        private Dictionary<string, RecentStatus> _young = [];
        private Dictionary<string, RecentStatus> _old = [];

        public RecentStatus? Find(LicenseNumber number)
        {
            if (_young.TryGetValue(number.Value, out var found))
            {
                return found;
            }

            if (_old.Remove(number.Value, out found))
            {
                Set(number, found);
            }

            return found;
        }

        public void Set(LicenseNumber number, RecentStatus status)
        {
            if (_young.Count >= generationSize)
            {
                (_old, _young) = (_young, []);
            }

            _old.Remove(number.Value);
            _young[number.Value] = status;
        }

        public void Remove(LicenseNumber number)
        {
            _young.Remove(number.Value);
            _old.Remove(number.Value);
        }

        public void Clear() => (_old, _young) = ([], []);
    }
}

/// <summary>What is remembered of one license.</summary>
/// <param name="Entry">The status; null where only its absence or a change is known.</param>
/// <param name="LeastVersion">The smallest version that can still be right; 0 for a license that does not exist.</param>
/// <param name="HeldSince">Timestamp of when it was learnt.</param>
internal sealed record RecentStatus(StatusEntry? Entry, long LeastVersion, long HeldSince);
