using Licenses.Trust;
using Licenses.Trust.Lists;
using Licenses.Verification;
using Microsoft.Extensions.Options;

namespace Licenses.Server.Endpoints.Hosting;

/// <summary>Looks at the files of trust once in a while; a change takes effect without a restart, a broken one does not.</summary>
internal sealed class TrustReload(
    CurrentTrust trust, IOptions<TrustOptions> options, TimeProvider clock, ILogger<TrustReload> logger) : BackgroundService
{
    private string _seen = "";

    /// <summary>Takes the trust list before anybody is served: until then nobody is trusted by it.</summary>
    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        _seen = Look();
        if (options.Value.List.Length > 0)
        {
            trust.Replace(await options.Value.LoadAsync(clock.GetUtcNow(), cancellationToken));
        }

        await base.StartAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(options.Value.ReloadPeriod, clock);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            await ReloadIfChangedAsync(stoppingToken);
        }
    }

    private async Task ReloadIfChangedAsync(CancellationToken cancellationToken)
    {
        try
        {
            var now = Look();
            if (now == _seen)
            {
                return;
            }

            var store = await options.Value.LoadAsync(clock.GetUtcNow(), cancellationToken);
            if (store.Anchors.IsEmpty && options.Value.List.Length == 0)
            {
                TrustLog.NotReloaded(logger, "no self-signed root among the files");
                return; // tried again: a folder that is being replaced is empty for a moment
            }

            trust.Replace(store);
            _seen = now;
            TrustLog.Reloaded(logger, store.Anchors.All.Count(), store.Material.Lists.Count());
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or TrustFormatException or InvalidDataException
            or AlgorithmTableFormatException)
        {
            // A file that is being replaced right now: the trust before it counts until it can be read.
            TrustLog.NotReloaded(logger, e.Message);
        }
    }

    /// <summary>Names, sizes and times of all files, and what the trust list is worth now: what changes when one of them does.</summary>
    private string Look()
    {
        var paths = options.Value.Anchors.Concat(options.Value.Authorities).Concat(options.Value.RevocationLists)
            .Concat(options.Value.Algorithms.Length == 0 ? [] : [options.Value.Algorithms]);
        var list = options.Value.LookAtList(clock.GetUtcNow()) switch
        {
            TrustListOutcome.Accepted accepted => $"list {accepted.List.Number}",
            TrustListOutcome.Stale stale => stale.Detail,
            TrustListOutcome.Refused refused => refused.Detail,
            _ => "no list",
        };
        return list + '\n' + string.Join('\n', paths
            .SelectMany<string, string>(path => Directory.Exists(path)
                ? Directory.EnumerateFiles(path, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal)
                : AnchorFile.Is(path) ? [path, .. AnchorFile.FilesNamedIn(path)] : [path])
            .Select(path => new FileInfo(path))
            .Select(file => file.Exists ? $"{file.FullName} {file.Length} {file.LastWriteTimeUtc.Ticks}" : $"{file.FullName} -"));
    }
}
