using System.Numerics;
using System.Security.Cryptography;
using Licenses.Crypto.Asn1;
using Licenses.Crypto.Signatures;
using Licenses.Crypto.Tsp;

namespace Licenses.Sealing;

/// <summary>
/// Timestamps by a key at hand, for a house that runs its own authority and for samples. They prove to nobody who does
/// not trust that house.
/// </summary>
/// <param name="key">Its certificate must be for timestamping only.</param>
/// <param name="policy">OID of the policy under which the house stamps.</param>
/// <param name="clock">The house's clock.</param>
public sealed class OwnTimeStamps(ISealKey key, string policy, TimeProvider clock)
{
    private const int SerialLength = 12;

    /// <summary>As what seals a document wants it.</summary>
    public ValueTask<ReadOnlyMemory<byte>> StampSignatureAsync(
        ReadOnlyMemory<byte> signatureValue, CancellationToken cancellationToken) =>
        StampDocumentAsync(SHA256.HashData(signatureValue.Span), HashAlgorithmName.SHA256, cancellationToken);

    /// <summary>As what adds a document timestamp wants it.</summary>
    public async ValueTask<ReadOnlyMemory<byte>> StampDocumentAsync(
        ReadOnlyMemory<byte> digest, HashAlgorithmName algorithm, CancellationToken cancellationToken)
    {
        var imprint = new MessageImprint(new AlgorithmIdentifier(DigestAlgorithms.OidOf(algorithm)), digest);
        var serial = new BigInteger(RandomNumberGenerator.GetBytes(SerialLength), isUnsigned: true);
        return await TimeStampSigner.SignAsync(
            key, new TstInfo(policy, imprint, serial, clock.GetUtcNow(), null), cancellationToken);
    }
}
