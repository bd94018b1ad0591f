using System.Text;
using System.Text.Json;
using Licenses.Cli;
using Licenses.Testing.SamplePki;

namespace Licenses.Tests.Cli;

public sealed class VerifyTests : IDisposable
{
    private readonly SealedSample _sample = new();

    [Theory]
    [InlineData("off", ExitCode.Passed)]
    [InlineData("3650d", ExitCode.Passed)]
    [InlineData("24h", ExitCode.Indeterminate)]
    [InlineData("P1D", ExitCode.Indeterminate)]
    [InlineData("soon", ExitCode.Usage)]
    public async Task Revocation_data_may_be_as_old_as_max_age_says(string age, int expected)
    {
        using var sample = new SealedSample();
        var file = await sample.SealAsync("police", "sealed.pdf");

        var run = await SealedSample.VerifyAsync(file, "--max-age", age); // the lists are of January, it is June

        Assert.Equal(expected, run.ExitCode);
    }

    [Fact]
    public async Task A_sealed_document_passes_and_the_answer_has_the_members_of_the_contract()
    {
        var path = await _sample.SealAsync("police", "sealed.pdf", "plain.pdf", "--certify", "no-changes");

        var run = await SealedSample.VerifyAsync(path);

        Assert.Equal(ExitCode.Passed, run.ExitCode);
        var answer = JsonDocument.Parse(run.Output).RootElement;
        Assert.Equal(path, answer.GetProperty("file").GetString());
        Assert.Equal("PASSED", answer.GetProperty("verdict").GetString());
        var signature = Assert.Single(answer.GetProperty("signatures").EnumerateArray());
        var members = signature.EnumerateObject().ToDictionary(member => member.Name, member => member.Value.ToString());
        Assert.Equal("Seal1", members["field"]);
        Assert.Equal("signature", members["type"]);
        Assert.Equal("TOTAL_PASSED", members["indication"]);
        Assert.Equal("", members["subIndication"]);
        Assert.Equal("B-B", members["level"]);
        Assert.Equal("True", members["intact"]);
        Assert.Equal("True", members["coversWholeFile"]);
        Assert.Equal("2", members["revision"]);
        Assert.Equal("2", members["revisions"]);
        Assert.Equal("NONE", members["changesAfter"]);
        Assert.StartsWith("CN=样例市公安局电子印章", members["signer"], StringComparison.Ordinal);
        Assert.Equal("2026-06-01T00:00:00+00:00", members["signingTime"]);
        Assert.Contains("bestSignatureTime", members.Keys);
        var finding = signature.GetProperty("findings")[0];
        Assert.Equal("PASSED", finding.GetProperty("verdict").GetString());
        Assert.True(finding.TryGetProperty("check", out _) && finding.TryGetProperty("detail", out _) && finding.TryGetProperty("offset", out _));
    }

    [Fact]
    public async Task A_flipped_bit_fails()
    {
        var path = await _sample.SealAsync("police", "sealed.pdf");
        await ChangeAsync(path, bytes => bytes[SmallPdf.Bytes.AsSpan().IndexOf("Sample"u8)] ^= 1);

        await ExpectAsync(path, ExitCode.Failed, "FAILED", "HASH_FAILURE");
    }

    [Theory]
    [InlineData(1)]
    [InlineData(10)]
    [InlineData(2000)]
    public async Task A_document_that_was_cut_does_not_pass(int cut)
    {
        var path = await _sample.SealAsync("police", "sealed.pdf");
        var bytes = await File.ReadAllBytesAsync(path, Token);
        await File.WriteAllBytesAsync(path, bytes[..^cut], Token);

        var run = await SealedSample.VerifyAsync(path);

        Assert.Equal(ExitCode.Failed, run.ExitCode);
    }

