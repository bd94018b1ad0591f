using System.Collections.Immutable;
using System.Security.Cryptography;
using Licenses.Crypto;
using Licenses.Crypto.Cms;
using Licenses.Crypto.Hashing;
using Licenses.Crypto.Signatures;
using Licenses.Crypto.Sm;
using Licenses.Crypto.Tsp;
using Licenses.Crypto.X509;
using Licenses.Testing.SharedData;

namespace Licenses.Tests.Crypto.Sm;

/// <summary>SM2 in signed messages: GM/T 0010 and RFC 5652, of others and of our own.</summary>
public sealed class GmMessageTests
{
    private static readonly byte[] Content = "what the department decided"u8.ToArray();

    public static TheoryData<bool, bool, bool> Forms { get; } = new()
    {
        { true, true, true }, { true, true, false }, { true, false, true }, { true, false, false },
        { false, true, true }, { false, true, false }, { false, false, true }, { false, false, false },
    };

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public void The_message_of_a_widespread_toolkit_verifies()
    {
        var message = SignedData.Decode(File.ReadAllBytes(SharedMaterial.PathTo("vectors", "gm", "sadkSignedData.p7s.der")));

        var check = CmsVerifier.VerifyAttached(message);

        Assert.True(check.Intact, string.Join("; ", check.Findings));
        Assert.True(message.IsNational);
        Assert.Equal("Hello Secret World!"u8.ToArray(), message.Content!.Value.ToArray());
    }

    [Fact]
    public void The_message_of_a_widespread_toolkit_does_not_survive_any_change_of_its_content()
    {
        byte[] message = File.ReadAllBytes(SharedMaterial.PathTo("vectors", "gm", "sadkSignedData.p7s.der"));
        int at = message.AsSpan().IndexOf("Hello Secret World!"u8);
        for (int i = 0; i < 19; i++)
        {
            byte[] changed = [.. message];
            changed[at + i] ^= 1;
            Assert.False(CmsVerifier.VerifyAttached(SignedData.Decode(changed)).Intact);
        }
    }

