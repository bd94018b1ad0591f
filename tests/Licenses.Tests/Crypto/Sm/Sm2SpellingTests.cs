using System.Formats.Asn1;
using System.Security.Cryptography;
using Licenses.Crypto.Asn1;
using Licenses.Crypto.Signatures;
using Licenses.Crypto.Sm;
using Licenses.Crypto.X509;

namespace Licenses.Tests.Crypto.Sm;

/// <summary>The ways in which keys and signature algorithms are written for one and the same SM2.</summary>
public sealed class Sm2SpellingTests
{
    private const string Curve = "1.2.156.10197.1.301";
    private static readonly byte[] Text = "an honest text"u8.ToArray();

    [Theory]
    [InlineData("1.2.840.10045.2.1", Curve)]
    [InlineData(Curve, null)]
    [InlineData(Curve, "NULL")]
    [InlineData(Curve, Curve)]
    [InlineData("1.2.156.10197.1.301.1", null)]
    [InlineData("1.2.156.10197.1.301.1", Curve)]
    public void Every_spelling_of_a_key_is_the_same_key(string algorithm, string? parameters)
    {
        using var own = Sm2PrivateKey.ImportPkcs8(Sm2PrivateKey.GeneratePkcs8());
        var key = SubjectPublicKeyInfo.Decode(Encode(algorithm, parameters, own.PublicKey.Encoded.Span));

        Assert.Equal(KeyKind.Sm2, key.Kind);
        Assert.Equal(256, key.Bits);
        Assert.True(SignatureVerifier.Verify(
            key, new AlgorithmIdentifier(Oids.Sm2WithSm3), Text, own.Sign(Sm2Identity.DefaultUserId, Text)).IsValid);
    }

    [Theory]
    [InlineData("1.2.156.10197.1.301", "1.2.840.10045.3.1.7")]
    [InlineData("1.2.156.10197.1.301.3", null)]
    public void Another_curve_or_use_is_not_supported(string algorithm, string? parameters)
    {
        using var own = Sm2PrivateKey.ImportPkcs8(Sm2PrivateKey.GeneratePkcs8());

        Assert.Equal(
            KeyKind.Unsupported,
            SubjectPublicKeyInfo.Decode(Encode(algorithm, parameters, own.PublicKey.Encoded.Span)).Kind);
    }

    [Theory]
    [InlineData("1.2.156.10197.1.501", false)]
    [InlineData("1.2.156.10197.1.501", true)]
    [InlineData("1.2.156.10197.501", false)]
    [InlineData("1.2.156.10197.501", true)]
    [InlineData("1.2.156.10197.1.301.1", false)]
    [InlineData("1.2.156.10197.1.301.1", true)]
    [InlineData("1.2.156.10197.1.301", false)]
    [InlineData("1.2.156.10197.1.301", true)]
    public void Every_spelling_of_the_signature_algorithm_verifies(string oid, bool withNull)
    {
        var identifier = withNull ? AlgorithmIdentifier.WithNull(oid) : new AlgorithmIdentifier(oid);

        Assert.True(Verify(identifier, signature => signature).IsValid);
        Assert.Equal(SignatureOutcome.Invalid, Verify(identifier, signature => [.. signature[..^1], (byte)(signature[^1] ^ 1)]).Outcome);
    }

    [Fact]
    public void ECDSA_over_an_SM2_key_is_no_signature() =>
        Assert.Equal(SignatureOutcome.Invalid, Verify(new AlgorithmIdentifier("1.2.840.10045.4.3.2"), value => value).Outcome);

