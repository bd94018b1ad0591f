using System.Collections.Concurrent;
using System.Security.Cryptography;
using Licenses.Crypto.Asn1;
using Licenses.Crypto.X509;

namespace Licenses.Crypto.Signatures;

/// <summary>
/// A text that may be long and may be asked about many keys: digested once for all of them, and each key verified once.
/// A document can offer hundreds of certificates under a signer's name.
/// </summary>
internal sealed class SignedText(ReadOnlyMemory<byte> text, AlgorithmIdentifier algorithm, ReadOnlyMemory<byte> value)
{
    private const int StepsToRecall = 8; // a key is hashed for it
    private const int MostKeys = 256; // what is at hand for years must not grow by what documents offer

    private readonly ConcurrentDictionary<ReadOnlyMemory<byte>, bool> _verified = new(OctetComparer.Instance);
    private readonly ConcurrentDictionary<HashAlgorithmName, byte[]> _digests = new();
    private int _digestings;

    /// <summary>How often the text was digested so far.</summary>
    public int Digestings => _digestings;

    /// <summary>Whether a key made the signature.</summary>
    /// <param name="key">The key.</param>
    /// <param name="work">What may be done; null: as much as it takes. What is not done any more is not verified.</param>
    public bool IsSignedBy(SubjectPublicKeyInfo key, WorkBudget? work = null)
    {
        ArgumentNullException.ThrowIfNull(key);
        if (work?.TakeSteps(StepsToRecall) == false)
        {
            return false;
        }

        if (_verified.TryGetValue(key.Encoded, out bool known))
        {
            return known;
        }

        if (!SignatureAlgorithm.TryResolve(algorithm, null, out var resolved) || !SignatureVerifier.MayFit(key, resolved, value.Length)
            || work?.TakeCheck(key, Digested(resolved)) == false)
        {
            return false;
        }

        bool isSigner = Verify(key, resolved);
        if (isSigner || _verified.Count < MostKeys)
        {
            _verified[key.Encoded] = isSigner;
        }

        return isSigner;
    }

    // SM2 digests the signer's key with the text, and the Edwards curves take the text itself.
    private static bool IsDigestedByKey(SignatureAlgorithm resolved) =>
        resolved.Scheme is SignatureScheme.Ed25519 or SignatureScheme.Ed448 or SignatureScheme.Sm2;

    private int Digested(SignatureAlgorithm resolved) =>
        IsDigestedByKey(resolved) || !_digests.ContainsKey(resolved.Digest) ? text.Length : 0;

    private bool Verify(SubjectPublicKeyInfo key, SignatureAlgorithm resolved)
    {
        if (IsDigestedByKey(resolved))
        {
            Interlocked.Increment(ref _digestings);
            return SignatureVerifier.Verify(key, resolved, text.Span, value.Span).IsValid;
        }

        var digest = _digests.GetOrAdd(resolved.Digest, name =>
        {
            Interlocked.Increment(ref _digestings);
            return DigestAlgorithms.TryHash(name, text.Span) ?? [];
        });
        return digest.Length > 0 && SignatureVerifier.VerifyDigest(key, resolved, digest, value.Span).IsValid;
    }
}
