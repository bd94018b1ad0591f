using Licenses.Server.Endpoints.Infrastructure;
using Licenses.Server.Keys;
using Licenses.Server.Storage;
using Licenses.Trust;
using Microsoft.Extensions.Options;

namespace Licenses.Server.Endpoints.Hosting;

/// <summary>Asks store and keys every few seconds whether they can serve, and reports each to grpc.health.v1.</summary>
internal sealed class HealthMonitor(
    HealthRegistry health, StoreProbe store, SealKeyring keys, ClockWatch watch, IOptions<StorageOptions> storage, TimeProvider clock)
    : BackgroundService
{
    public const string Clock = "clock";
    public const string Store = "store";
    public const string Keys = "keys";

    private static readonly string[] NeedingKeys = ["licenses.v1.IssuingService", "licenses.v1.SealingService"];

    private static readonly string[] NeedingStore =
    [
        "licenses.v1.VerificationService", "licenses.v1.RevocationService", "licenses.v1.ExemptionService",
        "licenses.v1.PresentationService",
    ];

    private static readonly TimeSpan Period = TimeSpan.FromSeconds(3);

    /// <summary>Statuses are told by the database's clock; a node that differs more could serve an old one for fresh.</summary>
    private static readonly TimeSpan MostClockSkew = TimeSpan.FromSeconds(2);

    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        await CheckAsync(cancellationToken); // known before the first question
        await base.StartAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Period, clock);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            await CheckAsync(stoppingToken);
        }
    }

    private async Task CheckAsync(CancellationToken cancellationToken)
    {
        bool storeServes = await StoreServesAsync(cancellationToken);
        bool isClockGood = IsClockGood(storeServes);
        health.Set(Clock, isClockGood);
        health.Set(Keys, keys.IsHealthy);
        health.Set(Store, storeServes);
        foreach (var service in NeedingKeys)
        {
            health.Set(service, keys.IsHealthy && storeServes);
        }

        foreach (var service in NeedingStore)
        {
            health.Set(service, storeServes && isClockGood);
        }
    }

    // PostgreSQL has a clock of its own, which vouches for this one against other nodes'; SQLite has this machine's.
    private bool IsClockGood(bool storeServes) =>
        !watch.IsDoubtful() || (storeServes && storage.Value.Provider == StorageOptions.Postgres);

    private async Task<bool> StoreServesAsync(CancellationToken cancellationToken)
    {
        try
        {
            return (await store.MeasureClockSkewAsync(cancellationToken)).Duration() <= MostClockSkew;
        }
        catch (StoreUnavailableException)
        {
            return false;
        }
    }
}
