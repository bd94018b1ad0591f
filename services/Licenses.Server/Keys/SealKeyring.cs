using System.Collections.Frozen;
using Licenses.Crypto.Signatures;
using Licenses.Sealing;

namespace Licenses.Server.Keys;

/// <summary>The departments' keys from files and tokens: opened at the start, let go at the end, never seen in between.</summary>
internal sealed class SealKeyring : ISealKeyring, IDisposable
{
    private readonly TimeProvider _clock;
    private readonly FrozenDictionary<(string Organisation, KeyFamily Family), ISealKey> _keys;
    private readonly IReadOnlyList<IDisposable> _tokens;

    private SealKeyring(
        FrozenDictionary<(string Organisation, KeyFamily Family), ISealKey> keys,
        IReadOnlyList<IDisposable> tokens,
        TimeProvider clock) => (_keys, _tokens, _clock) = (keys, tokens, clock);

    public int Count => _keys.Count;

    /// <summary>Whether every organisation's certificate is valid now.</summary>
    public bool IsHealthy => _keys.Count > 0 && _keys.Values.All(IsInTime);

    /// <param name="loaded">The keys; of several of one organisation and family, the one that ends last is used.</param>
    /// <param name="isRevoked">Tells keys that must not seal any more.</param>
    /// <param name="clock">The time.</param>
    /// <param name="logger">Is told which keys are left out, and why.</param>
    public static SealKeyring Create(
        LoadedKeys loaded,
        Func<ISealKey, bool> isRevoked,
        TimeProvider clock,
        ILogger logger)
    {
        var now = clock.GetUtcNow();
        var chosen = new Dictionary<(string, KeyFamily), ISealKey>();
        foreach (var (organisation, source, key) in loaded.Keys.OrderByDescending(one => one.Key.Certificate.NotAfter))
        {
            var why = !key.Certificate.IsValidAt(now) ? "not valid now"
                : isRevoked(key) ? "revoked"
                : chosen.ContainsKey((organisation, FamilyOf(key))) ? "another key of the organisation is used"
                : null;
            if (why is null)
            {
                chosen.Add((organisation, FamilyOf(key)), key);
            }
            else
            {
                Log.KeyLeftOut(logger, source, organisation, why);
                (key as IDisposable)?.Dispose();
            }
        }

        return new SealKeyring(chosen.ToFrozenDictionary(), loaded.Tokens, clock);
    }

    public ValueTask<ISealKey?> FindAsync(string organisationCode, KeyFamily family, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return !_keys.TryGetValue((organisationCode, family), out var key) ? new((ISealKey?)null)
            : IsInTime(key) ? new(key)
            : throw new SealKeyUnavailableException($"the seal certificate of {organisationCode} is not valid now");
    }

    public void Dispose()
    {
        foreach (var owned in _keys.Values.OfType<IDisposable>().Concat(_tokens))
        {
            owned.Dispose();
        }
    }

    private static KeyFamily FamilyOf(ISealKey key) =>
        key.Algorithm.Scheme == SignatureScheme.Sm2 ? KeyFamily.National : KeyFamily.International;

    private bool IsInTime(ISealKey key) => key.Certificate.IsValidAt(_clock.GetUtcNow());
}
