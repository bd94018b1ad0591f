using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Text;
using Licenses.Crypto.Signatures;
using Licenses.Crypto.X509;
using Licenses.Sealing;

namespace Licenses.Server.Keys.Pkcs11;

/// <summary>A sealing key on a token: digests are made here, signatures there.</summary>
internal sealed class Pkcs11SealKey : ISealKey
{
    private readonly Pkcs11Token _token;
    private readonly byte[] _label;
    private readonly byte[] _id;
    private readonly Sm2Mechanism? _sm2;
    private Handle? _handle;

    private Pkcs11SealKey(Pkcs11Token token, TokenKeyOptions options, Certificate certificate, ImmutableArray<Certificate> chain)
    {
        _token = token;
        _label = Encoding.UTF8.GetBytes(options.Label);
        _id = Convert.FromHexString(options.Id);
        Certificate = certificate;
        Chain = chain;
        Algorithm = SealAlgorithm.For(certificate, options.UsePss ? SealAlgorithm.UsualPss : options.Algorithm);
        _sm2 = Algorithm.Scheme == SignatureScheme.Sm2 ? Sm2Mechanism.Demand(token, token.Options.Sm2, NameOf(options)) : null;
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
    /// <exception cref="KeyLoadException">There is no such certificate, it is of another key, or the token knows no SM2.</exception>
    /// <exception cref="CertificateFormatException">The certificate on the token cannot be read.</exception>
    /// <exception cref="CryptographicException">The key's kind or length is not one we seal with.</exception>
    /// <exception cref="Pkcs11Exception">The token or the key is not there.</exception>
    public static Pkcs11SealKey Open(Pkcs11Token token, TokenKeyOptions options, ImmutableArray<Certificate> certificates)
    {
        var own = certificates.IsEmpty
            ? Certificate.Decode(token.Use(session => ReadCertificate(session, options)))
            : certificates[0];
        var key = new Pkcs11SealKey(token, options, own, certificates.IsEmpty ? [] : certificates.RemoveAt(0));
        byte[] challenge = RandomNumberGenerator.GetBytes(32);
        byte[] signature = key.Encode(token.Use(key.SignatureOf(challenge)));
        return key.IsSound(challenge, signature)
            ? key
            : throw new KeyLoadException($"Keys: the certificate of {NameOf(options)} is not that of the key on the token"
                + (key._sm2 is { } sm2 ? $", or its mechanism 0x{sm2.Number:X} takes no {sm2.Input} (Sm2:Input)." : "."));
    }

    /// <inheritdoc/>
    /// <exception cref="SealKeyUnavailableException">The token is busy, gone, or gave an SM2 value that does not verify.</exception>
    public async ValueTask<byte[]> SignAsync(ReadOnlyMemory<byte> data, CancellationToken cancellationToken)
    {
        byte[] value = Encode(await _token.UseAsync(SignatureOf(data.Span), cancellationToken));

        // A mechanism without a standard is not taken at its word: what does not verify stays here.
        return _sm2 is null || IsSound(data.Span, value)
            ? value
            : throw new SealKeyUnavailableException($"token '{_token.Options.Label}' gave an SM2 signature that does not verify");
    }

    private bool IsSound(ReadOnlySpan<byte> text, byte[] signature) =>
        SignatureVerifier.Verify(Certificate.PublicKey, Algorithm, text, signature).IsValid;

    private Func<Pkcs11Session, byte[]> SignatureOf(ReadOnlySpan<byte> data)
    {
        if (_sm2 is { } sm2)
        {
            byte[] given = sm2.ToSign(Certificate, data);
            return session => session.Sign(FindKey(session), sm2.Number, [], given);
        }

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

    private byte[] Encode(byte[] value) => Algorithm.Scheme switch
    {
        SignatureScheme.Ecdsa => EcdsaValue(value),
        SignatureScheme.Sm2 => Sm2Mechanism.Encode(value),
        _ => value,
    };

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
