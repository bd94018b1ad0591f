using System.Collections.Concurrent;

namespace Licenses.Crypto.Sm;

/// <summary>
/// A bounded memory of keys in two generations: a key that is asked for moves to the young one; when that is full, it
/// becomes the old one and what was old is forgotten. Forged keys can push out honest ones, which come back at once.
/// </summary>
internal sealed class RecentKeys
{
    private const int MostYoung = 128; // twice this, with tables, is 22 MB

    private readonly Lock _turn = new();
    private ConcurrentDictionary<string, Sm2PublicKey> _young = new(StringComparer.Ordinal);
    private ConcurrentDictionary<string, Sm2PublicKey> _old = new(StringComparer.Ordinal);

    public Sm2PublicKey? Find(ReadOnlySpan<byte> encoded)
    {
        Span<char> name = stackalloc char[encoded.Length];
        Name(encoded, name);
        if (Volatile.Read(ref _young).GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(name, out var key))
        {
            return key;
        }

        if (!Volatile.Read(ref _old).GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(name, out key))
        {
            return null;
        }

        Add(encoded, key);
        return key;
    }

    public void Add(ReadOnlySpan<byte> encoded, Sm2PublicKey key)
    {
        Span<char> name = stackalloc char[encoded.Length];
        Name(encoded, name);
        lock (_turn)
        {
            if (_young.Count >= MostYoung)
            {
                Volatile.Write(ref _old, _young);
                Volatile.Write(ref _young, new ConcurrentDictionary<string, Sm2PublicKey>(StringComparer.Ordinal));
            }

            _young.TryAdd(name.ToString(), key);
        }
    }

    // One byte to a character: a string that is never shown, since only strings can be looked up by a span.
    private static void Name(ReadOnlySpan<byte> encoded, Span<char> name)
    {
        for (int i = 0; i < encoded.Length; i++)
        {
            name[i] = (char)encoded[i];
        }
    }
}
