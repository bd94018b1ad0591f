using System.Security.Cryptography.X509Certificates;
using Licenses.Cli.Pki.Serving;
using Licenses.Testing.Processes;
using Licenses.Testing.SamplePki;
using Licenses.Testing.World;
using Licenses.Trust.Fetching;
using Certificate = Licenses.Crypto.X509.Certificate;

namespace Licenses.Server.Tests.Fetching;

/// <summary>The served PKI as foreign tools see it: openssl and curl.</summary>
public sealed class PkiWorldTests : IAsyncLifetime
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("licenses-world-");
    private TestWorld? _world;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private TestWorld World => _world!;

    public async ValueTask InitializeAsync() => _world = await TestWorld.StartAsync(TimeProvider.System, Token);

    public async ValueTask DisposeAsync()
    {
        await World.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    [Theory]
    [InlineData("police", "good")]
    [InlineData("revoked", "revoked")]
    public async Task Openssl_believes_its_OCSP_answers(string seal, string expected)
    {
        var run = await AskAsync(SampleCertificates.PathTo("seals", $"{seal}.pem"));

        Assert.Equal(0, run.ExitCode);
        Assert.Contains("Response verify OK", run.Output, StringComparison.Ordinal);
        Assert.Contains($"{seal}.pem: {expected}", run.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(WorldFault.WrongSigner)]
    [InlineData(WorldFault.Expired)]
    [InlineData(WorldFault.Future)]
    [InlineData(WorldFault.Garbage)]
    [InlineData(WorldFault.WrongNonce)]
    [InlineData(WorldFault.WrongImprint)]
    [InlineData(WorldFault.Refusing)]
    [InlineData(WorldFault.Down)]
    public async Task Openssl_refuses_each_wrong_OCSP_answer(WorldFault fault)
    {
        World.Switches[WorldService.Ocsp] = fault;

        var run = await AskAsync(SampleCertificates.PathTo("seals", "police.pem"));

        Assert.False(
            run.ExitCode == 0 && run.Output.Contains("Response verify OK", StringComparison.Ordinal)
            && run.Output.Contains("police.pem: good", StringComparison.Ordinal)
            && !run.Output.Contains("Status times invalid", StringComparison.Ordinal),
            run.Output);
    }

    [Fact]
    public async Task Openssl_verifies_with_its_lists_and_sees_a_new_revocation()
    {
        using var seal = World.Issue("New seal");
        var leaf = Write("leaf.pem", seal.ExportCertificatePem());
        var certificate = Certificate.Decode(seal.RawData);
        Assert.Equal(0, (await VerifyAsync(leaf, World.Addresses.Crl(TestWorld.Issuer))).ExitCode);
        Assert.Contains(World.Addresses.Ocsp(TestWorld.Issuer).AbsoluteUri, certificate.Profile.OcspAddresses);
        Assert.Equal(0, (await VerifyAsync(leaf, new Uri(certificate.Profile.CrlAddresses[0]))).ExitCode);

        World.Revoke(certificate);

        var run = await VerifyAsync(leaf, World.Addresses.Crl(TestWorld.Issuer));
        Assert.Contains("certificate revoked", run.Output, StringComparison.Ordinal);
        run = await VerifyAsync(leaf, new Uri(certificate.Profile.CrlAddresses[0]));
        Assert.Contains("certificate revoked", run.Output, StringComparison.Ordinal);
        run = await VerifyAsync(leaf, World.Addresses.Base(TestWorld.Issuer), World.Addresses.Delta(TestWorld.Issuer));
        Assert.Contains("certificate revoked", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Openssl_verifies_its_timestamps_and_refuses_wrong_ones()
    {
        var data = Write("data.txt", "what is stamped");
        var query = Path.Combine(_folder.FullName, "q.tsq");
        Assert.Equal(0, (await OpenSslAsync("ts", "-query", "-data", data, "-sha256", "-cert", "-out", query)).ExitCode);

        Assert.Contains("Verification: OK", await StampAsync(query, data), StringComparison.Ordinal);
        foreach (var fault in (WorldFault[])[WorldFault.WrongNonce, WorldFault.WrongImprint, WorldFault.WrongSigner, WorldFault.Expired])
        {
            World.Switches[WorldService.Tsa] = fault;
            Assert.DoesNotContain("Verification: OK", await StampAsync(query, data), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Faults_are_switched_and_certificates_ordered_while_it_runs()
    {
        var key = Path.Combine(_folder.FullName, "k.pem");
        var order = Path.Combine(_folder.FullName, "r.p10");
        await OpenSslAsync("req", "-new", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes",
            "-subj", "/CN=ordered", "-keyout", key, "-outform", "DER", "-out", order);
        var leaf = Path.Combine(_folder.FullName, "leaf.cer");
        await CurlAsync("--data-binary", $"@{order}", "-o", leaf, $"{World.Addresses.Root}ca/issuing-ca");
        Assert.Equal("CN=ordered", X509CertificateLoader.LoadCertificateFromFile(leaf).Subject);

        var state = await CurlAsync("-X", "POST", $"{World.Addresses.Root}admin/fault?service=crl&fault=unavailable");
        Assert.Contains("unavailable", state.Output, StringComparison.OrdinalIgnoreCase);

        var refused = await CurlAsync("-w", "%{http_code}", $"{World.Addresses.Crl(TestWorld.Issuer)}");
        Assert.EndsWith("503", refused.Output, StringComparison.Ordinal);
        Assert.Equal(1, World.Switches.CountOf(WorldService.Crl));
    }

    [Fact]
    public async Task The_authority_issues_by_the_wrong_key_or_out_of_its_time_when_told_to()
    {
        Assert.Equal(0, (await VerifyAsync(await OrderAsync("good"), [])).ExitCode);
        foreach (var (fault, said) in (IEnumerable<(string, string)>)[
            ("wrong-signer", "certificate signature failure"), ("expired", "certificate has expired"), ("future", "not yet valid")])
        {
            await SwitchCaAsync(fault);
            var run = await VerifyAsync(await OrderAsync(fault), []);
            Assert.NotEqual(0, run.ExitCode);
            Assert.Contains(said, run.Output, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("wrong-signer", "self-signed certificate")]
    [InlineData("expired", "certificate has expired")]
    [InlineData("future", "not yet valid")]
    [InlineData("garbage", "Could not ")]
    [InlineData("none", ": OK")]
    public async Task The_authority_gives_out_a_certificate_of_its_own_that_openssl_refuses(string fault, string said)
    {
        await SwitchCaAsync(fault);
        var file = Path.Combine(_folder.FullName, "ca.cer");
        await CurlAsync("-o", file, World.Addresses.Certificate(TestWorld.Issuer).AbsoluteUri);

        var run = await OpenSslAsync("verify", "-CAfile", SampleCertificates.PathTo("trust", "city-root.pem"), file);

        Assert.Contains(said, run.Output, StringComparison.Ordinal);
        Assert.Equal(fault == "none", run.ExitCode == 0);
    }

    [Theory]
    [InlineData("down", FetchFailure.Unreachable)]
    [InlineData("unavailable", FetchFailure.BadStatus)]
    [InlineData("redirect", FetchFailure.BadStatus)]
    [InlineData("huge", FetchFailure.TooLarge)]
    [InlineData("slow", FetchFailure.TooSlow)]
    public async Task Nobody_gets_a_certificate_from_an_authority_that_is_down_or_slow_or_never_ends(string fault, FetchFailure expected)
    {
        await SwitchCaAsync(fault, "&delay=600");
        using var kit = FetchKit.Create(new FetchPolicy { Timeout = TimeSpan.FromSeconds(fault == "slow" ? 1 : 20) });

        var outcome = await kit.Http.FetchAsync(
            new FetchOrder("certificate", World.Addresses.Certificate(TestWorld.Issuer), 1 << 16) { IsConfigured = true }, Token);

        Assert.Equal(expected, Assert.IsType<FetchOutcome.Failed>(outcome).Why);
        Assert.Equal(1, World.Switches.CountOf(WorldService.Ca));
    }

    [Theory]
    [InlineData("ca", "wrong-nonce")]
    [InlineData("ca", "behind")]
    [InlineData("crl", "refusing")]
    [InlineData("ocsp", "wrong-policy")]
    public async Task A_switch_that_would_change_nothing_is_refused(string service, string fault)
    {
        var run = await CurlAsync(
            "-w", "%{http_code}", "-X", "POST", $"{World.Addresses.Root}admin/fault?service={service}&fault={fault}");

        Assert.EndsWith("400", run.Output, StringComparison.Ordinal);
        Assert.Equal(WorldFault.None, World.Switches[Enum.Parse<WorldService>(service, ignoreCase: true)]);
    }

    private async Task SwitchCaAsync(string fault, string more = "")
    {
        var run = await CurlAsync(
            "-w", "%{http_code}", "-X", "POST", $"{World.Addresses.Root}admin/fault?service=ca&fault={fault}{more}");
        Assert.EndsWith("200", run.Output, StringComparison.Ordinal);
    }

    private async Task<string> OrderAsync(string name)
    {
        var order = Path.Combine(_folder.FullName, $"{name}.p10");
        await OpenSslAsync("req", "-new", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes",
            "-subj", $"/CN={name}", "-keyout", Path.Combine(_folder.FullName, $"{name}.key"), "-outform", "DER", "-out", order);
        var leaf = Path.Combine(_folder.FullName, $"{name}.cer");
        await CurlAsync("--data-binary", $"@{order}", "-o", leaf, World.Addresses.Certificate(TestWorld.Issuer).AbsoluteUri);
        return leaf;
    }

    private Task<ToolRun> AskAsync(string certificate) => OpenSslAsync(
        "ocsp", "-issuer", SampleCertificates.PathTo("authorities", "issuing-ca.pem"), "-cert", certificate,
        "-url", World.Addresses.Ocsp(TestWorld.Issuer).AbsoluteUri,
        "-CAfile", SampleCertificates.PathTo("trust", "city-root.pem"),
        "-verify_other", SampleCertificates.PathTo("authorities", "issuing-ca.pem"));

    private async Task<ToolRun> VerifyAsync(string leaf, params Uri[] lists)
    {
        List<string> arguments =
        [
            "verify", "-CAfile", SampleCertificates.PathTo("trust", "city-root.pem"),
            .. lists.Length == 0 ? [] : (string[])["-crl_check", "-extended_crl", "-use_deltas"],
            "-untrusted", SampleCertificates.PathTo("authorities", "issuing-ca.pem"),
        ];
        foreach (var (i, list) in lists.Index())
        {
            var file = Path.Combine(_folder.FullName, $"{i}.crl");
            await CurlAsync("-o", file, list.AbsoluteUri);
            var pem = Path.Combine(_folder.FullName, $"{i}.pem");
            await OpenSslAsync("crl", "-inform", "DER", "-in", file, "-out", pem);
            arguments.AddRange(["-CRLfile", pem]);
        }

        return await OpenSslAsync([.. arguments, leaf]);
    }

    private async Task<string> StampAsync(string query, string data)
    {
        var reply = Path.Combine(_folder.FullName, "r.tsr");
        await CurlAsync(
            "-H", "Content-Type: application/timestamp-query", "--data-binary", $"@{query}", "-o", reply,
            World.Addresses.Tsa.AbsoluteUri);
        var byQuery = await OpenSslAsync(
            "ts", "-verify", "-queryfile", query, "-in", reply, "-CAfile", SampleCertificates.PathTo("trust", "city-root.pem"),
            "-untrusted", SampleCertificates.PathTo("authorities", "issuing-ca.pem"));
        Assert.True(File.Exists(data));
        return byQuery.Output;
    }

    private string Write(string name, string text)
    {
        var path = Path.Combine(_folder.FullName, name);
        File.WriteAllText(path, text);
        return path;
    }

    private static Task<ToolRun> OpenSslAsync(params string[] arguments) => ToolRun.OfAsync("openssl", arguments, Token);

    private static Task<ToolRun> CurlAsync(params string[] arguments) => ToolRun.OfAsync("curl", ["-s", .. arguments], Token);
}
