using System.Security.Cryptography;
using System.Security.Cryptography.Pkcs;
using System.Text;
using Licenses.Crypto;
using Licenses.Crypto.Cms;
using Licenses.Crypto.Signatures;

namespace Licenses.Tests.Crypto;

public sealed class CadesSignerTests
{
    private static readonly byte[] Content = "The quick brown fox; 敏捷的棕色狐狸"u8.ToArray();

    public static TheoryData<string> Kinds => SampleKeys.Kinds;

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task What_we_sign_we_verify_and_it_names_its_certificate(string kind)
    {
        using var key = SampleKeys.Make(kind);

        var check = CmsVerifier.VerifyDetached(
            SignedData.Decode(await SignAsync(key)), name => DigestAlgorithms.TryHash(name, Content));

        Assert.True(check.Intact, string.Join('\n', check.Findings));
        Assert.True(check.NamesItsCertificate);
        Assert.All(check.Findings, finding => Assert.Equal(Verdict.Passed, finding.Verdict));
        Assert.Equal(key.Certificate, check.SignerCertificate);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task What_we_sign_the_platform_verifies(string kind)
    {
        using var key = SampleKeys.Make(kind);
        var cms = new SignedCms(new ContentInfo(Content), detached: true);

        cms.Decode(await SignAsync(key));

        cms.CheckSignature(verifySignatureOnly: true);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task What_we_sign_openssl_verifies_as_CAdES(string kind)
    {
        using var key = SampleKeys.Make(kind);
        var files = new Dictionary<string, byte[]>
        {
            ["signature.der"] = await SignAsync(key),
            ["content"] = Content,
            ["root.pem"] = Encoding.ASCII.GetBytes(PemEncoding.WriteString("CERTIFICATE", SampleKeys.Root.Encoded.Span)),
        };

        var (exitCode, output) = ForeignTool.Run(
            "openssl", files, "cms", "-verify", "-cades", "-binary", "-inform", "DER", "-in", "signature.der",
            "-content", "content", "-CAfile", "root.pem", "-purpose", "any", "-attime", "1893456000", "-out", "copy");

        Assert.True(exitCode == 0, output);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task A_signature_never_outgrows_its_estimate(string kind)
    {
        using var key = SampleKeys.Make(kind);

        byte[] signature = await SignAsync(key);

        Assert.InRange(signature.Length, 1, CadesSigner.EstimateSize(key));
    }

    [Fact]
    public async Task A_digest_that_is_not_the_keys_own_is_refused()
    {
        using var key = SampleKeys.Make("p256");

        await Assert.ThrowsAsync<ArgumentException>(async () => await CadesSigner.SignAsync(
            key, SHA512.HashData(Content), HashAlgorithmName.SHA512, TestContext.Current.CancellationToken));
    }

    [Fact]
    public void A_short_RSA_key_does_not_seal() =>
        Assert.Throws<CryptographicException>(() => SampleKeys.Make("rsa1024"));

    internal static async Task<byte[]> SignAsync(ISealKey key) => await CadesSigner.SignAsync(
        key, DigestAlgorithms.TryHash(key.Algorithm.Digest, Content)!, key.Algorithm.Digest, TestContext.Current.CancellationToken);
}
