using System.Collections.Concurrent;
using System.Collections.Immutable;
using Licenses.Revocation;

namespace Licenses.Tests.Revocation;

/// <summary>A database of statuses that can be down, slow, or behind, at a test's word.</summary>
internal sealed class FakeStatusStore(TimeProvider clock) : IStatusStore
{
    private readonly ConcurrentDictionary<LicenseNumber, StoredStatus> _rows = new();
    private int _reads;

    public bool IsDown { get; set; }

    /// <summary>Reads wait for this before they look; null for no wait.</summary>
    public Task? Gate { get; set; }

    /// <summary>How far this database's clock is ahead of the process.</summary>
    public TimeSpan Ahead { get; set; }

    public DateTimeOffset? ValidUntil { get; set; }

    public int Reads => Volatile.Read(ref _reads);

    public StoredStatus? Row(LicenseNumber number) => _rows.GetValueOrDefault(number);

    public StatusEntry Set(LicenseNumber number, long version, LicenseState state)
    {
        _rows[number] = new StoredStatus(state, version, StateReason.None, clock.GetUtcNow());
        return Entry(number);
    }

    public StatusEntry Entry(LicenseNumber number) =>
        new(number, _rows[number], ValidUntil, clock.GetUtcNow() + Ahead);

    public async ValueTask<ImmutableArray<StatusEntry>> FindAsync(
        ImmutableArray<LicenseNumber> numbers, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _reads);
        if (IsDown)
        {
            throw new StoreUnavailableException("down");
        }

        ImmutableArray<StatusEntry> read = [.. numbers.Where(_rows.ContainsKey).Select(Entry)];
        if (Gate is { } gate)
        {
            await gate.WaitAsync(cancellationToken); // what was read before the wait is what is answered after it
        }

        return read;
    }

    public ValueTask<WriteOutcome<StatusEntry>> ChangeAsync(StateChange change, CancellationToken cancellationToken)
    {
        if (!_rows.TryGetValue(change.Number, out var row))
        {
            return new(new WriteOutcome<StatusEntry>.Conflict(WriteConflict.UnknownObject));
        }

        return LicenseLifecycle.Allows(row.State, change.To)
            ? new(new WriteOutcome<StatusEntry>.Done(Set(change.Number, row.Version + 1, change.To)))
            : new(new WriteOutcome<StatusEntry>.Conflict(WriteConflict.IllegalTransition));
    }
}
