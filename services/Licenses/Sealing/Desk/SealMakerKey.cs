using Licenses.Crypto.Signatures;

namespace Licenses.Sealing.Desk;

/// <summary>The key that makes seals; there may be none, and then none are made.</summary>
/// <param name="find">Finds it, wherever it lives; null where none is configured.</param>
public sealed class SealMakerKey(Func<CancellationToken, ValueTask<ISealKey?>>? find)
{
    public bool IsConfigured => find is not null;

    /// <exception cref="SealKeyUnavailableException">There is one, but it cannot be used now.</exception>
    public async ValueTask<ISealKey> GetAsync(CancellationToken cancellationToken) =>
        find is not null && await find(cancellationToken) is { } key
            ? key
            : throw new SealKeyUnavailableException("the key that makes seals is not at hand");
}
