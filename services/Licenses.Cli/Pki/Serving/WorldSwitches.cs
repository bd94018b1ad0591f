using System.Collections.Concurrent;

namespace Licenses.Cli.Pki.Serving;

/// <summary>Which service misbehaves and how, changed while it runs; and how often each was asked.</summary>
public sealed class WorldSwitches
{
    private readonly ConcurrentDictionary<WorldService, WorldFault> _faults = new();
    private readonly ConcurrentDictionary<WorldService, int> _counts = new();

    /// <summary>How late a slow service answers.</summary>
    public TimeSpan Delay { get; set; } = TimeSpan.FromSeconds(10);

    public WorldFault this[WorldService service]
    {
        get => _faults.GetValueOrDefault(service);
        set => _faults[service] = value;
    }

    /// <summary>How many requests have reached a service.</summary>
    public int CountOf(WorldService service) => _counts.GetValueOrDefault(service);

    internal void Count(WorldService service) => _counts.AddOrUpdate(service, 1, (_, count) => count + 1);
}
