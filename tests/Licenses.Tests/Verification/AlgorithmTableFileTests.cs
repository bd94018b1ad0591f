using System.Security.Cryptography;
using Licenses.Crypto;
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
    public void A_row_that_is_not_understood_is_told_and_not_skipped(string json) =>
        Assert.Throws<AlgorithmTableFormatException>(() => AlgorithmTableFile.Parse(json));

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
