using System.Security.Cryptography;
using Licenses.Crypto;
using Licenses.Crypto.Signatures;
using Licenses.Crypto.Sm;
using Licenses.Crypto.X509;
using Licenses.Testing.SharedData;

namespace Licenses.Tests.Crypto.Sm;

/// <summary>Certificates of the national PKI and of others who issue SM2 certificates.</summary>
public sealed class GmCertificateTests
{
    private static readonly DateTimeOffset Then = new(2020, 6, 1, 0, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("nrcac_rootca.pem")]
    [InlineData("gmssl_test_root.pem")]
    public void A_root_is_signed_by_its_own_key(string file)
    {
        var root = Read(file);

        Assert.Equal(KeyKind.Sm2, root.PublicKey.Kind);
        Assert.True(Verify(root, root).IsValid);
    }

    [Fact]
    public void A_root_that_openssl_signed_without_an_ID_verifies_under_the_empty_ID_only()
    {
        var root = Read("gmsm_selfsigned_rootca.pem");
        Assert.True(Sm2PublicKey.TryDecode(root.PublicKey.Key.Span, out var key));
        Assert.True(Sm2Signature.TryDecode(root.SignatureValue.Span, out var signature, out _));

        Assert.True(Sm2Verifier.Verify(key, [], root.Signed.Span, signature));
        Assert.Equal(SignatureOutcome.Invalid, Verify(root, root).Outcome);
    }

    // `openssl verify -check_ss_sig` calls it sound under any ID that is asked for, since it gives the ID to the certificate
    // in question and not to the anchor above it, which here is the same one. pkeyutl takes the ID at its word.
    [Theory]
    [InlineData("distid:", 0)]
    [InlineData("distid:1234567812345678", 1)]
    public void Openssl_too_finds_that_root_signed_under_the_empty_ID_only(string id, int expected)
    {
        var root = Read("gmsm_selfsigned_rootca.pem");

        var (exitCode, output) = ForeignTool.Run(
            "openssl",
            new Dictionary<string, byte[]>
            {
                ["root"] = root.Encoded.ToArray(),
                ["signed"] = root.Signed.ToArray(),
                ["signature"] = root.SignatureValue.ToArray(),
            },
            "pkeyutl", "-verify", "-rawin", "-digest", "sm3", "-pkeyopt", id,
            "-certin", "-inkey", "root", "-keyform", "DER", "-in", "signed", "-sigfile", "signature");

        Assert.True(exitCode == expected, output);
    }

    [Fact]
    public void That_root_is_an_anchor_where_it_is_configured_as_one_and_nothing_where_it_is_not()
    {
        var root = Read("gmsm_selfsigned_rootca.pem");
        var request = new PathRequest(root, root.NotBefore.AddDays(1), CertificatePurpose.CrlSigning, CertificatePool.Empty);

        // RFC 5280, 6.1: an anchor's own signature is not asked for. Whose it is was decided by who configured it.
        Assert.IsType<PathOutcome.Valid>(
            new PathValidator(new AnchorSet([new TrustAnchor(root)]), CertificatePool.Empty).Validate(request));
        Assert.IsType<PathOutcome.Invalid>(
            new PathValidator(new AnchorSet([new TrustAnchor(Read("nrcac_rootca.pem"))]), CertificatePool.Empty).Validate(request));
    }

    [Fact]
    public void The_national_root_names_its_own_key() => Assert.Equal(
        Read("nrcac_rootca.pem").SubjectKeyIdentifier!.Value.ToArray(),
        Read("nrcac_rootca.pem").AuthorityKeyIdentifier!.Value.ToArray());

    [Theory]
    [InlineData("sheca_sm2_ca.pem", "nrcac_rootca.pem")]
    [InlineData("gmssl_test_middle.pem", "gmssl_test_root.pem")]
    public void An_authority_has_a_path_to_its_root(string below, string above)
    {
        var authority = Read(below);
        var paths = new PathValidator(new AnchorSet([new TrustAnchor(Read(above))]), CertificatePool.Empty);

        var outcome = paths.Validate(new PathRequest(
            authority, authority.NotBefore.AddDays(1), CertificatePurpose.CrlSigning, CertificatePool.Empty));

        Assert.IsType<PathOutcome.Valid>(outcome);
    }

    [Fact]
    public void Another_root_of_the_same_name_is_no_path()
    {
        var authority = Read("sheca_sm2_ca.pem");
        var paths = new PathValidator(new AnchorSet([new TrustAnchor(Read("gmssl_test_root.pem"))]), CertificatePool.Empty);

        var outcome = paths.Validate(new PathRequest(authority, Then, CertificatePurpose.CrlSigning, CertificatePool.Empty));

        Assert.Equal(SubIndication.NoCertificateChainFound, Assert.IsType<PathOutcome.Invalid>(outcome).Reason);
    }

    [Theory]
    [InlineData("gmsm_senv_2.pem")]
    public void A_holder_s_certificate_is_read(string file)
    {
        var certificate = Read(file);

        Assert.Equal(KeyKind.Sm2, certificate.PublicKey.Kind);
        Assert.NotEmpty(certificate.Subject);
    }

    [Fact]
    public void A_changed_certificate_does_not_verify()
    {
        var root = Read("nrcac_rootca.pem");
        byte[] changed = Read("sheca_sm2_ca.pem").Encoded.ToArray();
        changed[^150] ^= 1; // within the extensions

        Assert.NotEqual(SignatureOutcome.Valid, Verify(Certificate.Decode(changed), root).Outcome);
    }

    private static SignatureCheck Verify(Certificate below, Certificate issuer) => SignatureVerifier.Verify(
        issuer.PublicKey, below.SignatureAlgorithm, below.Signed.Span, below.SignatureValue.Span);

    private static Certificate Read(string file)
    {
        string text = File.ReadAllText(SharedMaterial.PathTo("vectors", "gm", file));
        var pem = PemEncoding.Find(text);
        return Certificate.Decode(Convert.FromBase64String(text[pem.Base64Data]));
    }
}