    [Fact]
    public void An_encoding_that_is_not_DER_is_malformed_unless_it_is_to_be_tolerated()
    {
        using var own = Sm2PrivateKey.ImportPkcs8(Sm2PrivateKey.GeneratePkcs8());
        var key = SubjectPublicKeyInfo.Decode(Encode("1.2.840.10045.2.1", Curve, own.PublicKey.Encoded.Span));
        var identifier = new AlgorithmIdentifier(Oids.Sm2WithSm3);
        Assert.True(Sm2Signature.TryDecode(own.Sign(Sm2Identity.DefaultUserId, Text), out var signature, out _));
        byte[] raw = [.. signature.R.Span, .. signature.S.Span];

        Assert.Equal(SignatureCheck.Malformed, SignatureVerifier.Verify(key, identifier, Text, raw));
        Assert.Equal(
            SignatureCheck.Valid with { Form = Sm2SignatureForm.Raw },
            SignatureVerifier.Verify(key, identifier, Text, raw, lenient: true));
    }

    [Fact]
    public void A_key_off_the_curve_verifies_nothing()
    {
        byte[] point = new byte[65];
        point.AsSpan().Fill(1);
        point[0] = 4;
        var key = SubjectPublicKeyInfo.Decode(Encode("1.2.840.10045.2.1", Curve, point));

        Assert.Equal(
            SignatureCheck.Malformed,
            SignatureVerifier.Verify(key, new AlgorithmIdentifier(Oids.Sm2WithSm3), Text, new byte[64], lenient: true));
    }

    [Theory]
    [InlineData("1.2.840.10045.2.1", Curve)]
    [InlineData(Curve, null)]
    [InlineData("1.2.156.10197.1.301.1", null)]
    public void A_P_256_key_under_an_SM2_number_verifies_nothing_under_either_algorithm(string algorithm, string? parameters)
    {
        using var foreign = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var point = foreign.ExportParameters(false).Q;
        var key = SubjectPublicKeyInfo.Decode(Encode(algorithm, parameters, [4, .. point.X!, .. point.Y!]));
        byte[] signature = foreign.SignData(Text, HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence);

        Assert.False(SignatureVerifier.Verify(key, new AlgorithmIdentifier("1.2.840.10045.4.3.2"), Text, signature).IsValid);
        Assert.False(SignatureVerifier.Verify(key, new AlgorithmIdentifier(Oids.Sm2WithSm3), Text, signature, lenient: true).IsValid);
    }

    [Fact]
    public void An_SM2_key_under_the_number_of_P_256_verifies_nothing_under_either_algorithm()
    {
        using var own = Sm2PrivateKey.ImportPkcs8(Sm2PrivateKey.GeneratePkcs8());
        var key = SubjectPublicKeyInfo.Decode(Encode("1.2.840.10045.2.1", "1.2.840.10045.3.1.7", own.PublicKey.Encoded.Span));
        byte[] signature = own.Sign(Sm2Identity.DefaultUserId, Text);

        Assert.False(SignatureVerifier.Verify(key, new AlgorithmIdentifier("1.2.840.10045.4.3.2"), Text, signature).IsValid);
        Assert.False(SignatureVerifier.Verify(key, new AlgorithmIdentifier(Oids.Sm2WithSm3), Text, signature, lenient: true).IsValid);
        Assert.False(SignatureVerifier.Verify(key, new AlgorithmIdentifier("1.2.156.10197.1.301.1"), Text, signature).IsValid);
    }

    private static SignatureCheck Verify(AlgorithmIdentifier identifier, Func<byte[], byte[]> change)
    {
        using var own = Sm2PrivateKey.ImportPkcs8(Sm2PrivateKey.GeneratePkcs8());
        var key = SubjectPublicKeyInfo.Decode(Encode("1.2.840.10045.2.1", Curve, own.PublicKey.Encoded.Span));
        return SignatureVerifier.Verify(key, identifier, Text, change(own.Sign(Sm2Identity.DefaultUserId, Text)));
    }

    private static byte[] Encode(string algorithm, string? parameters, ReadOnlySpan<byte> point)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            using (writer.PushSequence())
            {
                writer.WriteObjectIdentifier(algorithm);
                if (parameters == "NULL")
                {
                    writer.WriteNull();
                }
                else if (parameters is not null)
                {
                    writer.WriteObjectIdentifier(parameters);
                }
            }

            writer.WriteBitString(point);
        }

        return writer.Encode();
    }
}
