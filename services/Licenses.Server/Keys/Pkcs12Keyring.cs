using System.Collections.Frozen;
using Licenses.Crypto.Signatures;
using Licenses.Sealing;

namespace Licenses.Server.Keys;

/// <summary>The departments' keys from PKCS#12 files: loaded at the start, wiped at the end, never seen in between.</summary>
internal sealed class Pkcs12Keyring : ISealKeyring, IDisposable
{
    private readonly TimeProvider _clock;
    private readonly FrozenDictionary<string, Pkcs12SealKey> _keys;

    private Pkcs12Keyring(FrozenDictionary<string, Pkcs12SealKey> keys, TimeProvider clock) => (_keys, _clock) = (keys, clock);

    public int Count => _keys.Count;

    /// <summary>Whether every organisation's certificate is valid now.</summary>
    public bool IsHealthy => _keys.Count > 0 && _keys.Values.All(IsInTime);

    /// <param name="loaded">The keys; of several of one organisation, the one that ends last is used.</param>
    /// <param name="isRevoked">Tells keys that must not seal any more.</param>
    /// <param name="clock">The time.</param>
    /// <param name="logger">Is told which keys are left out, and why.</param>
    public static Pkcs12Keyring Create(
        IEnumerable<(string Organisation, string File, Pkcs12SealKey Key)> loaded,
        Func<Pkcs12SealKey, bool> isRevoked,
        TimeProvider clock,
        ILogger logger)
    {
        var now = clock.GetUtcNow();
        var chosen = new Dictionary<string, Pkcs12SealKey>();
        foreach (var (organisation, file, key) in loaded.OrderByDescending(one => one.Key.Certificate.NotAfter))
        {
            var why = !key.Certificate.IsValidAt(now) ? "not valid now"
                : isRevoked(key) ? "revoked"
                : chosen.ContainsKey(organisation) ? "another key of the organisation is used"
                : null;
            if (why is null)
            {
                chosen.Add(organisation, key);
            }
            else
            {
                Log.KeyLeftOut(logger, Path.GetFileName(file), organisation, why);
                key.Dispose();
            }
        }

        return new Pkcs12Keyring(chosen.ToFrozenDictionary(), clock);
    }

    public ValueTask<ISealKey?> FindAsync(string organisationCode, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return !_keys.TryGetValue(organisationCode, out var key) ? new((ISealKey?)null)
            : IsInTime(key) ? new(key)
            : throw new SealKeyUnavailableException($"the seal certificate of {organisationCode} is not valid now");
    }

    public void Dispose()
    {
        foreach (var key in _keys.Values)
        {
            key.Dispose();
        }
    }

    private bool IsInTime(Pkcs12SealKey key) => key.Certificate.IsValidAt(_clock.GetUtcNow());
}