    [Fact]
    public async Task A_revision_appended_to_a_sealed_license_fails()
    {
        var path = await _sample.SealAsync("police", "sealed.pdf");
        var text = Encoding.Latin1.GetString(await File.ReadAllBytesAsync(path, Token));
        int offset = text.Length;
        int previous = int.Parse(text[(text.LastIndexOf("startxref", StringComparison.Ordinal) + 10)..].Split('\n')[0]);
        const string Page = "4 0 obj\n<< /Length 45 >>\nstream\nBT /F1 24 Tf 72 700 Td (Forged content) Tj ET\nendstream\nendobj\n";
        text += $"{Page}xref\n4 1\n{offset:D10} 00000 n \ntrailer\n<< /Size 20 /Root 1 0 R /Prev {previous} >>\n"
            + $"startxref\n{offset + Page.Length}\n%%EOF\n";
        await File.WriteAllBytesAsync(path, Encoding.Latin1.GetBytes(text), Token);

        foreach (var policy in (string[])["strict", "pades"])
        {
            var run = await SealedSample.VerifyAsync("--policy", policy, path);
            Assert.Equal(ExitCode.Failed, run.ExitCode);
        }
    }

    [Theory]
    [InlineData("revoked", "REVOKED_NO_POE")]
    [InlineData("expired", "OUT_OF_BOUNDS_NOT_REVOKED")]
    public async Task A_seal_that_is_no_longer_good_does_not_pass(string seal, string reason)
    {
        var path = await _sample.SealAsync(seal, "sealed.pdf");

        await ExpectAsync(path, ExitCode.Indeterminate, "INDETERMINATE", reason);
    }

    [Fact]
    public async Task A_seal_passes_only_for_who_trusts_its_root()
    {
        var path = await _sample.SealAsync("other-province-police", "sealed.pdf");
        var nobody = await CliRun.OfAsync("verify", "--json", path);
        var city = await CliRun.OfAsync("verify", "--json", path, "--trust", SampleCertificates.PathTo("trust", "city-root.pem"));

        Assert.Equal("NO_CERTIFICATE_CHAIN_FOUND", Reason(nobody));
        Assert.Equal("NO_CERTIFICATE_CHAIN_FOUND", Reason(city));
        Assert.Equal(ExitCode.Indeterminate, city.ExitCode);
        Assert.Equal(ExitCode.Passed, (await SealedSample.VerifyAsync(path)).ExitCode);
    }

    [Fact]
    public async Task Without_revocation_data_a_seal_does_not_pass()
    {
        var path = await _sample.SealAsync("police", "sealed.pdf");

        var run = await CliRun.OfAsync("verify", path, "--trust", SampleCertificates.TrustDirectory);

        Assert.Equal(ExitCode.Indeterminate, run.ExitCode);
    }

    [Fact]
    public async Task Each_kind_of_file_has_its_exit_code()
    {
        Assert.Equal(ExitCode.NoSignature, (await SealedSample.VerifyAsync(_sample.PathTo("plain.pdf"))).ExitCode);
        Assert.Equal(ExitCode.NotADocument, (await SealedSample.VerifyAsync(_sample.PathTo("password"))).ExitCode);
        Assert.Equal(ExitCode.Usage, (await SealedSample.VerifyAsync(_sample.PathTo("missing.pdf"))).ExitCode);
    }

    [Theory]
    [InlineData("--at", "yesterday")]
    [InlineData("--policy", "lenient")]
    [InlineData("--trust", "no-such-folder")]
    [InlineData("--jobs", "0")]
    [InlineData("--extract-revision", "1")]
    public async Task Bad_options_are_usage_errors(params string[] options)
    {
        var run = await CliRun.OfAsync(["verify", _sample.PathTo("plain.pdf"), .. options]);

        Assert.Equal(ExitCode.Usage, run.ExitCode);
    }

    [Fact]
    public async Task A_folder_that_names_nobody_to_trust_is_a_usage_error()
    {
        var run = await CliRun.OfAsync("verify", _sample.PathTo("plain.pdf"), "--trust", SampleCertificates.PathTo("seals"));

        Assert.Equal(ExitCode.Usage, run.ExitCode);
    }

