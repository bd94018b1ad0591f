using Licenses.Crypto.Asn1;
using Licenses.Crypto.Cms;
using Licenses.Crypto.Signatures;

namespace Licenses.Crypto.Tsp;

/// <summary>Makes RFC 3161 tokens: for a department that stamps by itself, and for tests. The caller gives the time.</summary>
public static class TimeStampSigner
{
    /// <summary>Signs that a digest existed at a time.</summary>
    /// <param name="key">The authority's key; its certificate must be for timestamping only.</param>
    /// <param name="info">What to assert.</param>
    /// <param name="cancellationToken">Ends a signature that a slow device has not yet made.</param>
    public static async ValueTask<byte[]> SignAsync(ISealKey key, TstInfo info, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(key);
        ArgumentNullException.ThrowIfNull(info);
        byte[] content = info.Encode();
        var digest = key.Algorithm.Digest;
        byte[] contentDigest = DigestAlgorithms.TryHash(digest, content) ?? throw new PlatformNotSupportedException();
        var attributes = CadesSigner.EncodeAttributes(key.Certificate, contentDigest, digest, Oids.TstInfo);
        byte[] value = await key.SignAsync(attributes, cancellationToken);
        return CadesSigner.Encode(key, new CmsParts(Oids.TstInfo, content, attributes, value, []));
    }
}
