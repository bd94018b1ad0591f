using System.Diagnostics;
using Licenses.Sealing.Renewal;
using Microsoft.Extensions.Options;

namespace Licenses.Server.Endpoints.Hosting;

/// <summary>Has the stored documents renewed, batch by batch, for as long as the server runs.</summary>
internal sealed partial class RenewalJob(
    DocumentRenewer renewer, IOptions<RenewalJobOptions> options, TimeProvider clock, ILogger<RenewalJob> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            bool isFull = false;
            try
            {
                isFull = await RunAsync(stoppingToken);
            }
            catch (StoreUnavailableException unavailable)
            {
                LogUnavailable(logger, unavailable.Message);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }

            if (!isFull)
            {
                await Task.Delay(options.Value.Period, clock, stoppingToken).ContinueWith(_ => { }, TaskScheduler.Default);
            }
        }
    }

    /// <returns>Whether there may be more to do at once.</returns>
    private async Task<bool> RunAsync(CancellationToken cancellationToken)
    {
        long start = Stopwatch.GetTimestamp();
        var sum = await renewer.RunAsync(cancellationToken);
        foreach (var (number, result) in sum.Results)
        {
            switch (result)
            {
                case RenewalResult.Postponed postponed:
                    LogPostponed(logger, number.Value, postponed.Why);
                    break;
                case RenewalResult.Lost lost:
                    LogLost(logger, number.Value, lost.Why);
                    break;
                default:
                    break;
            }
        }

        if (!sum.Results.IsEmpty)
        {
            LogSum(
                logger, sum.Count<RenewalResult.Renewed>(), sum.Count<RenewalResult.Postponed>(), sum.Count<RenewalResult.Lost>(),
                sum.StillDue, (long)Stopwatch.GetElapsedTime(start).TotalMilliseconds);
        }

        return sum.Results.Length >= options.Value.Batch;
    }

    [LoggerMessage(2601, LogLevel.Information,
        "Documents renewed: {Renewed}, postponed: {Postponed}, lost: {Lost}; {StillDue} remain due; {Milliseconds} ms")]
    private static partial void LogSum(ILogger logger, int renewed, int postponed, int lost, long stillDue, long milliseconds);

    [LoggerMessage(2602, LogLevel.Warning, "The document of license {Number} cannot be renewed now: {Why}")]
    private static partial void LogPostponed(ILogger logger, string number, string why);

    [LoggerMessage(2603, LogLevel.Error, "The document of license {Number} can no longer be renewed: {Why}")]
    private static partial void LogLost(ILogger logger, string number, string why);

    [LoggerMessage(2604, LogLevel.Warning, "Documents wait to be renewed: {Why}")]
    private static partial void LogUnavailable(ILogger logger, string why);
}