    [Fact]
    public async Task Many_files_are_answered_in_order_and_the_worst_decides()
    {
        var good = await _sample.SealAsync("police", "b.pdf");
        File.Copy(good, _sample.PathTo("a.pdf"));
        await ChangeAsync(_sample.PathTo("a.pdf"), bytes => bytes[100] ^= 1);
        foreach (var number in Enumerable.Range(0, 20))
        {
            File.Copy(number % 2 == 0 ? good : _sample.PathTo("plain.pdf"), _sample.PathTo($"n{number:D2}.pdf"));
        }

        var run = await SealedSample.VerifyAsync(_sample.Folder, "--jobs", "4");

        var files = run.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => Path.GetFileName(JsonDocument.Parse(line).RootElement.GetProperty("file").GetString()!)).ToList();
        Assert.Equal(files.Order(StringComparer.Ordinal), files);
        Assert.Equal(23, files.Count);
        Assert.Equal(ExitCode.Failed, run.ExitCode);
    }

    [Fact]
    public async Task An_answer_does_not_depend_on_what_was_verified_before_it()
    {
        var good = await _sample.SealAsync("police", "good.pdf");
        var damaged = _sample.PathTo("damaged.pdf");
        File.Copy(good, damaged);
        using var authority = SampleCertificates.IssuingAuthority();
        var serial = Encoding.Latin1.GetBytes(authority.SerialNumber);
        await ChangeAsync(damaged, bytes => bytes[bytes.AsSpan().IndexOf(serial)] ^= 1); // of the certificate that it brings

        var run = await SealedSample.VerifyAsync("--jobs", "1", good, damaged);

        var lines = run.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal((await SealedSample.VerifyAsync(damaged)).Output.TrimEnd(), lines[1]);
        Assert.Contains("\"verdict\":\"INDETERMINATE\"", lines[1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_earlier_revision_comes_back_byte_for_byte()
    {
        var path = await _sample.SealAsync("police", "sealed.pdf");

        var run = await CliRun.OfAsync("verify", path, "--extract-revision", "1", "-o", _sample.PathTo("first.pdf"));
        var beyond = await CliRun.OfAsync("verify", path, "--extract-revision", "3", "-o", _sample.PathTo("third.pdf"));

        Assert.Equal(ExitCode.Passed, run.ExitCode);
        Assert.Equal(SmallPdf.Bytes, await File.ReadAllBytesAsync(_sample.PathTo("first.pdf"), Token));
        Assert.Equal(ExitCode.Usage, beyond.ExitCode);
    }

    [Fact]
    public async Task A_person_reads_the_verdict_first_and_why_in_both_languages()
    {
        var path = await _sample.SealAsync("revoked", "sealed.pdf");

        var run = await CliRun.OfAsync(
            "verify", path, "--trust", SampleCertificates.TrustDirectory, "--crl", SampleCertificates.CrlDirectory);

        Assert.StartsWith("INDETERMINATE  " + path, run.Output, StringComparison.Ordinal);
        Assert.Contains("REVOKED_NO_POE", run.Output, StringComparison.Ordinal);
        Assert.Contains("被吊销", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Ctrl_C_ends_the_work_with_130()
    {
        var path = await _sample.SealAsync("police", "sealed.pdf");
        using var output = new StringWriter();
        using var error = new StringWriter();
        var context = new CliContext(output, error, TimeProvider.System);

        int exitCode = await CommandLine.RunAsync(["verify", path], context, new CancellationToken(canceled: true));

        Assert.Equal(ExitCode.Interrupted, exitCode);
    }

    public void Dispose() => _sample.Dispose();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private static async Task ExpectAsync(string path, int exitCode, string verdict, string reason)
    {
        var run = await SealedSample.VerifyAsync(path);

        Assert.Equal(verdict, JsonDocument.Parse(run.Output).RootElement.GetProperty("verdict").GetString());
        Assert.Equal(reason, Reason(run));
        Assert.Equal(exitCode, run.ExitCode);
    }

    private static string? Reason(CliRun run) => JsonDocument.Parse(run.Output).RootElement
        .GetProperty("signatures")[0].GetProperty("subIndication").GetString();

    private static async Task ChangeAsync(string path, Action<byte[]> change)
    {
        var bytes = await File.ReadAllBytesAsync(path, Token);
        change(bytes);
        await File.WriteAllBytesAsync(path, bytes, Token);
    }
}
