namespace Licenses.Server.Storage;

/// <summary>Brings the schema up to date before the first request. A database that is down now may come later.</summary>
internal sealed partial class StorageStartup(IDatabase database, ILogger<StorageStartup> logger) : IHostedService
{
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        try
        {
            await database.PrepareAsync(cancellationToken);
        }
        catch (StoreUnavailableException unavailable)
        {
            LogUnavailable(logger, unavailable.Message);
        }
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    [LoggerMessage(1, LogLevel.Warning, "The store is not there yet, and will be prepared when it is: {Why}")]
    private static partial void LogUnavailable(ILogger logger, string why);
}