    [Theory]
    [MemberData(nameof(Forms))]
    public async Task What_we_write_verifies_in_every_form_and_openssl_parses_it(bool national, bool attached, bool attributes)
    {
        var form = new MessageForm(national, attached, attributes);
        byte[] encoded = await MessageSigner.SignAsync(NationalKeys.Police, Content, form, Token);

        var message = SignedData.Decode(encoded);
        var check = Verify(message, Content);

        Assert.True(check.Intact, string.Join("; ", check.Findings));
        Assert.Equal(national, message.IsNational);
        Assert.Equal(NationalKeys.Police.Certificate, check.SignerCertificate);
        Assert.Equal(attributes, check.NamesItsCertificate);
        Assert.DoesNotContain(check.Findings, finding => finding.Verdict == Verdict.Failed);
        var (exitCode, output) = ForeignTool.Run(
            "openssl", new Dictionary<string, byte[]> { ["message"] = encoded }, "asn1parse", "-inform", "DER", "-in", "message");
        Assert.True(exitCode == 0, output);
        Assert.Contains(national ? "1.2.156.10197.6.1.4.2.2" : "pkcs7-signedData", output, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Forms))]
    public async Task The_signature_value_of_every_form_verifies_with_openssl(bool national, bool attached, bool attributes)
    {
        byte[] encoded = await MessageSigner.SignAsync(
            NationalKeys.Police, Content, new MessageForm(national, attached, attributes), Token);
        var signer = SignedData.Decode(encoded).SignerInfos.Single();

        OpenSslShouldVerify(
            NationalKeys.Police.Certificate,
            attributes ? signer.SignedAttributesInDer() : Content,
            signer.Signature.ToArray());
    }

    [Theory]
    [MemberData(nameof(Forms))]
    public async Task Other_content_does_not_verify_in_any_form(bool national, bool attached, bool attributes)
    {
        byte[] encoded = await MessageSigner.SignAsync(
            NationalKeys.Police, Content, new MessageForm(national, attached, attributes), Token);
        if (attached)
        {
            encoded[encoded.AsSpan().IndexOf(Content)] ^= 1;
        }

        Assert.False(Verify(SignedData.Decode(encoded), "what it did not decide"u8.ToArray()).Intact);
    }

    [Theory]
    [MemberData(nameof(Forms))]
    public async Task A_message_by_another_key_under_the_same_name_does_not_verify(bool national, bool attached, bool attributes)
    {
        byte[] encoded = await MessageSigner.SignAsync(
            new BorrowedName(NationalKeys.CivilAffairs, NationalKeys.Police), Content,
            new MessageForm(national, attached, attributes), Token);

        var check = Verify(SignedData.Decode(encoded), Content);

        Assert.False(check.Intact);
        Assert.Contains(check.Findings, finding => finding is { Check: "CMS_SIGNATURE_VALUE", Verdict: Verdict.Failed });
    }

    [Fact]
    public async Task Content_is_not_digested_twice()
    {
        // Some stacks sign SM3(Z ‖ SM3(content)): no message of the standard's.
        var message = SignedData.Decode(await MessageSigner.SignAsync(
            NationalKeys.Police, Sm3.HashData(Content), new MessageForm(true, false, false), Token));

        Assert.False(Verify(message, Content).Intact);
    }

    [Fact]
    public async Task A_message_with_an_old_signature_encoding_verifies_and_says_so()
    {
        byte[] encoded = await MessageSigner.SignAsync(
            new RawSignatures(NationalKeys.Police), Content, new MessageForm(true, true, true), Token);

        var check = CmsVerifier.VerifyAttached(SignedData.Decode(encoded));

        Assert.True(check.Intact);
        Assert.Contains(check.Findings, finding => finding.Check == "CMS_SIGNATURE_ENCODING");
    }

    [Fact]
    public async Task A_CAdES_signature_with_SM2_and_a_timestamp_with_SM2_verify()
    {
        byte[] encoded = await CadesSigner.SignAsync(
            NationalKeys.Police, Sm3.HashData(Content), DigestAlgorithms.Sm3Name,
            [StampAsync], Token);

        var check = CmsVerifier.VerifyDetached(SignedData.Decode(encoded), name => DigestAlgorithms.TryHash(name, Content));

        Assert.True(check.Intact, string.Join("; ", check.Findings));
        Assert.True(check.NamesItsCertificate);
        var stamp = TimeStampToken.Decode(Assert.Single(check.SignatureTimeStamps));
        Assert.True(stamp.VerifyOver(check.SignatureValue).Intact);
        Assert.False(stamp.VerifyOver("other"u8.ToArray()).Intact);
    }

    [Fact]
    public void The_sample_seal_has_a_path_and_its_revocation_list_is_signed_with_SM2()
    {
        var path = Assert.IsType<PathOutcome.Valid>(NationalKeys.Trust.Paths.Validate(new PathRequest(
            NationalKeys.Revoked.Certificate, Authority.Now, CertificatePurpose.Seal, CertificatePool.Empty))).Path;

        var status = NationalKeys.Trust.Revocations.Check(
            new RevocationQuestion(path.Leaf, path.IssuerOf(0), path.Anchor, Authority.Now, Authority.Now),
            NationalKeys.Trust.Material, CertificatePool.Empty);

        Assert.IsType<RevocationStatus.Revoked>(status);
    }

    [Fact]
    public void A_key_from_PEM_is_the_key_of_its_certificate()
    {
        byte[] pkcs8 = Sm2PrivateKey.GeneratePkcs8();
        string certificate = PemEncoding.WriteString("CERTIFICATE", NationalKeys.Police.Certificate.Encoded.Span);

        Assert.Throws<CryptographicException>(
            () => Sm2SealKey.FromPem(PemEncoding.WriteString("PRIVATE KEY", pkcs8) + "\n" + certificate));
        Assert.Throws<CryptographicException>(() => Sm2SealKey.FromPem(certificate));
        using var shared = Sm2SealKey.FromPem(File.ReadAllText(SharedMaterial.PathTo("vectors", "seals", "sign_key.pem"))
            + "\n" + File.ReadAllText(SharedMaterial.PathTo("vectors", "seals", "sign_cert.pem")));
        Assert.Equal(SignatureScheme.Sm2, shared.Algorithm.Scheme);
    }

    [Theory]
    [InlineData("USER.p12")]
    [InlineData("SealBuilder.p12")]
    public async Task A_foreign_PKCS12_with_an_SM2_key_is_opened_and_signs(string file)
    {
        byte[] container = await File.ReadAllBytesAsync(SharedMaterial.PathTo("vectors", "seals", file), Token);
        using var key = Pkcs12SealKey.Load(container, "777777");

        byte[] signature = await key.SignAsync(Content, Token);

        OpenSslShouldVerify(key.Certificate, Content, signature);
    }

    internal static async ValueTask<ReadOnlyMemory<byte>> StampAsync(ReadOnlyMemory<byte> value, CancellationToken token) =>
        await TimeStampSigner.SignAsync(
            NationalKeys.TimeStamps,
            new TstInfo(
                "1.2.3.4.5", new MessageImprint(new("1.2.156.10197.1.401"), Sm3.HashData(value.Span)), 17, Authority.Now, null),
            token);

    internal static void OpenSslShouldVerify(Certificate certificate, byte[] text, byte[] signature)
    {
        var (exitCode, output) = ForeignTool.Run(
            "openssl",
            new Dictionary<string, byte[]>
            {
                ["certificate"] = certificate.Encoded.ToArray(), ["text"] = text, ["signature"] = signature,
            },
            "pkeyutl", "-verify", "-rawin", "-digest", "sm3", "-pkeyopt", "distid:1234567812345678",
            "-certin", "-inkey", "certificate", "-keyform", "DER", "-in", "text", "-sigfile", "signature");
        Assert.True(exitCode == 0, output);
    }

    // Content outside comes as a stream with SM2's prefix before it, as a PDF's byte range does.
    private static CmsCheck Verify(SignedData message, byte[] content) => message.Content is null
        ? CmsVerifier.VerifyDetached(message, name => Stream(name, content), CmsProfile.Pkcs7Detached)
        : CmsVerifier.VerifyAttached(message);

    private static byte[]? Stream(HashAlgorithmName name, byte[] content)
    {
        using var hash = RunningHash.TryCreate(name);
        hash?.Append(content);
        return hash?.Finish();
    }

    /// <summary>Signs with one key and shows the certificate of another.</summary>
    private sealed class BorrowedName(ISealKey key, ISealKey name) : ISealKey
    {
        public Certificate Certificate => name.Certificate;

        public ImmutableArray<Certificate> Chain => name.Chain;

        public SignatureAlgorithm Algorithm => key.Algorithm;

        public int LargestSignature => key.LargestSignature;

        public ValueTask<byte[]> SignAsync(ReadOnlyMemory<byte> data, CancellationToken cancellationToken) =>
            key.SignAsync(data, cancellationToken);
    }

    /// <summary>Gives r‖s in place of DER.</summary>
    private sealed class RawSignatures(ISealKey key) : ISealKey
    {
        public Certificate Certificate => key.Certificate;

        public ImmutableArray<Certificate> Chain => key.Chain;

        public SignatureAlgorithm Algorithm => key.Algorithm;

        public int LargestSignature => 64;

        public async ValueTask<byte[]> SignAsync(ReadOnlyMemory<byte> data, CancellationToken cancellationToken)
        {
            Assert.True(Sm2Signature.TryDecode(await key.SignAsync(data, cancellationToken), out var signature, out _));
            return [.. signature.R.Span, .. signature.S.Span];
        }
    }
}
