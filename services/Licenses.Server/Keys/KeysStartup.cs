namespace Licenses.Server.Keys;

/// <summary>Opens the keys before the first request, in place of during it.</summary>
internal sealed class KeysStartup(SealKeyring keyring, MakerKey maker, ILogger<KeysStartup> logger) : IHostedService
{
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        Log.KeysReady(logger, keyring.Count);
        if (await maker.CheckAsync(keyring, cancellationToken) is { } name)
        {
            Log.MakerReady(logger, name);
        }
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
