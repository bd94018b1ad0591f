using System.Security.Cryptography;
using Licenses.Crypto.Signatures;
using Licenses.Crypto.X509;

namespace Licenses.Crypto.Cms;

/// <summary>What a CMS message proves by itself: which bytes, signed with which key. Nobody is trusted by it.</summary>
public sealed record CmsCheck
{
    /// <summary>True only where the digest, the attributes and the signature value were all computed and all agree.</summary>
    public bool Intact { get; init; }

    public ImmutableArray<Finding> Findings { get; init; } = [];

    /// <summary>The certificate whose key verified the signature (or would have to); null where the message lacks it.</summary>
    public Certificate? SignerCertificate { get; init; }

    /// <summary>Every certificate that the message brings.</summary>
    public ImmutableArray<Certificate> Certificates { get; init; } = [];

    /// <summary>What the content was digested with; null where unknown.</summary>
    public HashAlgorithmName? Digest { get; init; }

    public SignatureAlgorithm? SignatureAlgorithm { get; init; }

    /// <summary>The signing-time attribute: the signer's claim, nothing more.</summary>
    public DateTimeOffset? ClaimedSigningTime { get; init; }

    /// <summary>Whether the signature names its certificate, and the certificate is that one.</summary>
    public bool NamesItsCertificate { get; init; }

    /// <summary>The signature timestamps among the unsigned attributes, each still encoded and not yet verified.</summary>
    public ImmutableArray<ReadOnlyMemory<byte>> SignatureTimeStamps { get; init; } = [];

    /// <summary>
    /// The content timestamps among the signed attributes (EN 319 122-1, 5.2.8), each still encoded and not yet verified:
    /// the signature was made after them.
    /// </summary>
    public ImmutableArray<ReadOnlyMemory<byte>> ContentTimeStamps { get; init; } = [];

    /// <summary>The message-digest attribute: the content's digest where the message is intact; null where it is not there once.</summary>
    public ReadOnlyMemory<byte>? ContentDigest { get; init; }

    /// <summary>The signature value: what a signature timestamp covers.</summary>
    public ReadOnlyMemory<byte> SignatureValue { get; init; }
}
