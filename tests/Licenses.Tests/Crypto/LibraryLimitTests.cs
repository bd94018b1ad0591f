using System.Diagnostics;
using System.Formats.Asn1;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Licenses.Crypto;
using Licenses.Crypto.Asn1;
using Licenses.Crypto.Ocsp;
using Licenses.Crypto.Signatures;
using Licenses.Crypto.X509;
using Certificate = Licenses.Crypto.X509.Certificate;

namespace Licenses.Tests.Crypto;

/// <summary>The limits around BouncyCastle 1.8.10: what it must never see, and how long it may take.</summary>
public sealed class LibraryLimitTests
{
    private const string PrimeField = "1.2.840.10045.1.1";
    private const string BinaryField = "1.2.840.10045.1.2";

    // What it costs is counted in the `trust` benchmark. Here: it ends where the bytes are read, before any key is made of
    // them, and allocates next to nothing.
    [Theory]
    [InlineData(BinaryField)]
    [InlineData(PrimeField)]
    public void A_certificate_that_brings_its_own_curve_is_refused_before_any_key_is_made_of_it(string field)
    {
        byte[] encoded = CertificateWithKey(writer => WriteExplicitCurve(writer, field), new byte[67]);
        Assert.Throws<CertificateFormatException>(() => Certificate.Decode(encoded)); // once before, so that no compiler counts

        long before = GC.GetAllocatedBytesForCurrentThread();
        var refusal = Assert.Throws<CertificateFormatException>(() => Certificate.Decode(encoded));
        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;

        Assert.Contains("named curves", refusal.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("Org.BouncyCastle", refusal.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("System.Security.Cryptography.EC", refusal.ToString(), StringComparison.Ordinal);
        Assert.InRange(allocated, 1, 256 * 1024); // a curve of two thousand million bits, or its reduction table, would not fit
    }

    [Theory]
    [InlineData("1.3.132.0.10")] // secp256k1
    [InlineData("1.3.132.0.38")] // sect571k1, a binary field
    [InlineData("1.2.840.10045.3.0.1")] // c2pnb163v1
    public void A_curve_that_is_not_on_the_list_reaches_no_library(string curve)
    {
        var certificate = Certificate.Decode(CertificateWithKey(writer => writer.WriteObjectIdentifier(curve), new byte[65]));

        Assert.Equal(KeyKind.Unsupported, certificate.PublicKey.Kind);
        Assert.Equal(SubIndication.CertificateChainGeneralFailure, ReasonFor(certificate));
    }

    [Theory]
    [InlineData(Oids.Ed25519, 32)]
    [InlineData(Oids.Ed448, 57)]
    public void An_Edwards_key_reaches_no_library_but_libcrypto(string oid, int length)
    {
        var certificate = Certificate.Decode(CertificateWithAlgorithm(oid, [2, .. new byte[length - 1]]));

        Assert.NotEqual(KeyKind.Unsupported, certificate.PublicKey.Kind);
        Assert.Equal(SubIndication.CertificateChainGeneralFailure, ReasonFor(certificate));
    }

    [Theory]
    [InlineData(Oids.Ed25519, 32)]
    [InlineData(Oids.Ed448, 57)]
    public void A_degenerate_Edwards_signature_ends_at_once(string oid, int length)
    {
        var key = Certificate.Decode(CertificateWithAlgorithm(oid, [2, .. new byte[length - 1]])).PublicKey;
        byte[][] signatures = [new byte[2 * length], [.. Enumerable.Repeat((byte)0xFF, 2 * length)]];

        foreach (byte[] signature in signatures)
        {
            var watch = Stopwatch.StartNew();
            var check = SignatureVerifier.Verify(key, new AlgorithmIdentifier(oid), "text"u8, signature);

            Assert.False(check.IsValid);
            Assert.True(watch.Elapsed < TimeSpan.FromSeconds(1), $"{watch.Elapsed}");
        }
    }

    [Theory]
    [InlineData(Oids.Ed25519, "0000000000000000000000000000000000000000000000000000000000000000")]
    [InlineData(Oids.Ed25519, "0100000000000000000000000000000000000000000000000000000000000080")]
    [InlineData(Oids.Ed25519, "ECFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF7F")]
    [InlineData(Oids.Ed25519, "EDFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF")]
    [InlineData(Oids.Ed25519, "26E8958FC2B227B045C3F489F2EF98F0D5DFAC05D3C63339B13802886D53FC05")]
    [InlineData(Oids.Ed25519, "C7176A703D4DD84FBA3C0B760D10670F2A2053FA2C39CCC64EC7FD7792AC03FA")]
    [InlineData(Oids.Ed448, "000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000")]
    public void An_Edwards_key_of_small_order_verifies_nothing(string oid, string key)
    {
        var certificate = Certificate.Decode(CertificateWithAlgorithm(oid, Convert.FromHexString(key)));

        var check = SignatureVerifier.Verify(
            certificate.PublicKey, new AlgorithmIdentifier(oid), "any text"u8, new byte[key.Length]);

        Assert.Equal(SignatureCheck.Unsupported(oid), check);
    }

    [Fact]
    public void Sizes_are_bounded_before_anything_is_parsed()
    {
        Assert.Throws<CertificateFormatException>(() => Certificate.Decode(new byte[Certificate.LargestSize + 1]));
        Assert.Throws<CertificateFormatException>(() => CertificateList.Decode(new byte[CertificateList.LargestSize + 1]));
        Assert.Throws<OcspFormatException>(() => OcspResponse.Decode(new byte[OcspResponse.LargestSize + 1]));
        Assert.Throws<Licenses.Crypto.Cms.CmsFormatException>(() =>
            Licenses.Crypto.Cms.SignedData.Decode(new byte[Licenses.Crypto.Cms.SignedData.LargestSize + 1]));
    }

    [Fact]
    public void Huge_RSA_keys_and_exponents_are_not_tried()
    {
        byte[] modulus = [.. Enumerable.Repeat((byte)0xFF, 4096)];
        byte[] exponent = [0, .. Enumerable.Repeat((byte)0xFF, 256)];

        Assert.Equal(KeyKind.Rsa, RsaKey(modulus[..1024], [0xFF, 0xFF, 0xFF, 0xFF]).Kind); // the largest that is
        Assert.Contains("RSA_KEY_LIMIT: an RSA key of 8200 bits", RsaKey(modulus[..1025], [1, 0, 1]).Excess, StringComparison.Ordinal);
        Assert.Contains("RSA_KEY_LIMIT: an RSA key of 16384 bits", RsaKey(modulus[..2048], [1, 0, 1]).Excess, StringComparison.Ordinal);
        Assert.Contains("RSA_KEY_LIMIT: an RSA exponent of 33 bits", RsaKey(modulus[..256], [1, 0, 0, 0, 1]).Excess, StringComparison.Ordinal);
        Assert.Contains("RSA_KEY_LIMIT", RsaKey(modulus[..256], exponent).Excess, StringComparison.Ordinal);
        Assert.Equal(KeyKind.Unsupported, RsaKey(modulus[..2048], [1, 0, 1]).Kind);
        Assert.Equal(KeyKind.Unsupported, RsaKey(modulus[..256], [1, 0, 0, 0, 1]).Kind);
        Assert.Equal(KeyKind.Unsupported, RsaKey(modulus, [1, 0, 1]).Kind);
        Assert.Equal(KeyKind.Unsupported, RsaKey(modulus[..256], exponent).Kind);
        Assert.Equal(KeyKind.Rsa, RsaKey(modulus[..256], [1, 0, 1]).Kind);
    }

    [Fact]
    public void Of_BouncyCastle_nothing_is_used_that_decrypts_RSA_or_knows_Edwards_curves_or_reads_foreign_certificates()
    {
        string[] allowed =
        [
            "Org.BouncyCastle.Asn1", "Org.BouncyCastle.Utilities",
            "Org.BouncyCastle.Security", "Org.BouncyCastle.Math", "Org.BouncyCastle.Crypto.Digests",
            "Org.BouncyCastle.Crypto.Parameters", "Org.BouncyCastle.Crypto.Signers", "Org.BouncyCastle.Crypto.EC",
            "Org.BouncyCastle.Crypto.Modes", "Org.BouncyCastle.Crypto.Paddings", // SM4

            // Sm2Container writes our own certificates; that nobody else reads any is asserted below.
            "Org.BouncyCastle.Pkcs", "Org.BouncyCastle.X509",
        ];
        using var assembly = File.OpenRead(typeof(Certificate).Assembly.Location);
        using var image = new PEReader(assembly);
        var metadata = image.GetMetadataReader();
        string[] used = [.. metadata.TypeReferences
            .Select(metadata.GetTypeReference)
            .Select(type => (Space: metadata.GetString(type.Namespace), Name: metadata.GetString(type.Name)))
            .Where(type => type.Space.StartsWith("Org.BouncyCastle", StringComparison.Ordinal))
            .Select(type => $"{type.Space}.{type.Name}")];

        Assert.All(used, name => Assert.True(
            Array.Exists(allowed, prefix => name.StartsWith(prefix + ".", StringComparison.Ordinal))
            || name is "Org.BouncyCastle.Crypto.AsymmetricKeyParameter" or "Org.BouncyCastle.Crypto.CryptoException"
                or "Org.BouncyCastle.Crypto.ICipherParameters" or "Org.BouncyCastle.Crypto.IDigest"
                or "Org.BouncyCastle.Crypto.Engines.SM4Engine" or "Org.BouncyCastle.Crypto.IBlockCipher"
                or "Org.BouncyCastle.Crypto.BufferedCipherBase", name));
        Assert.Equal(["Sm2Container.cs"], Directory
            .GetFiles(Testing.SharedData.RepositoryRoot.PathTo("services", "Licenses.Crypto"), "*.cs", SearchOption.AllDirectories)
            .Where(file => File.ReadAllText(file) is var text
                && (text.Contains("Org.BouncyCastle.X509", StringComparison.Ordinal)
                    || text.Contains("Org.BouncyCastle.Pkcs", StringComparison.Ordinal)))
            .Select(Path.GetFileName));
        Assert.DoesNotContain(used, name => name.Contains("Ed25519") || name.Contains("Ed448") || name.Contains("Rsa"));
    }

    [Fact]
    public void BouncyCastle_sees_our_own_keys_and_nothing_that_a_stranger_wrote()
    {
        var files = Directory.GetFiles(
                Testing.SharedData.RepositoryRoot.PathTo("services"), "*.cs", SearchOption.AllDirectories)
            .Where(file => !file.Split(Path.DirectorySeparatorChar).Contains("obj"))
            .GroupBy(file => Path.GetFileName(file)!, StringComparer.Ordinal)
            .ToDictionary(group => group.Key, group => string.Concat(group.Select(File.ReadAllText)), StringComparer.Ordinal);

        // Who calls it: a cipher, a container that we write, and our own private key where libcrypto 3 is not at hand.
        Assert.Equal(
            ["BouncyCastleSm2Key.cs", "Sm2Container.cs", "Sm4.cs"], Mentioning(files, "Org.BouncyCastle"));

        // And who calls those: who makes or loads keys of ours. None verifies, reads certificates, lists, answers or documents.
        Assert.Equal(["BouncyCastleSm2Key.cs", "Sm2PrivateKey.cs"], Mentioning(files, "BouncyCastleSm2Key"));
        Assert.Equal(["MemberKey.cs", "Sm2Container.cs"], Mentioning(files, "Sm2Container"));
        Assert.Equal(["Sm4.cs"], Mentioning(files, "Sm4"));
        Assert.Equal(
            [
                "BouncyCastleSm2Key.cs", "LibcryptoSm2Key.cs", "Pkcs12SealKey.cs", "Sm2PrivateKey.cs", "Sm2SealKey.cs",
                "Sm2SignatureGenerator.cs",
            ],
            Mentioning(files, "Sm2PrivateKey"));
    }

    private static string[] Mentioning(Dictionary<string, string> files, string word) =>
    [
        .. files.Where(file => System.Text.RegularExpressions.Regex.IsMatch(
                WithoutComments(file.Value), $@"\b{System.Text.RegularExpressions.Regex.Escape(word)}\b"))
            .Select(file => file.Key).Order(StringComparer.Ordinal),
    ];

    private static string WithoutComments(string text) =>
        System.Text.RegularExpressions.Regex.Replace(text, @"//.*", "");

    private static SubIndication ReasonFor(Certificate leaf)
    {
        var paths = new PathValidator(new AnchorSet([new TrustAnchor(SampleKeys.Root)]), CertificatePool.Empty);
        var outcome = paths.Validate(new PathRequest(leaf, SampleKeys.Middle, CertificatePurpose.Seal, CertificatePool.Empty));
        return Assert.IsType<PathOutcome.Invalid>(outcome).Reason;
    }

    private static SubjectPublicKeyInfo RsaKey(byte[] modulus, byte[] exponent)
    {
        var key = new AsnWriter(AsnEncodingRules.DER);
        using (key.PushSequence())
        {
            key.WriteIntegerUnsigned(modulus);
            key.WriteIntegerUnsigned(exponent.AsSpan().TrimStart((byte)0));
        }

        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            AlgorithmIdentifier.WithNull(Oids.RsaEncryption).Encode(writer);
            writer.WriteBitString(key.Encode());
        }

        return SubjectPublicKeyInfo.Decode(writer.Encode());
    }

    private static byte[] CertificateWithKey(Action<AsnWriter> writeParameters, byte[] point)
    {
        var parameters = new AsnWriter(AsnEncodingRules.DER);
        writeParameters(parameters);
        return Issue(new PublicKey(
            new Oid(Oids.EcPublicKey), new AsnEncodedData(parameters.Encode()), new AsnEncodedData(point)));
    }

    private static byte[] CertificateWithAlgorithm(string oid, byte[] key) =>
        Issue(new PublicKey(new Oid(oid), new AsnEncodedData([5, 0]), new AsnEncodedData(key)));

    private static byte[] Issue(PublicKey key)
    {
        using var authority = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest(new X500DistinguishedName("CN=Hostile"), key, HashAlgorithmName.SHA256);
        using var issued = request.Create(
            new X500DistinguishedName(SampleKeys.Root.SubjectName.Encoded.Span),
            X509SignatureGenerator.CreateForECDsa(authority), SampleKeys.Start, SampleKeys.End, [1]);
        return issued.RawData;
    }

    // ECParameters ::= SEQUENCE { version INTEGER, fieldID SEQUENCE { … }, curve, base, order }  -- X9.62
    private static void WriteExplicitCurve(AsnWriter writer, string field)
    {
        using (writer.PushSequence())
        {
            writer.WriteInteger(1);
            using (writer.PushSequence())
            {
                writer.WriteObjectIdentifier(field);
                if (field == BinaryField)
                {
                    using (writer.PushSequence())
                    {
                        writer.WriteInteger(int.MaxValue); // the degree that made the library compute for minutes
                        writer.WriteObjectIdentifier("1.2.840.10045.1.2.3.2");
                        writer.WriteInteger(3);
                    }
                }
                else
                {
                    writer.WriteInteger(23);
                }
            }

            using (writer.PushSequence())
            {
                writer.WriteOctetString([1]);
                writer.WriteOctetString([1]);
            }

            writer.WriteOctetString(new byte[67]);
            writer.WriteInteger(19);
        }
    }
}
