using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json;
using Licenses.Cli;
using Licenses.Cli.Pki;
using Licenses.Testing.SamplePki;

namespace Licenses.Tests.Cli;

public sealed class PkiTests
{
    [Fact]
    public async Task Generating_over_the_committed_sample_changes_nothing()
    {
        using var folder = CopyOfSample();
        var before = Snapshot(folder.Path);

        var run = await CliRun.OfAsync("pki", "generate", "-d", folder.Path, "--json");

        Assert.Equal(ExitCode.Passed, run.ExitCode);
        Assert.Equal(0, JsonDocument.Parse(run.Output).RootElement.GetProperty("made").GetInt32());
        Assert.Equal(before, Snapshot(folder.Path));
    }

    [Fact]
    public async Task A_lost_certificate_is_made_again_with_the_key_that_is_left()
    {
        using var folder = CopyOfSample();
        File.Delete(folder.PathTo("seals", "police.pem"));

        await CliRun.OfAsync("pki", "generate", "-d", folder.Path);

        Assert.Equal(
            KeyOf(SampleCertificates.PathTo("seals", "police.pem")), KeyOf(folder.PathTo("seals", "police.pem")));
    }

    [Fact]
    public async Task Force_gives_everybody_a_new_key()
    {
        using var folder = CopyOfSample();

        await CliRun.OfAsync("pki", "generate", "-d", folder.Path, "--force");

        foreach (var name in (string[])["trust/city-root.pem", "seals/tax.pem", "clients/center.pem"])
        {
            Assert.NotEqual(KeyOf(SampleCertificates.PathTo(name)), KeyOf(folder.PathTo(name)));
        }
    }

