namespace Licenses.Server.Keys;

/// <summary>Opens the keys before the first request, in place of during it.</summary>
internal sealed class KeysStartup(SealKeyring keyring, ILogger<KeysStartup> logger) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        Log.KeysReady(logger, keyring.Count);
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
