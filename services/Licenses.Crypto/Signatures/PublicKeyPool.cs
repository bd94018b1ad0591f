using System.Collections.Concurrent;
using System.Security.Cryptography;
using Licenses.Crypto.X509;

namespace Licenses.Crypto.Signatures;

/// <summary>
/// Imported public keys, ready for use. Importing one costs more than verifying with it, and few keys seal most
/// documents. A key object serves one thread at a time.
/// </summary>
internal static class PublicKeyPool
{
    private const int MostKeys = 1024;

    private static readonly ConcurrentDictionary<EncodedKey, ConcurrentQueue<AsymmetricAlgorithm>> Idle = new();

    /// <summary>Lends a key object to one use. Throws CryptographicException where the key is not sound.</summary>
    public static TResult Use<TKey, TResult>(
        SubjectPublicKeyInfo key, Func<SubjectPublicKeyInfo, TKey> import, Func<TKey, TResult> use)
        where TKey : AsymmetricAlgorithm
    {
        var idle = Idle.GetOrAdd(new EncodedKey(key.Encoded), _ => new ConcurrentQueue<AsymmetricAlgorithm>());
        var imported = idle.TryDequeue(out var waiting) ? (TKey)waiting : import(key);
        var result = use(imported);
        idle.Enqueue(imported);
        if (Idle.Count > MostKeys)
        {
            Idle.Clear(); // forged keys could fill it; the honest ones come back at once
        }

        return result;
    }

    private readonly struct EncodedKey(ReadOnlyMemory<byte> encoded) : IEquatable<EncodedKey>
    {
        private readonly ReadOnlyMemory<byte> _encoded = encoded;

        public bool Equals(EncodedKey other) => _encoded.Span.SequenceEqual(other._encoded.Span);

        public override bool Equals(object? obj) => obj is EncodedKey other && Equals(other);

        public override int GetHashCode()
        {
            var hash = default(HashCode);
            hash.AddBytes(_encoded.Span);
            return hash.ToHashCode();
        }
    }
}