    [Fact]
    public async Task A_member_that_becomes_revoked_enters_the_list_of_its_issuer_and_no_other_file_changes()
    {
        using var folder = CopyOfSample();
        var before = Snapshot(folder.Path);
        var declaration = await File.ReadAllTextAsync(folder.PathTo("pki.json"), Encoding.UTF8, TestToken);
        await File.WriteAllTextAsync(
            folder.PathTo("pki.json"),
            declaration.Replace(
                "\"name\": \"auditor\",",
                "\"name\": \"auditor\", \"revoked\": { \"at\": \"2026-05-01T00:00:00Z\" },",
                StringComparison.Ordinal),
            TestToken);

        await CliRun.OfAsync("pki", "generate", "-d", folder.Path);

        var changed = Snapshot(folder.Path).Except(before).Select(file => file.Split(' ')[0]).Order();
        Assert.Equal(["crls/issuing-ca.crl", "pki.json"], changed);
        var (_, text) = await OpenSsl.RunAsync("crl", "-in", folder.PathTo("crls", "issuing-ca.crl"), "-noout", "-text");
        using var auditor = SampleCertificates.Client("auditor");
        Assert.Contains(auditor.SerialNumber, text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\"key\": \"P-256\"", "\"key\": \"P-257\"", "P-257 is none of")]
    [InlineData("\"organisation\": \"tax\"", "\"organisation\": \"taxi\"", "taxi is not declared")]
    [InlineData("\"issuer\": \"city-root\"", "\"issuer\": \"issuing-ca\"", "stands below it")]
    [InlineData("11310000MB99010163", "11310000MB99010164", "no unified social credit code")]
    [InlineData("\"role\": \"center\", ", "", "has a role")]
    [InlineData("\"notice\"", "\"notise\"", "notise")]
    [InlineData("\"purpose\": \"server\"", "\"purpose\": \"waiter\"", "MemberPurpose")]
    [InlineData("\"name\": \"hrss\", \"purpose\"", "\"name\": \"police\", \"purpose\"", "member police stands twice")]
    public async Task A_declaration_that_contradicts_itself_is_refused_with_its_reason(string right, string wrong, string reason)
    {
        using var folder = CopyOfSample();
        var text = await File.ReadAllTextAsync(folder.PathTo("pki.json"), TestToken);
        Assert.Contains(right, text, StringComparison.Ordinal);
        await File.WriteAllTextAsync(folder.PathTo("pki.json"), text.Replace(right, wrong, StringComparison.Ordinal), TestToken);

        var run = await CliRun.OfAsync("pki", "generate", "-d", folder.Path);

        Assert.Equal(ExitCode.Usage, run.ExitCode);
        Assert.Contains(reason, run.Error.ReplaceLineEndings(" "), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Openssl_accepts_every_good_member_for_its_purpose_and_refuses_the_revoked_and_the_expired()
    {
        using var folder = new TemporaryFolder();
        Concatenate(folder.PathTo("trust.pem"), SampleCertificates.TrustDirectory);
        Concatenate(folder.PathTo("crls.pem"), SampleCertificates.CrlDirectory);
        var declaration = PkiDeclaration.Load(SampleCertificates.PathTo());
        var files = new PkiFolder(SampleCertificates.PathTo(), declaration);

        var refused = new List<string>();
        foreach (var member in declaration.Members.Where(member => member.Purpose != MemberPurpose.Authority && member.Key != MemberKey.Sm2))
        {
            var (exitCode, text) = await OpenSsl.RunAsync(
                "verify", "-x509_strict", "-crl_check_all", "-attime", $"{CliRun.Now.ToUnixTimeSeconds()}",
                "-purpose", OpenSslPurpose(member.Purpose), "-CAfile", folder.PathTo("trust.pem"),
                "-untrusted", SampleCertificates.PathTo("authorities", "issuing-ca.pem"),
                "-CRLfile", folder.PathTo("crls.pem"), files.CertificatePath(member));
            if (exitCode != 0)
            {
                refused.Add($"{member.Name}: {(text.Contains("revoked", StringComparison.Ordinal) ? "revoked" : text)}");
            }
        }

        Assert.Equal(3, refused.Count);
        Assert.Contains("revoked: revoked", refused);
        Assert.Contains("issuer-revoked: revoked", refused);
        Assert.Contains(refused, line => line.StartsWith("expired:", StringComparison.Ordinal) && line.Contains("certificate has expired", StringComparison.Ordinal));
    }

    // openssl gives the user ID to the certificate in question alone, so each is asked about below its own issuer.
    [Fact]
    public async Task Openssl_accepts_every_certificate_with_an_SM2_key_below_its_issuer()
    {
        var declaration = PkiDeclaration.Load(SampleCertificates.PathTo());
        var files = new PkiFolder(SampleCertificates.PathTo(), declaration);
        foreach (var member in declaration.Members.Where(member => member.Key == MemberKey.Sm2))
        {
            var issuer = declaration.Find(member.Issuer ?? member.Name)!;

            var (exitCode, text) = await OpenSsl.RunAsync(
                "verify", "-partial_chain", "-no_check_time", "-vfyopt", "distid:1234567812345678",
                "-trusted", files.CertificatePath(issuer), files.CertificatePath(member));

            Assert.True(exitCode == 0, text);
        }
    }

    [Fact]
    public void Every_container_opens_with_the_declared_password_and_fits_its_certificate()
    {
        var declaration = PkiDeclaration.Load(SampleCertificates.PathTo());
        var files = new PkiFolder(SampleCertificates.PathTo(), declaration);

        Assert.All(declaration.Members, member =>
        {
            using var key = files.ReadKey(member);
            using var certificate = files.ReadCertificate(member);
            Assert.Equal(
                certificate!.PublicKey.ExportSubjectPublicKeyInfo(), key!.Public.ExportSubjectPublicKeyInfo());
            Assert.Contains("NOT FOR PRODUCTION", certificate.Subject, StringComparison.Ordinal);
        });
    }

    [Fact]
    public async Task List_tells_who_is_revoked_and_who_has_expired()
    {
        var run = await CliRun.OfAsync("pki", "list", "--json", "-d", SampleCertificates.PathTo());

        var states = run.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => JsonDocument.Parse(line).RootElement)
            .ToLookup(entry => entry.GetProperty("state").GetString(), entry => entry.GetProperty("name").GetString());
        Assert.Equal(["issuer-revoked", "revoked", "sm2-revoked"], states["REVOKED"].Order());
        Assert.Equal(["expired", "sm2-expired"], states["EXPIRED"].Order());
        Assert.Empty(states["MISSING"]);
        Assert.Contains("city-root", states["VALID"]);
    }

    [Fact]
    public async Task Show_names_the_organisation_with_its_code()
    {
        var run = await CliRun.OfAsync("pki", "show", "center", "-d", SampleCertificates.PathTo());

        Assert.Contains("样例市行政服务中心 (11310000MB99017108)", run.Output, StringComparison.Ordinal);
        Assert.Contains("role:center", run.Output, StringComparison.Ordinal);
    }

    private static CancellationToken TestToken => TestContext.Current.CancellationToken;

    private static string OpenSslPurpose(MemberPurpose purpose) => purpose switch
    {
        MemberPurpose.Client => "sslclient",
        MemberPurpose.Server => "sslserver",
        MemberPurpose.Timestamp => "timestampsign",
        _ => "any",
    };

    private static TemporaryFolder CopyOfSample()
    {
        var folder = new TemporaryFolder();
        var source = SampleCertificates.PathTo();
        foreach (var file in Directory.GetFiles(source, "*", SearchOption.AllDirectories))
        {
            var target = folder.PathTo(Path.GetRelativePath(source, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }

        return folder;
    }

    private static IReadOnlyList<string> Snapshot(string folder) =>
    [
        .. Directory.GetFiles(folder, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal).Select(file =>
            $"{Path.GetRelativePath(folder, file)} {Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(file)))}"),
    ];

    private static string KeyOf(string path)
    {
        using var certificate = X509Certificate2.CreateFromPem(File.ReadAllText(path));
        return Convert.ToHexString(certificate.PublicKey.ExportSubjectPublicKeyInfo());
    }

    private static void Concatenate(string target, string folder) => File.WriteAllLines(
        target, Directory.GetFiles(folder).Where(file => !file.EndsWith(".md", StringComparison.Ordinal)).SelectMany(File.ReadAllLines));
}
