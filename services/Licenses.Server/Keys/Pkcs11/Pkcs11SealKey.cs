using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Text;
using Licenses.Crypto.Signatures;
using Licenses.Crypto.X509;

namespace Licenses.Server.Keys.Pkcs11;

/// <summary>A sealing key on a token: digests are made here, signatures there.</summary>
internal sealed class Pkcs11SealKey : ISealKey
{
    private readonly Pkcs11Token _token;
    private readonly byte[] _label;
    private readonly byte[] _id;
    private Handle? _handle;

    private Pkcs11SealKey(Pkcs11Token token, TokenKeyOptions options, Certificate certificate, ImmutableArray<Certificate> chain)
    {
        _token = token;
        _label = Encoding.UTF8.GetBytes(options.Label);
        _id = Convert.FromHexString(options.Id);
        Certificate = certificate;
        Chain = chain;
        Algorithm = SealAlgorithm.For(certificate, options.UsePss ? SealAlgorithm.UsualPss : options.Algorithm);
    }

    public Certificate Certificate { get; }

    public ImmutableArray<Certificate> Chain { get; }

    public SignatureAlgorithm Algorithm { get; }

    public int LargestSignature => SealAlgorithm.LargestSignature(Certificate);

    /// <summary>Whether the token would give the key away: it should be made anew, on the token.</summary>
    public bool IsExtractable => _token.Use(session => session.Read(FindKey(session), Cryptoki.Extractable)) is not [0];

    /// <summary>Finds a key and its certificate, and sees by a signature of its own that they belong together.</summary>
    /// <param name="token">The token, logged in when first used.</param>
    /// <param name="options">The key's name.</param>
    /// <param name="certificates">The certificate and those above it; empty to read it from the token.</param>
    /// <exception cref="KeyLoadException">There is no such certificate, or it is of another key.</exception>
    /// <exception cref="CertificateFormatException">The certificate on the token cannot be read.</exception>
    /// <exception cref="CryptographicException">The key's kind or length is not one we seal with.</exception>
    /// <exception cref="Pkcs11Exception">The token or the key is not there.</exception>
    public static Pkcs11SealKey Open(Pkcs11Token token, TokenKeyOptions options, ImmutableArray<Certificate> certificates)
    {
        var own = certificates.IsEmpty
            ? Certificate.Decode(token.Use(session => ReadCertificate(session, options)))
            : certificates[0];
        var key = new Pkcs11SealKey(token, options, own, certificates.IsEmpty ? [] : certificates.RemoveAt(0));
        if (key.Algorithm.Scheme == SignatureScheme.Sm2)
        {
            throw new KeyLoadException(
                $"Keys: {NameOf(options)} is an SM2 key; PKCS #11 has no common mechanism for these: use a key file.");
        }

        byte[] challenge = RandomNumberGenerator.GetBytes(32);
        byte[] signature = key.Encode(token.Use(key.SignatureOf(challenge)));
        return SignatureVerifier.Verify(own.PublicKey, key.Algorithm, challenge, signature).IsValid
            ? key
            : throw new KeyLoadException($"Keys: the certificate of {NameOf(options)} is not that of the key on the token.");
    }

    public async ValueTask<byte[]> SignAsync(ReadOnlyMemory<byte> data, CancellationToken cancellationToken) =>
        Encode(await _token.UseAsync(SignatureOf(data.Span), cancellationToken));

    private Func<Pkcs11Session, byte[]> SignatureOf(ReadOnlySpan<byte> data)
    {
        byte[] digest = CryptographicOperations.HashData(Algorithm.Digest, data);
        var (mechanism, parameter, input) = Algorithm.Scheme switch
        {
            SignatureScheme.Ecdsa => (Cryptoki.Ecdsa, Array.Empty<nuint>(), Leftmost(digest)),
            SignatureScheme.RsaPss =>
                (Cryptoki.RsaPkcsPss, [.. PssDigest(), checked((nuint)Algorithm.SaltLength)], digest),
            SignatureScheme.RsaPkcs1 => (Cryptoki.RsaPkcs, [], DigestInfo(digest)),
            _ => throw new System.Diagnostics.UnreachableException(),
        };
        return session => session.Sign(FindKey(session), mechanism, parameter, input);
    }

    // FIPS 186-5, 6.4.1: of a digest that is longer than the order, the leftmost bits; not every token cuts it itself.
    private byte[] Leftmost(byte[] digest)
    {
        int width = (Certificate.PublicKey.Bits + 7) / 8;
        return digest.Length > width ? digest[..width] : digest;
    }

    // PKCS #11 v2.40, 2.1.10: digest and mask of CK_RSA_PKCS_PSS_PARAMS.
    private nuint[] PssDigest() => Algorithm.Digest.Name switch
    {
        "SHA256" => [0x250, 2],
        "SHA384" => [0x260, 3],
        "SHA512" => [0x270, 4],
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    private byte[] Encode(byte[] value) => Algorithm.Scheme == SignatureScheme.Ecdsa ? EcdsaValue(value) : value;

    private static string NameOf(TokenKeyOptions options) =>
        $"'{options.Label}'" + (options.Id.Length == 0 ? "" : $" (id {options.Id})");

    private static byte[] ReadCertificate(Pkcs11Session session, TokenKeyOptions options)
    {
        var found = session.Find(
            Cryptoki.CertificateObject, Encoding.UTF8.GetBytes(options.Label), Convert.FromHexString(options.Id));
        return found.Count == 1 && session.Read(found[0], Cryptoki.Value) is { } encoded
            ? encoded
            : throw new KeyLoadException($"Keys: the token has {found.Count} certificates of {NameOf(options)}, not one.");
    }

    /// <summary>The key's handle, looked for once in a login.</summary>
    private nuint FindKey(Pkcs11Session session)
    {
        if (Volatile.Read(ref _handle) is { } known && known.Login == session.Login)
        {
            return known.Value;
        }

        var found = session.Find(Cryptoki.PrivateKeyObject, _label, _id);
        if (found.Count != 1)
        {
            // None: perhaps the token was put back and nobody is logged in. Several: the id must say which.
            throw new Pkcs11Exception(
                $"{found.Count} private keys of label '{Encoding.UTF8.GetString(_label)}'", Cryptoki.KeyHandleInvalid);
        }

        Volatile.Write(ref _handle, new Handle(session.Login, found[0]));
        return found[0];
    }

    /// <summary>DigestInfo of RFC 8017, 9.2: CKM_RSA_PKCS pads what it is given, and adds no algorithm.</summary>
    private byte[] DigestInfo(byte[] digest)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            using (writer.PushSequence())
            {
                writer.WriteObjectIdentifier(DigestAlgorithms.OidOf(Algorithm.Digest));
                writer.WriteNull();
            }

            writer.WriteOctetString(digest);
        }

        return writer.Encode();
    }

    /// <summary>Ecdsa-Sig-Value of RFC 3279, 2.2.3, from the r and s that a token gives side by side.</summary>
    private static byte[] EcdsaValue(ReadOnlySpan<byte> sides)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            writer.WriteInteger(new System.Numerics.BigInteger(sides[..(sides.Length / 2)], isUnsigned: true, isBigEndian: true));
            writer.WriteInteger(new System.Numerics.BigInteger(sides[(sides.Length / 2)..], isUnsigned: true, isBigEndian: true));
        }

        return writer.Encode();
    }

    private sealed record Handle(int Login, nuint Value);
}
