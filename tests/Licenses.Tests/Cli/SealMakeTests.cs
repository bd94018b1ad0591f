using System.Text.Json;
using Licenses.Crypto.Seals;
using Licenses.Crypto.Sm;
using Licenses.Testing.SamplePki;
using Licenses.Tests.Crypto;
using Licenses.Tests.Crypto.Sm;

namespace Licenses.Tests.Cli;

/// <summary><c>licenses seal make|show|verify</c> and <c>licenses verify</c> on electronic seals, offline.</summary>
public sealed class SealMakeTests : IDisposable
{
    private const string Svg = """<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 42 42"><circle cx="21" cy="21" r="20"/></svg>""";

    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private static string[] Trust =>
    [
        "--trust", SampleCertificates.TrustDirectory, "--trust", SampleCertificates.PathTo("authorities", "sm2-ca.pem"),
        "--crl", SampleCertificates.CrlDirectory,
    ];

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("2020")]
    [InlineData("2025")]
    public async Task A_seal_that_is_made_is_shown_verified_and_read_by_openssl(string format)
    {
        var esl = _folder.PathTo("police.esl");
        var made = await MakeAsync(esl, "--format", format, "--digests");
        Assert.True(made.ExitCode == 0, made.Error);
        Assert.DoesNotContain("cannot be drawn", made.Error, StringComparison.Ordinal);

        var verified = await CliRun.OfAsync(["verify", esl, "--json", .. Trust]);
        var step = await CliRun.OfAsync(["seal", "verify", esl, .. Trust]);
        var shown = await CliRun.OfAsync("seal", "show", esl, "--json", "--picture-out", _folder.PathTo("picture"));

        Assert.True(verified.ExitCode == 0, verified.Output);
        var answer = JsonDocument.Parse(verified.Output).RootElement;
        Assert.Equal("PASSED", answer.GetProperty("verdict").GetString());
        Assert.Equal("seal", answer.GetProperty("seal").GetProperty("kind").GetString());
        Assert.Contains("SEAL_MAKER_SIGNATURE", step.Output, StringComparison.Ordinal);
        Assert.Contains("签名值验证通过", step.Output, StringComparison.Ordinal);
        Assert.Contains("未向任何机构查询", step.Output, StringComparison.Ordinal); // what nobody offline can know is said
        Assert.Equal("样例市公安局电子印章", JsonDocument.Parse(shown.Output).RootElement.GetProperty("name").GetString());
        Assert.Equal(Svg, await File.ReadAllTextAsync(_folder.PathTo("picture"), Token));
        byte[] encoded = await File.ReadAllBytesAsync(esl, Token);
        var seal = ElectronicSeal.Decode(encoded);
        GmMessageTests.OpenSslShouldVerify(seal.Maker!, seal.Signed.ToArray(), seal.SignatureValue.ToArray());
        var (exitCode, output) = ForeignTool.Run(
            "openssl", new Dictionary<string, byte[]> { ["der"] = encoded }, "asn1parse", "-inform", "DER", "-in", "der");
        Assert.True(exitCode == 0, output);
    }

    [Fact]
    public async Task Where_makers_are_named_others_neither_make_seals_nor_pass()
    {
        var (esl, other) = (_folder.PathTo("police.esl"), _folder.PathTo("other.esl"));
        string[] named = ["--seal-maker", SampleCertificates.NationalSealPath("sm2-maker").Replace(".p12", ".pem", StringComparison.Ordinal)];
        string[] another = ["--seal-maker", SampleCertificates.NationalSealPath("sm2-market").Replace(".p12", ".pem", StringComparison.Ordinal)];

        var made = await MakeAsync(esl, named);
        var refused = await MakeAsync(other, another);

        Assert.True(made.ExitCode == 0, made.Error);
        Assert.Equal(2, refused.ExitCode);
        Assert.Contains("none of the makers of seals that are named", refused.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(other));
        Assert.Equal(0, (await CliRun.OfAsync(["seal", "verify", esl, .. Trust, .. named])).ExitCode);
        var failed = await CliRun.OfAsync(["verify", esl, .. Trust, .. another]);
        Assert.Equal(2, failed.ExitCode);
        Assert.Contains("SEAL_MAKER_AUTHORITY", failed.Output, StringComparison.Ordinal);
        Assert.Equal(64, (await CliRun.OfAsync(["verify", esl, "--seal-maker", _folder.PathTo("none.pem")])).ExitCode);
    }

    [Fact]
    public async Task A_signature_is_told_by_its_content_and_verified_with_what_was_sealed()
    {
        var (dat, content) = (_folder.PathTo("anything.pdf"), _folder.PathTo("content.xml"));
        await File.WriteAllTextAsync(content, "what was sealed", Token);
        await File.WriteAllTextAsync(_folder.PathTo("other.xml"), "something else", Token);
        Assert.Equal(0, (await MakeAsync(_folder.PathTo("police.esl"))).ExitCode);
        var seal = ElectronicSeal.Decode(await File.ReadAllBytesAsync(_folder.PathTo("police.esl"), Token));
        await File.WriteAllBytesAsync(dat, await SealApplier.SignAsync(
            NationalKeys.Police, seal,
            new SealUse(Sm3.HashData("what was sealed"u8), CliRun.Now, "/Doc_0"), null, Token), Token);

        Assert.Equal(0, (await CliRun.OfAsync(["verify", dat, "--content", content, .. Trust])).ExitCode);
        Assert.Equal(2, (await CliRun.OfAsync(["verify", dat, "--content", _folder.PathTo("other.xml"), .. Trust])).ExitCode);
        Assert.Equal(3, (await CliRun.OfAsync(["verify", dat, .. Trust])).ExitCode); // nothing to compare with
        Assert.Equal(3, (await CliRun.OfAsync("verify", dat, "--content", content)).ExitCode); // nobody is trusted
        Assert.Equal(0, (await CliRun.OfAsync("verify", dat, "--content", content, "--policy", "crypto")).ExitCode);
        Assert.Equal(64, (await CliRun.OfAsync("verify", dat, "--content", "no-such-file")).ExitCode);
        byte[] broken = await File.ReadAllBytesAsync(dat, Token);
        await File.WriteAllBytesAsync(dat, broken[..^20], Token);
        Assert.Equal(5, (await CliRun.OfAsync(["verify", dat, "--content", content, .. Trust])).ExitCode);
    }

    [Fact]
    public async Task What_must_not_be_made_is_refused_with_every_reason_and_nothing_is_written()
    {
        var esl = _folder.PathTo("bad.esl");

        var run = await MakeAsync(
            esl, "--signer", SampleCertificates.PathTo("national", "sm2-revoked.pem"),
            "--signer", SampleCertificates.PathTo("seals", "police.pem"), "--organisation", SampleCertificates.Uscc("police"),
            "--size", "100x42");

        Assert.Equal(2, run.ExitCode);
        Assert.All(
            new[] { "draft.picture:", "was revoked", "must be a certificate of an SM2 key", "names another organisation" },
            reason => Assert.Contains(reason, run.Error, StringComparison.Ordinal));
        Assert.False(File.Exists(esl));
    }

    [Fact]
    public async Task A_seal_that_would_be_older_than_its_making_and_its_certificates_is_not_made()
    {
        var esl = _folder.PathTo("early.esl");

        var run = await CliRun.OfAsync([.. Arguments(esl), "--valid-from", "2019-01-01"]);

        Assert.Equal(2, run.ExitCode);
        Assert.Contains("the day that the seal is asked for", run.Error, StringComparison.Ordinal);
        Assert.Contains("before the beginning of", run.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(esl));
    }

    [Fact]
    public async Task Without_trust_a_seal_is_made_and_the_answer_says_that_nobody_was_checked()
    {
        var run = await CliRun.OfAsync(Arguments(_folder.PathTo("a.esl")));

        Assert.Equal(0, run.ExitCode);
        Assert.Contains("No certificate was checked", run.Error, StringComparison.Ordinal);
        Assert.Equal(74, (await CliRun.OfAsync(Arguments(_folder.PathTo("a.esl")))).ExitCode); // it stands there already
    }

    [Fact]
    public async Task A_PDF_that_is_called_like_a_subcommand_is_sealed_by_its_path()
    {
        await File.WriteAllBytesAsync(_folder.PathTo("make"), SmallPdf.Bytes, Token);

        var run = await CliRun.OfAsync(
            "seal", _folder.PathTo("make"), "-o", _folder.PathTo("out.pdf"), "--key", SampleCertificates.SealPath("police"),
            "--password-file", PasswordFile());
        var help = await CliRun.OfAsync("seal", "make", "--help");

        Assert.True(run.ExitCode == 0, run.Error);
        Assert.Contains("--maker", help.Output, StringComparison.Ordinal);
        Assert.Contains("./make", help.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Neither_a_seal_nor_a_signature_is_told_as_such()
    {
        await File.WriteAllTextAsync(_folder.PathTo("x.esl"), "no seal", Token);

        var none = await CliRun.OfAsync("seal", "verify", _folder.PathTo("x.esl"));
        Assert.Equal(5, none.ExitCode);
        Assert.Contains("NOT_A_SEAL", none.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("NOT_A_PDF", none.Output, StringComparison.Ordinal);
        Assert.Equal(5, (await CliRun.OfAsync("seal", "show", _folder.PathTo("x.esl"))).ExitCode);
        Assert.Equal(64, (await CliRun.OfAsync("seal", "show", _folder.PathTo("none.esl"))).ExitCode);
    }

    private Task<CliRun> MakeAsync(string target, params string[] more) => CliRun.OfAsync([.. Arguments(target), .. Trust, .. more]);

    private string[] Arguments(string target)
    {
        File.WriteAllText(_folder.PathTo("seal.svg"), Svg);
        return
        [
            "seal", "make", "--maker", SampleCertificates.NationalSealPath("sm2-maker"), "--password-file", PasswordFile(),
            "-o", target, "--name", "样例市公安局电子印章", "--picture", _folder.PathTo("seal.svg"), "--signer",
            SampleCertificates.PathTo("national", "sm2-police.pem"), "--valid-until", "2027-05-01",
        ];
    }

    private string PasswordFile()
    {
        File.WriteAllText(_folder.PathTo("password"), SampleCertificates.Password);
        return _folder.PathTo("password");
    }
}
