using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Text;
using Licenses.Crypto.Asn1;
using Licenses.Crypto.Signatures;
using Licenses.Crypto.X509;

namespace Licenses.Tests.Crypto;

/// <summary>openssl makes keys and signatures of every kind; we verify them, and nothing that differs by a bit.</summary>
public sealed class SignatureVerifierTests
{
    private static readonly byte[] Text = "an honest text"u8.ToArray();

    public static TheoryData<string, string, string> Curves { get; } = new()
    {
        { "prime256v1", "-sha256", "1.2.840.10045.4.3.2" },
        { "secp384r1", "-sha384", "1.2.840.10045.4.3.3" },
        { "secp521r1", "-sha512", "1.2.840.10045.4.3.4" },
        { "prime256v1", "-sha1", "1.2.840.10045.4.1" },
        { "prime256v1", "-sha3-256", "2.16.840.1.101.3.4.3.10" },
        { "secp384r1", "-sha3-384", "2.16.840.1.101.3.4.3.11" },
        { "brainpoolP256r1", "-sha256", "1.2.840.10045.4.3.2" },
        { "brainpoolP384r1", "-sha384", "1.2.840.10045.4.3.3" },
        { "brainpoolP512r1", "-sha512", "1.2.840.10045.4.3.4" },
        { "brainpoolP256t1", "-sha256", "1.2.840.10045.4.3.2" },
    };

    [Theory]
    [MemberData(nameof(Curves))]
    public void ECDSA_on_a_named_curve_verifies(string curve, string digest, string oid)
    {
        var (key, signature) = Sign(["-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:" + curve], [digest]);

        ShouldVerify(key, new AlgorithmIdentifier(oid), signature);
    }

    [Theory]
    [InlineData("-sha256", "1.2.840.113549.1.1.11")]
    [InlineData("-sha384", "1.2.840.113549.1.1.12")]
    [InlineData("-sha512", "1.2.840.113549.1.1.13")]
    [InlineData("-sha1", "1.2.840.113549.1.1.5")]
    [InlineData("-sha3-256", "2.16.840.1.101.3.4.3.14")]
    public void RSA_PKCS1_verifies(string digest, string oid)
    {
        var (key, signature) = Sign(["-algorithm", "RSA", "-pkeyopt", "rsa_keygen_bits:2048"], [digest]);

        ShouldVerify(key, AlgorithmIdentifier.WithNull(oid), signature);
    }

    [Theory]
    [InlineData("SHA256", "SHA256", 32)]
    [InlineData("SHA256", "SHA256", 20)]
    [InlineData("SHA256", "SHA256", 0)]
    [InlineData("SHA256", "SHA1", 32)]
    [InlineData("SHA384", "SHA384", 48)]
    [InlineData("SHA512", "SHA256", 17)]
    [InlineData("SHA1", "SHA1", 20)]
    public void RSA_PSS_verifies_with_any_salt_and_mask(string digest, string mask, int salt)
    {
        var (key, signature) = Sign(
            ["-algorithm", "RSA", "-pkeyopt", "rsa_keygen_bits:2048"],
            ["-" + digest, "-sigopt", "rsa_padding_mode:pss", "-sigopt", $"rsa_pss_saltlen:{salt}", "-sigopt", "rsa_mgf1_md:" + mask]);

        ShouldVerify(key, PssIdentifier(digest, mask, salt), signature);
        Assert.False(Verify(key, PssIdentifier(digest, mask, salt + 1), signature).IsValid);
    }

    [Theory]
    [InlineData("ED25519", "1.3.101.112")]
    [InlineData("ED448", "1.3.101.113")]
    public void Edwards_curves_verify_through_libcrypto(string algorithm, string oid)
    {
        var (key, signature) = Sign(["-algorithm", algorithm], []);

        ShouldVerify(key, new AlgorithmIdentifier(oid), signature);
    }

    [Fact]
    public void An_unknown_algorithm_is_named_and_not_guessed()
    {
        var (key, signature) = Sign(["-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:prime256v1"], ["-sha256"]);

        var check = Verify(key, new AlgorithmIdentifier("1.2.3.4"), signature);

        Assert.Equal(SignatureCheck.Unsupported("1.2.3.4"), check);
    }

    [Fact]
    public void A_key_on_an_unknown_curve_is_named_and_not_tried()
    {
        var (key, signature) = Sign(["-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:secp256k1"], ["-sha256"]);

        var check = Verify(key, new AlgorithmIdentifier("1.2.840.10045.4.3.2"), signature);

        Assert.Equal(SignatureCheck.Unsupported("1.3.132.0.10"), check);
    }

    [Fact]
    public void An_algorithm_that_does_not_fit_the_key_is_invalid()
    {
        var (key, signature) = Sign(["-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:prime256v1"], ["-sha256"]);

        Assert.Equal(
            SignatureOutcome.Invalid, Verify(key, AlgorithmIdentifier.WithNull("1.2.840.113549.1.1.11"), signature).Outcome);
    }

    private static void ShouldVerify(SubjectPublicKeyInfo key, AlgorithmIdentifier algorithm, byte[] signature)
    {
        Assert.Equal(SignatureCheck.Valid, Verify(key, algorithm, signature));
        Assert.False(SignatureVerifier.Verify(key, algorithm, "another text"u8, signature).IsValid);
        for (int bit = 0; bit < signature.Length * 8; bit += 7)
        {
            byte[] flipped = [.. signature];
            flipped[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.False(Verify(key, algorithm, flipped).IsValid, $"bit {bit}");
        }
    }

    private static SignatureCheck Verify(SubjectPublicKeyInfo key, AlgorithmIdentifier algorithm, byte[] signature) =>
        SignatureVerifier.Verify(key, algorithm, Text, signature);

    private static AlgorithmIdentifier PssIdentifier(string digest, string mask, int salt)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            using (writer.PushSequence(Ber.Context(0, true)))
            {
                AlgorithmIdentifier.WithNull(DigestAlgorithms.OidOf(new HashAlgorithmName(digest))).Encode(writer);
            }

            using (writer.PushSequence(Ber.Context(1, true)))
            using (writer.PushSequence())
            {
                writer.WriteObjectIdentifier(Oids.Mgf1);
                AlgorithmIdentifier.WithNull(DigestAlgorithms.OidOf(new HashAlgorithmName(mask))).Encode(writer);
            }

            using (writer.PushSequence(Ber.Context(2, true)))
            {
                writer.WriteInteger(salt);
            }
        }

        return new AlgorithmIdentifier(Oids.RsaPss, writer.Encode());
    }

    private static (SubjectPublicKeyInfo Key, byte[] Signature) Sign(string[] keyOptions, string[] signOptions)
    {
        var script = new StringBuilder("set -e; openssl genpkey ");
        script.AppendJoin(' ', keyOptions).Append(" -out key 2>/dev/null; openssl pkey -in key -pubout -outform DER -out public; ");
        script.Append(signOptions.Length == 0
            ? "openssl pkeyutl -sign -inkey key -rawin -in text -out signature; "
            : $"openssl dgst {string.Join(' ', signOptions)} -sign key -out signature text; ");
        script.Append("base64 -w0 public; echo; base64 -w0 signature");
        var (exitCode, output) = ForeignTool.Run(
            "bash", new Dictionary<string, byte[]> { ["text"] = Text }, "-c", script.ToString());
        Assert.True(exitCode == 0, output);
        string[] lines = output.Split('\n');
        return (SubjectPublicKeyInfo.Decode(Convert.FromBase64String(lines[0])), Convert.FromBase64String(lines[1]));
    }
}
