using System.Text.Json;
using Licenses.Cli;
using Licenses.Testing.SamplePki;

namespace Licenses.Tests.Cli;

/// <summary><c>--algorithms</c> from end to end: a sunset that is moved decides otherwise, and the report names the row.</summary>
public sealed class AlgorithmsTests : IDisposable
{
    private readonly SealedSample _sample = new();

    [Theory]
    [InlineData("police", """{"digests": {"SHA256": "2026-01-01"}}""", "SHA256")]
    [InlineData("civil-affairs", """{"rsaKeysShorterThan": {"3072": "2026-01-01"}}""", "RSA < 3072")]
    [InlineData("police", """{"schemes": {"ECDSA-P256": "2026-01-01"}}""", "ECDSA-P256")]
    [InlineData("police", """{"schemes": {"ECDSA-P384": "2026-01-01"}}""", "ECDSA-P384")]
    [InlineData("civil-affairs", """{"schemes": {"RSASSA-PKCS1-v1_5": "2026-01-01"}}""", "RSASSA-PKCS1-v1_5")] // of the signature alone: its chain is ECDSA
    public async Task A_sunset_that_has_been_moved_before_now_leaves_a_seal_untold_and_the_report_names_the_row(
        string seal, string table, string row)
    {
        var document = await _sample.SealAsync(seal, "sealed.pdf");

        var before = await SealedSample.VerifyAsync(document);
        var after = await SealedSample.VerifyAsync(document, "--algorithms", Write(table));

        Assert.Equal((ExitCode.Passed, ExitCode.Indeterminate), (before.ExitCode, after.ExitCode));
        var finding = Finding(after);
        Assert.Contains($"until 2026-01-01 only ({row})", finding.GetProperty("detail").GetString(), StringComparison.Ordinal);
        Assert.Equal("CRYPTO_CONSTRAINTS_FAILURE_NO_POE", SignatureOf(after).GetProperty("subIndication").GetString());
    }

    [Theory]
    [InlineData("police", """{"rsaKeysShorterThan": {"3072": "2026-01-01"}}""")] // no RSA key
    [InlineData("police", """{"schemes": {"RSASSA-PSS": "2026-01-01", "ECDSA-brainpoolP512": "2026-01-01", "SM2": "2026-01-01"}}""")]
    [InlineData("civil-affairs", """{"rsaKeysShorterThan": {"3072": "2026-07-01"}}""")] // not yet
    [InlineData("civil-affairs", """{"rsaKeysShorterThan": {"2048": null}, "digests": {"SHA1": null}}""")]
    public async Task A_row_that_fits_nothing_or_has_not_ended_changes_nothing(string seal, string table)
    {
        var document = await _sample.SealAsync(seal, "sealed.pdf");

        Assert.Equal(ExitCode.Passed, (await SealedSample.VerifyAsync(document, "--algorithms", Write(table))).ExitCode);
    }

    [Fact]
    public async Task What_a_timestamp_proves_to_be_older_than_the_sunset_still_passes()
    {
        string[] stamped =
        [
            "--level", "B-T", "--tsa-key", SampleCertificates.PathTo("tsa", "tsa.p12"), "--tsa-password-file", _sample.PathTo("password"),
        ];
        var document = await _sample.SealAsync("civil-affairs", "sealed.pdf", "plain.pdf", stamped);
        var table = Write("""{"rsaKeysShorterThan": {"3072": "2026-07-01"}}""");

        var later = await SealedSample.VerifyAsync(document, "--algorithms", table, "--at", "2026-08-01");
        var without = await SealedSample.VerifyAsync(
            await _sample.SealAsync("civil-affairs", "plain-sealed.pdf"), "--algorithms", table, "--at", "2026-08-01");

        Assert.Equal((ExitCode.Passed, ExitCode.Indeterminate), (later.ExitCode, without.ExitCode));
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("""{"digests": {"SHA257": "2026-01-01"}}""")]
    public async Task A_file_that_is_no_table_is_bad_usage(string table)
    {
        var document = await _sample.SealAsync("police", "sealed.pdf");

        Assert.Equal(ExitCode.Usage, (await SealedSample.VerifyAsync(document, "--algorithms", Write(table))).ExitCode);
    }

    public void Dispose() => _sample.Dispose();

    private static JsonElement SignatureOf(CliRun run) => JsonDocument.Parse(run.Output).RootElement.GetProperty("signatures")[0];

    private static JsonElement Finding(CliRun run) => SignatureOf(run).GetProperty("findings").EnumerateArray()
        .First(finding => finding.GetProperty("check").GetString() == "ALGORITHMS");

    private string Write(string table)
    {
        File.WriteAllText(_sample.PathTo("algorithms.json"), table);
        return _sample.PathTo("algorithms.json");
    }
}
