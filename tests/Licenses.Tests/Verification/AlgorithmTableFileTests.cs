using System.Security.Cryptography;
using Licenses.Crypto;
using Licenses.Crypto.Asn1;
using Licenses.Crypto.Signatures;
using Licenses.Crypto.X509;
using Licenses.Verification;
using static Licenses.Tests.Verification.TimeWorld;

namespace Licenses.Tests.Verification;

public sealed class AlgorithmTableFileTests : IDisposable
{
    private readonly TimeWorld _world = new();

    [Fact]
    public void Rows_replace_those_of_the_built_in_table_and_null_takes_one_away()
    {
        var table = AlgorithmTableFile.Parse(
            """{ "digests": { "SHA1": "2010-01-01", "SHA256": "2035-01-01" }, "rsaKeysShorterThan": { "1024": null, "3072": "2031-06-01" } }""");

        Assert.Equal(On(2010), table.EndOf(HashAlgorithmName.SHA1));
        Assert.Equal(On(2035), table.EndOf(HashAlgorithmName.SHA256));
        Assert.Equal([(1536, On(2011)), (2048, On(2016, 10)), (3072, On(2031, 6))], table.ShortRsaKeys);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{ "digests": {} }""")]
    public void What_is_not_said_stays_as_it_is(string json)
    {
        var table = AlgorithmTableFile.Parse(json);

        Assert.Equal(AlgorithmTable.Default.Digests, table.Digests);
        Assert.Equal(AlgorithmTable.Default.ShortRsaKeys, table.ShortRsaKeys);
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("{")]
    [InlineData("""{ "digest": {} }""")]
    [InlineData("""{ "digests": { "SHA-256": "2035-01-01" } }""")]
    [InlineData("""{ "digests": { "SHA256": "2035" } }""")]
    [InlineData("""{ "digests": { "SHA256": 2035 } }""")]
    [InlineData("""{ "digests": { "SHA256": "2035-01-01", "SHA256": null } }""")]
    [InlineData("""{ "rsaKeysShorterThan": { "2k": "2035-01-01" } }""")]
    [InlineData("""{ "rsaKeysShorterThan": { "8": "2035-01-01" } }""")]
    [InlineData("""{ "schemes": { "ECDSA": "2035-01-01" } }""")]
    [InlineData("""{ "schemes": { "SM2": "2035" } }""")]
    [InlineData("""{ "schemes": ["SM2"] }""")]
    public void A_row_that_is_not_understood_is_told_and_not_skipped(string json) =>
        Assert.Throws<AlgorithmTableFormatException>(() => AlgorithmTableFile.Parse(json));

    [Fact]
    public void A_shorter_key_never_lasts_longer_than_a_longer_one()
    {
        using var key = RSA.Create(2048);
        var table = AlgorithmTableFile.Parse("""{ "rsaKeysShorterThan": { "4096": "2020-01-01", "3072": "2040-01-01" } }""");

        Assert.Equal(On(2020), table.EndOf(SubjectPublicKeyInfo.Decode(key.ExportSubjectPublicKeyInfo())));
        Assert.Equal("RSA < 4096", table.NameOfRow(SubjectPublicKeyInfo.Decode(key.ExportSubjectPublicKeyInfo())));
    }

    [Fact]
    public void A_weaker_curve_never_lasts_longer_than_a_stronger_one_of_its_family()
    {
        using var weak = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var strong = ECDsa.Create(ECCurve.NamedCurves.nistP521);
        var table = AlgorithmTableFile.Parse(
            """{ "schemes": { "ECDSA-P384": "2030-01-01", "ECDSA-P256": "2040-01-01", "ECDSA-brainpoolP512": "2020-01-01", "SM2": null } }""");

        Assert.Equal(On(2030), table.EndOf(SubjectPublicKeyInfo.Decode(weak.ExportSubjectPublicKeyInfo())));
        Assert.Equal("ECDSA-P384", table.NameOfRow(SubjectPublicKeyInfo.Decode(weak.ExportSubjectPublicKeyInfo())));
        Assert.Null(table.EndOf(SubjectPublicKeyInfo.Decode(strong.ExportSubjectPublicKeyInfo())));
    }

    [Theory]
    [InlineData("RSASSA-PKCS1-v1_5", "1.2.840.113549.1.1.11", true)]
    [InlineData("RSASSA-PSS", "1.2.840.113549.1.1.11", false)]
    [InlineData("Ed25519", "1.3.101.112", true)]
    [InlineData("Ed448", "1.3.101.113", true)]
    [InlineData("Ed448", "1.3.101.112", false)]
    [InlineData("SM2", "1.2.156.10197.1.501", true)]
    public void A_scheme_ends_with_its_row(string row, string oid, bool isEnded)
    {
        var table = AlgorithmTableFile.Parse($$"""{ "schemes": { "{{row}}": "2024-06-01" } }""");
        Assert.True(SignatureAlgorithm.TryResolve(new AlgorithmIdentifier(oid), null, out var algorithm));

        Assert.Equal(isEnded ? new AlgorithmRow(row, On(2024, 6)) : null, table.RowOf(algorithm));
        Assert.NotEqual(_world.Trust([]).Basis, _world.Trust([]).With(table).Basis);
    }

    [Fact]
    public async Task A_verification_goes_by_the_table_of_its_trust()
    {
        var table = AlgorithmTableFile.Parse("""{ "digests": { "SHA256": "2024-06-01" } }""");
        var document = await _world.SealAsync();

        var report = _world.Verify(document, On(2025, 2), algorithms: table);

        Assert.Equal(SubIndication.CryptoConstraintsFailureNoPoe, report.Signatures[0].SubIndication);
        Assert.Equal(table, new VerificationRequest { At = On(2025), Trust = _world.Trust([]).With(table) }.Algorithms);
        Assert.NotEqual(_world.Trust([]).Basis, _world.Trust([]).With(table).Basis);
    }

    public void Dispose() => _world.Dispose();
}
