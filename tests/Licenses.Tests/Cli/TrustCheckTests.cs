using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using Licenses.Cli;
using Licenses.Testing.SamplePki;
using Licenses.Tests.Trust;

namespace Licenses.Tests.Cli;

public sealed class TrustCheckTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly Entity _root = Entity.Root();
    private readonly Entity _issuer;
    private readonly Entity _leaf;

    public TrustCheckTests()
    {
        _issuer = _root.Authority("CN=A");
        _leaf = _issuer.Leaf();
        Write("anchors/root.crt", _root.Encoded);
        Write("certs/a.crt", _issuer.Encoded);
        Write("certs/notes.txt", "not a certificate"u8);
        Write("leaf.pem", System.Text.Encoding.ASCII.GetBytes(PemEncoding.WriteString("CERTIFICATE", _leaf.Encoded)));
    }

    [Fact]
    public async Task A_path_that_holds_is_valid_and_says_that_revocation_was_not_checked()
    {
        var run = await CheckAsync();

        Assert.Equal(ExitCode.Passed, run.ExitCode);
        Assert.StartsWith("VALID 有效", run.Output, StringComparison.Ordinal);
        Assert.Contains("Revocation was not checked", run.Output, StringComparison.Ordinal);
        Assert.Contains("notes.txt", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task With_lists_each_certificate_below_the_anchor_must_be_cleared()
    {
        Write("crls/root.crl", _root.List());
        Assert.Equal(ExitCode.Indeterminate, (await CheckAsync("--crls", _folder.PathTo("crls"))).ExitCode);

        Write("crls/a.crl", _issuer.List());
        Assert.Equal(ExitCode.Passed, (await CheckAsync("--crls", _folder.PathTo("crls"))).ExitCode);

        Write("crls/a.crl", _issuer.List(list => list.Revoke(_leaf)));
        Assert.Equal(ExitCode.Failed, (await CheckAsync("--crls", _folder.PathTo("crls"))).ExitCode);
    }

    [Fact]
    public async Task The_answer_for_programs_has_the_path_step_by_step()
    {
        Write("crls/root.crl", _root.List());
        Write("crls/a.crl", _issuer.List());

        var run = await CheckAsync("--crls", _folder.PathTo("crls"), "--json");

        var answer = JsonDocument.Parse(run.Output).RootElement;
        Assert.Equal("PASSED", answer.GetProperty("verdict").GetString());
        Assert.Equal("CN=Root", answer.GetProperty("anchor").GetString());
        Assert.Equal(
            ["CN=Leaf:GOOD", "CN=A:GOOD"],
            answer.GetProperty("path").EnumerateArray().Select(step => $"{step.GetProperty("subject")}:{step.GetProperty("revocation")}"));
    }

    [Theory]
    [InlineData("""["timestamping"]""", "seal", "2026-06-01", ExitCode.Passed - 1)]
    [InlineData("""["seal"]""", "seal", "2026-06-01", ExitCode.Passed)]
    [InlineData("""["seal"]""", "license", "2026-06-01", ExitCode.Passed - 1)]
    [InlineData("""["license", "tsa"]""", "license", "2026-06-01", ExitCode.Passed)]
    [InlineData("""["seal"]""", "seal", "2031-06-01", ExitCode.Passed - 1)]
    public async Task An_anchor_that_a_file_names_counts_for_its_purposes_and_until_its_sunset(
        string purposes, string purpose, string at, int expected)
    {
        Write("anchors.json", System.Text.Encoding.UTF8.GetBytes(
            $$"""[{"file": "anchors/root.crt", "purposes": {{purposes}}, "until": "2030-01-01T00:00:00Z"}]"""));

        var run = await CliRun.OfAsync(
            "trust", "check", "--leaf", _folder.PathTo("leaf.pem"), "--certs", _folder.PathTo("certs"),
            "--anchors", _folder.PathTo("anchors.json"), "--purpose", purpose, "--at", at);

        Assert.Equal(expected == ExitCode.Passed, run.ExitCode == ExitCode.Passed);
        Assert.NotEqual(ExitCode.Usage, run.ExitCode);
    }

    [Fact]
    public async Task Terms_of_anchors_that_cannot_be_read_are_bad_usage()
    {
        Write("anchors.json", """[{"file": "anchors/root.crt", "purpose": "seal"}]"""u8);

        var run = await CheckAsync("--anchors", _folder.PathTo("anchors.json"));

        Assert.Equal(ExitCode.Usage, run.ExitCode);
    }

    [Fact]
    public async Task Data_that_are_too_old_say_when_the_next_are_due()
    {
        Write("crls/root.crl", _root.List());
        Write("crls/a.crl", _issuer.List()); // of yesterday, the next in six days

        var run = await CheckAsync("--crls", _folder.PathTo("crls"), "--max-age", "1h", "--json");

        var answer = JsonDocument.Parse(run.Output).RootElement;
        var next = Entity.Now.AddDays(6).ToString("yyyy-MM-dd'T'HH:mm:ssK", System.Globalization.CultureInfo.InvariantCulture);
        Assert.Equal((ExitCode.Indeterminate, "TRY_LATER"), (run.ExitCode, answer.GetProperty("subIndication").GetString()));
        Assert.Equal(next, answer.GetProperty("retryAfter").GetString());
        Assert.Contains(answer.GetProperty("findings").EnumerateArray(), finding =>
            finding.GetProperty("retryAfter").GetString() == next
            && finding.GetProperty("detail").GetString()!.Contains("ask again", StringComparison.Ordinal)
            && finding.GetProperty("detailZh").GetString()!.Contains("之后再试", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Without_data_nobody_can_say_when_to_ask_again()
    {
        Write("crls/root.crl", _root.List());

        var run = await CheckAsync("--crls", _folder.PathTo("crls"), "--json");

        Assert.Equal(JsonValueKind.Null, JsonDocument.Parse(run.Output).RootElement.GetProperty("retryAfter").ValueKind);
    }

    [Theory]
    [InlineData("0")]
    [InlineData("-1")]
    public async Task A_time_limit_is_a_number_from_one(string seconds) =>
        Assert.Equal(ExitCode.Usage, (await CheckAsync("--time-limit", seconds)).ExitCode);

    [Fact]
    public void What_is_not_finished_in_time_cannot_be_told()
    {
        var store = new Licenses.Trust.TrustStoreLoader().Trust(_folder.PathTo("anchors")).Add(_folder.PathTo("certs")).Load();
        var question = new Licenses.Trust.TrustQuestion(_leaf.Certificate, Entity.Now, Licenses.Crypto.X509.CertificatePurpose.Any)
        {
            Constraint = _ =>
            {
                Thread.Sleep(500); // longer than what is left
                return null;
            },
        };
        var request = new Licenses.Cli.Trust.TrustRequest("leaf", question, store, [], null) { TimeLimit = TimeSpan.FromMilliseconds(1) };

        var answer = request.Answer(CancellationToken.None);

        Assert.Equal(Licenses.Crypto.Verdict.Indeterminate, answer.Verdict);
        Assert.Equal("TIME_LIMIT", Assert.Single(answer.Findings).Check);
    }

    [Fact]
    public async Task Without_its_issuer_nobody_can_tell()
    {
        File.Delete(_folder.PathTo("certs", "a.crt"));

        var run = await CheckAsync("--json");

        Assert.Equal(ExitCode.Indeterminate, run.ExitCode);
        Assert.Contains("NO_CERTIFICATE_CHAIN_FOUND", run.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("2041-01-01", ExitCode.Failed)]
    [InlineData("2039-12-31T23:00:00Z", ExitCode.Passed)]
    [InlineData("20391231230000Z", ExitCode.Passed)]
    [InlineData("20391231T230000Z", ExitCode.Passed)]
    [InlineData("20410101", ExitCode.Failed)]
    [InlineData("2209000000", ExitCode.Failed)]
    [InlineData("2208988799", ExitCode.Passed)]
    [InlineData("12:00", ExitCode.Usage)]
    [InlineData("soon", ExitCode.Usage)]
    public async Task The_time_counts(string at, int expected) => Assert.Equal(expected, (await CheckAsync("--at", at)).ExitCode);

    [Theory]
    [InlineData("2029-12-31T23:59:59.9Z", ExitCode.Passed)]
    [InlineData("2030-01-01T00:00:00Z", ExitCode.Passed)]
    [InlineData("2030-01-01T00:00:00.5Z", ExitCode.Failed)]
    public async Task A_certificate_ends_with_its_last_instant(string at, int expected)
    {
        Write("leaf.pem", _issuer.Leaf(change: draft => draft.End = new(2030, 1, 1, 0, 0, 0, TimeSpan.Zero)).Encoded);

        Assert.Equal(expected, (await CheckAsync("--at", at)).ExitCode);
    }

    [Theory]
    [InlineData("server", ExitCode.Passed)]
    [InlineData("timestamping", ExitCode.Failed)]
    public async Task The_purpose_counts(string purpose, int expected) =>
        Assert.Equal(expected, (await CheckAsync("--purpose", purpose)).ExitCode);

    [Theory]
    [InlineData("off", ExitCode.Passed)]
    [InlineData("2d", ExitCode.Passed)]
    [InlineData("P2D", ExitCode.Passed)]
    [InlineData("2h", ExitCode.Indeterminate)]
    [InlineData("soon", ExitCode.Usage)]
    public async Task Lists_may_be_as_old_as_is_said(string age, int expected)
    {
        Write("crls/root.crl", _root.List());
        Write("crls/a.crl", _issuer.List());

        Assert.Equal(expected, (await CheckAsync("--crls", _folder.PathTo("crls"), "--max-age", age)).ExitCode);
    }

    [Fact]
    public async Task A_policy_that_is_asked_for_must_hold() =>
        Assert.Equal(ExitCode.Failed, (await CheckAsync("--policy", "1.2.3")).ExitCode);

    [Theory]
    [InlineData("gold")]
    [InlineData("1.2.3,1.2.4")]
    [InlineData("")]
    public async Task What_is_no_policy_is_bad_usage(string policy) =>
        Assert.Equal(ExitCode.Usage, (await CheckAsync("--policy", policy)).ExitCode);

    [Fact]
    public async Task A_folder_is_no_leaf() => Assert.Equal(ExitCode.Usage, (await CliRun.OfAsync(
        "trust", "check", "--leaf", _folder.PathTo("certs"), "--anchors", _folder.PathTo("anchors"))).ExitCode);

    [Fact]
    public async Task An_anchor_with_a_short_key_vouches_for_nobody()
    {
        using var key = RSA.Create(1024);
        var rootRequest = new CertificateRequest("CN=Old Root", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        rootRequest.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        using var root = rootRequest.CreateSelfSigned(Entity.Start, Entity.End);
        var request = new CertificateRequest("CN=Leaf", _leaf.Key, HashAlgorithmName.SHA256);
        using var leaf = request.Create(
            root.SubjectName, X509SignatureGenerator.CreateForRSA(key, RSASignaturePadding.Pkcs1), Entity.Start, Entity.End, [1]);
        Write("anchors/root.crt", root.RawData);
        Write("leaf.pem", leaf.RawData);

        var run = await CheckAsync();

        Assert.Equal(ExitCode.Indeterminate, run.ExitCode);
        Assert.Contains("RSA key of 1024 bits", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_algorithm_that_nobody_here_knows_is_called_by_its_name()
    {
        string key = _folder.PathTo("dsa.key");
        await OpenSsl.RunAsync("dsaparam", "-genkey", "-out", key, "2048");
        foreach (string file in (string[])["dsa.pem", "leaf.pem"])
        {
            File.Delete(_folder.PathTo(file));
            await OpenSsl.RunAsync("req", "-x509", "-new", "-key", key, "-sha256", "-subj", "/CN=DSA", "-days", "30", "-out", _folder.PathTo(file));
        }

        var run = await CliRun.OfAsync(
            "trust", "check", "--leaf", _folder.PathTo("leaf.pem"), "--anchors", _folder.PathTo("dsa.pem"),
            "--at", TimeProvider.System.GetUtcNow().AddDays(1).ToString("O"), "--json");

        Assert.Equal(ExitCode.Indeterminate, run.ExitCode);
        Assert.Contains("DSA with SHA-256 (2.16.840.1.101.3.4.3.2)", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_way_up_that_fails_half_way_says_why()
    {
        var bound = _root.Authority("CN=A", draft => draft.Set(Ext.Permitted("dir:O=Nobody")));
        Write("certs/a.crt", bound.Encoded);
        Write("leaf.pem", bound.Leaf().Encoded);

        var run = await CheckAsync("--json");

        Assert.Equal("CHAIN_CONSTRAINTS_FAILURE", JsonDocument.Parse(run.Output).RootElement.GetProperty("subIndication").GetString());
    }

    [Fact]
    public async Task What_stands_around_a_certificate_does_not_hide_it()
    {
        string pem = PemEncoding.WriteString("CERTIFICATE", _leaf.Encoded);
        foreach (byte[] file in (byte[][])[
            [.. System.Text.Encoding.UTF8.Preamble, .. System.Text.Encoding.UTF8.GetBytes(pem)],
            System.Text.Encoding.UTF8.GetBytes("Certificate:\r\n    Data:\r\n" + pem.Replace("\n", "\r\n", StringComparison.Ordinal)),
            [.. _leaf.Encoded, (byte)'\r', (byte)'\n']])
        {
            Write("leaf.pem", file);

            Assert.Equal(ExitCode.Passed, (await CheckAsync()).ExitCode);
        }
    }

    [Theory]
    [InlineData('\n')]
    [InlineData('\r')]
    public async Task A_line_end_behind_a_certificate_that_ends_like_one_takes_nothing_of_it(char last)
    {
        var leaf = _leaf;
        while (leaf.Encoded[^1] != last)
        {
            leaf = _issuer.Leaf(); // one signature in 256 ends so
        }

        Write("leaf.pem", [.. leaf.Encoded, (byte)'\r', (byte)'\n']);

        Assert.Equal(ExitCode.Passed, (await CheckAsync()).ExitCode);
    }

    [Theory]
    [InlineData("-----BEGIN CERTIFICATE-----\n?\n-----END CERTIFICATE-----", "cannot be read")]
    [InlineData("-----BEGIN TRUSTED CERTIFICATE-----\nMAA=\n-----END TRUSTED CERTIFICATE-----", "OpenSSL's own trust settings")]
    public async Task What_is_passed_over_in_a_bundle_is_named(string text, string why)
    {
        Write("certs/odd.pem", System.Text.Encoding.ASCII.GetBytes(text));

        Assert.Contains(why, (await CheckAsync("--json")).Output.Replace("\\u0027", "'", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_leaf_that_cannot_be_read_is_invalid()
    {
        Write("leaf.pem", [0x30, 0x03, 0x02, 0x01, 0x01]);

        Assert.Equal(ExitCode.Failed, (await CheckAsync()).ExitCode);
    }

    [Fact]
    public async Task A_bundle_with_rubbish_in_it_serves_with_the_rest()
    {
        File.Delete(_folder.PathTo("certs", "a.crt"));
        Write("certs/bundle.pem", System.Text.Encoding.ASCII.GetBytes(
            PemEncoding.WriteString("CERTIFICATE", [1, 2, 3]) + "\n" + PemEncoding.WriteString("CERTIFICATE", _issuer.Encoded)));

        Assert.Equal(ExitCode.Passed, (await CheckAsync()).ExitCode);
    }

    [Fact]
    public async Task A_signature_with_SHA_1_is_not_relied_on_any_more()
    {
        var weak = _issuer.Leaf(change: draft => draft.SignatureOid = "1.2.840.10045.4.1");
        Write("leaf.pem", weak.Encoded);

        var run = await CheckAsync();

        Assert.Equal(ExitCode.Indeterminate, run.ExitCode);
        Assert.Contains("is signed with SHA1", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_sample_seals_are_valid_by_the_sample_lists()
    {
        var run = await CliRun.OfAsync(
            "trust", "check", "--leaf", SampleCertificates.PathTo("seals", "police.pem"), "--certs", SampleCertificates.PathTo("authorities"),
            "--anchors", SampleCertificates.TrustDirectory, "--crls", SampleCertificates.CrlDirectory, "--purpose", "seal");

        Assert.Equal(ExitCode.Passed, run.ExitCode);
    }

    [Fact]
    public async Task A_chain_with_SM2_that_openssl_made_is_valid_and_another_root_of_that_name_does_not_make_it_so()
    {
        const string Id = "distid:1234567812345678";
        string tomorrow = TimeProvider.System.GetUtcNow().AddDays(1).ToString("O");
        foreach (string root in (string[])["root", "other"])
        {
            await OpenSsl.RunAsync("ecparam", "-genkey", "-name", "SM2", "-out", _folder.PathTo($"{root}.key"));
            await OpenSsl.RunAsync(
                "req", "-x509", "-new", "-key", _folder.PathTo($"{root}.key"), "-sm3", "-sigopt", Id, "-subj", "/CN=SM2 Root", "-days", "30",
                "-addext", "keyUsage=critical,keyCertSign,cRLSign", "-out", _folder.PathTo($"{root}.pem"));
        }

        await OpenSsl.RunAsync("ecparam", "-genkey", "-name", "SM2", "-out", _folder.PathTo("leaf.key"));
        await OpenSsl.RunAsync(
            "req", "-new", "-key", _folder.PathTo("leaf.key"), "-sm3", "-sigopt", Id, "-subj", "/CN=SM2 Leaf", "-out", _folder.PathTo("leaf.csr"));
        await OpenSsl.RunAsync(
            "x509", "-req", "-in", _folder.PathTo("leaf.csr"), "-vfyopt", Id, "-CA", _folder.PathTo("root.pem"), "-CAkey", _folder.PathTo("root.key"),
            "-sm3", "-sigopt", Id, "-days", "20", "-set_serial", "77", "-out", _folder.PathTo("sm2.pem"));
        string[] check = ["trust", "check", "--leaf", _folder.PathTo("sm2.pem"), "--at", tomorrow, "--anchors"];

        Assert.Equal(ExitCode.Passed, (await CliRun.OfAsync([.. check, _folder.PathTo("root.pem")])).ExitCode);
        Assert.Equal(ExitCode.Failed, (await CliRun.OfAsync([.. check, _folder.PathTo("other.pem")])).ExitCode);
    }

    public void Dispose() => _folder.Dispose();

    private Task<CliRun> CheckAsync(params string[] options) => CliRun.OfAsync(
    [
        "trust", "check", "--leaf", _folder.PathTo("leaf.pem"), "--certs", _folder.PathTo("certs"), "--anchors", _folder.PathTo("anchors"),
        .. options,
    ]);

    private void Write(string name, ReadOnlySpan<byte> bytes)
    {
        string path = _folder.PathTo(name.Split('/'));
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path, bytes);
    }
}
