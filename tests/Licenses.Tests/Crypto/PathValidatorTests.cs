using Licenses.Crypto;
using Licenses.Crypto.X509;
using Licenses.Testing.SamplePki;
using Licenses.Trust;

namespace Licenses.Tests.Crypto;

public sealed class PathValidatorTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly TrustStore _trust = new TrustStoreLoader()
        .Trust(SampleCertificates.TrustDirectory).Add(SampleCertificates.CrlDirectory).Load();

    private readonly CertificatePool _offered = new([Decode(SampleCertificates.IssuingAuthority())]);

    [Theory]
    [InlineData("police")]
    [InlineData("education")]
    public void A_seal_of_the_city_leads_to_its_root(string seal)
    {
        var outcome = Validate(Decode(SampleCertificates.Seal(seal)), Now);

        var path = Assert.IsType<PathOutcome.Valid>(outcome).Path;
        Assert.Equal(2, path.Certificates.Length);
        Assert.True(path.Anchor.Certificate.IsSelfIssued);
    }

    [Fact]
    public void Without_its_issuer_there_is_no_path()
    {
        var outcome = _trust.Paths.Validate(new PathRequest(
            Decode(SampleCertificates.Seal("police")), Now, CertificatePurpose.Seal, CertificatePool.Empty));

        Assert.Equal(SubIndication.NoCertificateChainFound, Assert.IsType<PathOutcome.Invalid>(outcome).Reason);
    }

    [Fact]
    public void An_expired_seal_is_out_of_bounds_now_and_good_in_its_time()
    {
        var seal = Decode(SampleCertificates.Seal("expired"));

        var now = Validate(seal, Now);
        var then = Validate(seal, seal.NotAfter.AddDays(-1));

        Assert.Equal(SubIndication.OutOfBoundsNoPoe, Assert.IsType<PathOutcome.Invalid>(now).Reason);
        Assert.IsType<PathOutcome.Valid>(then);
    }

    [Fact]
    public void What_was_remembered_does_not_outlive_the_certificate()
    {
        var seal = Decode(SampleCertificates.Seal("expired"));
        Assert.IsType<PathOutcome.Valid>(Validate(seal, seal.NotAfter.AddDays(-1)));

        Assert.IsType<PathOutcome.Invalid>(Validate(seal, seal.NotAfter.AddSeconds(1)));
    }

    [Theory]
    [InlineData(CertificatePurpose.TimeStamping)]
    [InlineData(CertificatePurpose.OcspSigning)]
    public void A_seal_is_good_for_nothing_else(CertificatePurpose purpose)
    {
        var outcome = _trust.Paths.Validate(new PathRequest(
            Decode(SampleCertificates.Seal("police")), Now, purpose, _offered));

        Assert.Equal(SubIndication.ChainConstraintsFailure, Assert.IsType<PathOutcome.Invalid>(outcome).Reason);
    }

    [Fact]
    public void A_client_certificate_does_not_seal()
    {
        var outcome = Validate(Decode(SampleCertificates.Client("issuer-police")), Now);

        Assert.Equal(SubIndication.ChainConstraintsFailure, Assert.IsType<PathOutcome.Invalid>(outcome).Reason);
    }

    [Fact]
    public void An_anchor_counts_only_for_its_purposes()
    {
        var root = Decode(SampleCertificates.CityRoot());
        var paths = new PathValidator(new AnchorSet([new TrustAnchor(root, CertificatePurpose.Client)]), _offered);

        var outcome = paths.Validate(new PathRequest(
            Decode(SampleCertificates.Seal("police")), Now, CertificatePurpose.Seal, _offered));

        Assert.Equal(SubIndication.NoCertificateChainFound, Assert.IsType<PathOutcome.Invalid>(outcome).Reason);
    }

    [Fact]
    public void An_anchor_counts_only_until_its_sunset()
    {
        var root = Decode(SampleCertificates.CityRoot());
        var paths = new PathValidator(new AnchorSet([new TrustAnchor(root, TrustedUntil: Now.AddDays(-1))]), _offered);

        var outcome = paths.Validate(new PathRequest(
            Decode(SampleCertificates.Seal("police")), Now, CertificatePurpose.Seal, _offered));

        Assert.Equal(SubIndication.NoCertificateChainFoundNoPoe, Assert.IsType<PathOutcome.Invalid>(outcome).Reason);
    }

    [Fact]
    public void A_flipped_bit_in_a_certificate_breaks_its_path()
    {
        byte[] encoded = SampleCertificates.Seal("police").RawData;
        encoded[^1] ^= 1; // the end of its signature value

        Assert.IsType<PathOutcome.Invalid>(Validate(Certificate.Decode(encoded), Now));
    }

    [Fact]
    public void A_trusted_seal_is_no_authority()
    {
        var seal = Decode(SampleCertificates.Seal("police"));
        var paths = new PathValidator(new AnchorSet([new TrustAnchor(seal)]), _offered);

        Assert.IsType<PathOutcome.Valid>(paths.Validate(new PathRequest(seal, Now, CertificatePurpose.Seal, _offered)));
        Assert.False(new TrustAnchor(seal).CanIssue);
    }

    [Fact]
    public void The_revoked_seal_is_revoked_and_the_others_are_not()
    {
        Assert.IsType<RevocationStatus.Revoked>(Ask("revoked"));
        Assert.IsType<RevocationStatus.Good>(Ask("police"));
    }

    [Fact]
    public void Without_a_list_the_status_is_unknown() =>
        Assert.Equal(SubIndication.TryLater, Assert.IsType<RevocationStatus.Unknown>(
            Ask("police", RevocationMaterial.Empty)).Reason);

    [Fact]
    public void A_list_from_after_the_time_of_verification_is_not_believed() =>
        Assert.IsType<RevocationStatus.Unknown>(Ask("police", now: new DateTimeOffset(2025, 12, 1, 0, 0, 0, TimeSpan.Zero)));

    [Fact]
    public void A_list_that_was_to_be_replaced_says_nothing_any_more() =>
        Assert.IsType<RevocationStatus.Unknown>(Ask("police", now: new DateTimeOffset(2047, 1, 1, 0, 0, 0, TimeSpan.Zero)));

    private RevocationStatus Ask(string seal, RevocationMaterial? material = null, DateTimeOffset? now = null)
    {
        var path = Assert.IsType<PathOutcome.Valid>(Validate(Decode(SampleCertificates.Seal(seal)), Now)).Path;
        return _trust.Revocations.Check(
            new RevocationQuestion(path.Leaf, path.IssuerOf(0), path.Anchor, now ?? Now, now ?? Now),
            material ?? _trust.Material, _offered);
    }

    private PathOutcome Validate(Certificate leaf, DateTimeOffset at) =>
        _trust.Paths.Validate(new PathRequest(leaf, at, CertificatePurpose.Seal, _offered));

    private static Certificate Decode(System.Security.Cryptography.X509Certificates.X509Certificate2 certificate) =>
        Certificate.Decode(certificate.RawData);
}
