using System.Diagnostics.CodeAnalysis;
using System.Formats.Asn1;
using System.Security.Cryptography;
using Licenses.Crypto.Asn1;

namespace Licenses.Crypto.Signatures;

/// <summary>A signature algorithm, read from its identifier: everything that a verifier must know beside the key.</summary>
/// <param name="Scheme">How the value is made.</param>
/// <param name="Digest">What the text is digested with; the default name for schemes that take the text itself.</param>
/// <param name="MaskDigest">PSS only: the digest inside MGF1.</param>
/// <param name="SaltLength">PSS only: the length of the salt in bytes.</param>
/// <param name="NamesItsDigest">False where the identifier names only the kind of key (rsaEncryption, id-ecPublicKey).</param>
public sealed record SignatureAlgorithm(
    SignatureScheme Scheme,
    HashAlgorithmName Digest,
    HashAlgorithmName MaskDigest = default,
    int SaltLength = 0,
    bool NamesItsDigest = true)
{
    private static readonly Dictionary<string, (SignatureScheme Scheme, HashAlgorithmName Digest)> Known =
        new(StringComparer.Ordinal)
        {
            ["1.2.840.113549.1.1.5"] = (SignatureScheme.RsaPkcs1, HashAlgorithmName.SHA1),
            ["1.3.14.3.2.29"] = (SignatureScheme.RsaPkcs1, HashAlgorithmName.SHA1),
            ["1.2.840.113549.1.1.11"] = (SignatureScheme.RsaPkcs1, HashAlgorithmName.SHA256),
            ["1.2.840.113549.1.1.12"] = (SignatureScheme.RsaPkcs1, HashAlgorithmName.SHA384),
            ["1.2.840.113549.1.1.13"] = (SignatureScheme.RsaPkcs1, HashAlgorithmName.SHA512),
            ["2.16.840.1.101.3.4.3.14"] = (SignatureScheme.RsaPkcs1, HashAlgorithmName.SHA3_256),
            ["2.16.840.1.101.3.4.3.15"] = (SignatureScheme.RsaPkcs1, HashAlgorithmName.SHA3_384),
            ["2.16.840.1.101.3.4.3.16"] = (SignatureScheme.RsaPkcs1, HashAlgorithmName.SHA3_512),
            ["1.2.840.10045.4.1"] = (SignatureScheme.Ecdsa, HashAlgorithmName.SHA1),
            ["1.2.840.10045.4.3.2"] = (SignatureScheme.Ecdsa, HashAlgorithmName.SHA256),
            ["1.2.840.10045.4.3.3"] = (SignatureScheme.Ecdsa, HashAlgorithmName.SHA384),
            ["1.2.840.10045.4.3.4"] = (SignatureScheme.Ecdsa, HashAlgorithmName.SHA512),
            ["2.16.840.1.101.3.4.3.10"] = (SignatureScheme.Ecdsa, HashAlgorithmName.SHA3_256),
            ["2.16.840.1.101.3.4.3.11"] = (SignatureScheme.Ecdsa, HashAlgorithmName.SHA3_384),
            ["2.16.840.1.101.3.4.3.12"] = (SignatureScheme.Ecdsa, HashAlgorithmName.SHA3_512),
            [Oids.Ed25519] = (SignatureScheme.Ed25519, HashAlgorithmName.SHA512),
            [Oids.Ed448] = (SignatureScheme.Ed448, DigestAlgorithms.Shake256),
            [Oids.Sm2WithSm3] = (SignatureScheme.Sm2, DigestAlgorithms.Sm3Name),
            [Oids.Sm2WithSm3Misprinted] = (SignatureScheme.Sm2, DigestAlgorithms.Sm3Name),
        };

    /// <summary>Whether the OID names a signature (or a key), so that it has no place where a digest must stand.</summary>
    public static bool IsSignatureOid(string oid) =>
        Known.ContainsKey(oid) || oid is Oids.RsaEncryption or Oids.RsaPss or Oids.EcPublicKey or Oids.Sm2 or Oids.Sm2Sign
        || oid.StartsWith("1.2.840.113549.1.1.", StringComparison.Ordinal)
        || oid.StartsWith("1.2.840.10045.4.", StringComparison.Ordinal);

    /// <summary>Reads an identifier; false where it is unknown or its parameters are not sound.</summary>
    /// <param name="identifier">What the certificate, CRL or SignerInfo names.</param>
    /// <param name="digest">What the text is digested with, where the identifier does not say.</param>
    /// <param name="algorithm">What was read.</param>
    public static bool TryResolve(
        AlgorithmIdentifier identifier, HashAlgorithmName? digest, [NotNullWhen(true)] out SignatureAlgorithm? algorithm)
    {
        ArgumentNullException.ThrowIfNull(identifier);
        algorithm = identifier.Oid switch
        {
            Oids.RsaPss => FromPss(identifier),
            Oids.RsaEncryption when digest is { } named =>
                new SignatureAlgorithm(SignatureScheme.RsaPkcs1, named, NamesItsDigest: false),
            Oids.EcPublicKey when digest == DigestAlgorithms.Sm3Name => Sm2(),
            Oids.EcPublicKey when digest is { } named =>
                new SignatureAlgorithm(SignatureScheme.Ecdsa, named, NamesItsDigest: false),

            // Named by its key only, SM2 still has one digest: SM3 (GM/T 0010 names it so; CFCA's SADK adds NULL).
            Oids.Sm2Sign or Oids.Sm2 when identifier.HasNoParameters => Sm2(),
            _ => Known.TryGetValue(identifier.Oid, out var known) && identifier.HasNoParameters
                ? new SignatureAlgorithm(known.Scheme, known.Digest)
                : null,
        };
        return algorithm is not null;
    }

    /// <summary>The identifier that a new signature bears.</summary>
    public AlgorithmIdentifier ToIdentifier()
    {
        if (Scheme == SignatureScheme.RsaPss)
        {
            var writer = new AsnWriter(AsnEncodingRules.DER);
            new PssParameters(Digest, MaskDigest, SaltLength).Encode(writer);
            return new AlgorithmIdentifier(Oids.RsaPss, writer.Encode());
        }

        string oid = Known.First(known => known.Value == (Scheme, Digest)).Key;
        return Scheme == SignatureScheme.RsaPkcs1
            ? AlgorithmIdentifier.WithNull(oid) // RFC 4055, 5: NULL is present for RSA, RFC 5758, 3.2: absent for ECDSA
            : new AlgorithmIdentifier(oid);
    }

    private static SignatureAlgorithm Sm2() =>
        new(SignatureScheme.Sm2, DigestAlgorithms.Sm3Name, NamesItsDigest: false);

    private static SignatureAlgorithm? FromPss(AlgorithmIdentifier identifier)
    {
        try
        {
            var pss = PssParameters.Decode(identifier.HasNoParameters ? null : identifier.Parameters);
            return pss is { Digest: { } digest, MaskDigest: { } maskDigest }
                ? new SignatureAlgorithm(SignatureScheme.RsaPss, digest, maskDigest, pss.SaltLength)
                : null;
        }
        catch (AsnContentException)
        {
            return null;
        }
    }
}
