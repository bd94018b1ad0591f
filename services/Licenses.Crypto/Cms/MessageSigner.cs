using Licenses.Crypto.Asn1;
using Licenses.Crypto.Signatures;

namespace Licenses.Crypto.Cms;

/// <summary>
/// Makes signed messages in every form that verifiers of SM2 want: by GM/T 0010 or RFC 5652, attached or detached, with
/// signed attributes or without.
/// </summary>
public static class MessageSigner
{
    /// <summary>Signs content that is at hand.</summary>
    /// <param name="key">The signer's key; an SM2 key for a message of GM/T 0010.</param>
    /// <param name="content">What is signed.</param>
    /// <param name="form">How the message is built.</param>
    /// <param name="cancellationToken">Ends a signature that a slow device has not yet made.</param>
    public static async ValueTask<byte[]> SignAsync(
        ISealKey key, ReadOnlyMemory<byte> content, MessageForm form, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(key);
        ArgumentNullException.ThrowIfNull(form);
        if (form.IsNational && key.Algorithm.Scheme != SignatureScheme.Sm2)
        {
            throw new ArgumentException("Messages of GM/T 0010 are signed with SM2.", nameof(key));
        }

        if (!form.HasAttributes && CmsAttribute.AreSigned(content))
        {
            throw new ArgumentException("Content that is a set of attributes is signed with attributes only.", nameof(content));
        }

        string type = form.IsNational ? Oids.GmData : Oids.Data;
        var attributes = form.HasAttributes ? EncodeAttributes(key, content.Span, type) : default;

        // Without attributes the text is the content: SM2 then signs SM3(Z ‖ content), not a digest of its digest.
        byte[] value = await key.SignAsync(form.HasAttributes ? attributes : content, cancellationToken);
        return CadesSigner.Encode(
            key,
            new CmsParts(type, form.IsAttached ? content.ToArray() : null, attributes, value, [])
            {
                IsNational = form.IsNational,
            });
    }

    private static ReadOnlyMemory<byte> EncodeAttributes(ISealKey key, ReadOnlySpan<byte> content, string type)
    {
        var digest = key.Algorithm.Digest;
        byte[] contentDigest = DigestAlgorithms.TryHash(digest, content) ?? throw new PlatformNotSupportedException();
        return CadesSigner.EncodeAttributes(key.Certificate, contentDigest, digest, type);
    }
}
