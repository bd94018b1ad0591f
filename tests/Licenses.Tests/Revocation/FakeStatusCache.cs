using System.Collections.Concurrent;
using Licenses.Revocation;

namespace Licenses.Tests.Revocation;

/// <summary>A shared cache that can be unreachable, and into which a test can put anything.</summary>
internal sealed class FakeStatusCache : IStatusCache
{
    private readonly ConcurrentDictionary<LicenseNumber, StatusEntry> _entries = new();

    public bool IsDown { get; set; }

    /// <summary>Puts an entry there past all rules.</summary>
    public void Plant(StatusEntry entry) => _entries[entry.Number] = entry;

    public StatusEntry? Peek(LicenseNumber number) => _entries.GetValueOrDefault(number);

    public ValueTask<StatusEntry?> FindAsync(LicenseNumber number, CancellationToken cancellationToken) =>
        new(IsDown ? null : Peek(number));

    public ValueTask StoreAsync(StatusEntry entry, CancellationToken cancellationToken)
    {
        if (!IsDown)
        {
            _entries.AddOrUpdate(entry.Number, entry, (_, held) => IsNewer(entry, held) ? entry : held);
        }

        return ValueTask.CompletedTask;
    }

    public ValueTask ForgetAsync(LicenseNumber number, CancellationToken cancellationToken)
    {
        _entries.TryRemove(number, out _);
        return ValueTask.CompletedTask;
    }

    public async ValueTask<bool> PublishAsync(StatusEntry entry, CancellationToken cancellationToken)
    {
        await StoreAsync(entry, cancellationToken);
        return !IsDown;
    }

    private static bool IsNewer(StatusEntry entry, StatusEntry held) =>
        entry.Stored.Version > held.Stored.Version
        || (entry.Stored.Version == held.Stored.Version && entry.AsOf >= held.AsOf);
}
