using System.Text.Json;
using Licenses.Cli;
using Licenses.Crypto.Seals;
using Licenses.Testing.SamplePki;
using Licenses.Tests.Sealing;

namespace Licenses.Tests.Cli;

/// <summary><c>licenses seal --profile</c>, and what <c>licenses verify</c> tells of the result.</summary>
public sealed class NationalSealTests : IDisposable
{
    private readonly SealedSample _sample = new();

    public NationalSealTests() => File.WriteAllBytes(
        _sample.PathTo("police.esl"),
        NationalSample.Make(NationalSample.Info with { CreatedAt = CliRun.Now.AddDays(-9), ValidFrom = CliRun.Now.AddDays(-9) }));

    [Theory]
    [InlineData("sm2-cades")]
    [InlineData("sm2-pkcs7")]
    [InlineData("sm2-pkcs7-gm")]
    [InlineData("ses", "--seal", "police.esl")]
    [InlineData("ses", "--seal", "police.esl", "--at", "100,100")]
    [InlineData("ses", "--seal", "police.esl", "--filter", "Office.Handler", "--subfilter", "Office.seal")]
    public async Task A_document_is_sealed_in_a_profile_and_verified_from_the_roots(string profile, params string[] options)
    {
        var run = await SealAsync("sm2-police", "--profile", profile, options);
        var verified = await SealedSample.VerifyAsync(_sample.PathTo("out.pdf"));

        Assert.True(run.ExitCode == ExitCode.Passed, run.Error);
        Assert.True(verified.ExitCode == ExitCode.Passed, verified.Output);
        var signature = JsonDocument.Parse(verified.Output).RootElement.GetProperty("signatures")[0];
        Assert.Equal(profile, signature.GetProperty("profile").GetString());
        Assert.Equal(profile == "ses", signature.GetProperty("seal").ValueKind == JsonValueKind.Object);
    }

    [Fact]
    public async Task A_person_reads_each_step_in_both_languages()
    {
        await SealAsync("sm2-police", "--seal", "police.esl");

        var run = await CliRun.OfAsync(
            "verify", "--all", _sample.PathTo("out.pdf"), "--trust", SampleCertificates.TrustDirectory, "--crl", SampleCertificates.CrlDirectory);

        Assert.Contains("样例市公安局电子印章 (31000000000001), GB/T 38540-2020", run.Output, StringComparison.Ordinal);
        foreach (string check in SealFindings.Order.Where(check => check is not (SealFindings.SealTimeStamp or SealFindings.TimeStamp)))
        {
            Assert.Contains($"✓ {check}:", run.Output, StringComparison.Ordinal);
        }

        Assert.Contains("签章者证书在印章的证书列表中", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Both_seals_of_a_document_are_told()
    {
        await SealAsync("sm2-police", "--seal", "police.esl");
        var second = await CliRun.OfAsync(
            "seal", _sample.PathTo("out.pdf"), "-o", _sample.PathTo("both.pdf"), "--key", SampleCertificates.SealPath("police"),
            "--password-file", _sample.PathTo("password"));

        var verified = await SealedSample.VerifyAsync("--policy", "pades", _sample.PathTo("both.pdf"));

        Assert.Equal((ExitCode.Passed, ExitCode.Passed), (second.ExitCode, verified.ExitCode));
        var signatures = JsonDocument.Parse(verified.Output).RootElement.GetProperty("signatures").EnumerateArray();
        Assert.Equal(["ses", "pades"], signatures.Select(signature => signature.GetProperty("profile").GetString()));
    }

    [Fact]
    public async Task A_seal_is_raised_for_the_long_term_with_its_makers_data()
    {
        await SealAsync("sm2-police", "--seal", "police.esl");
        var raised = await CliRun.OfAsync(
            "seal", _sample.PathTo("out.pdf"), "-o", _sample.PathTo("kept.pdf"), "--upgrade", "LTA",
            "--tsa-key", SampleCertificates.PathTo("tsa", "sm2-tsa.p12"), "--tsa-password-file", _sample.PathTo("password"),
            "--cert", SampleCertificates.TrustDirectory, "--cert", SampleCertificates.PathTo("authorities", "sm2-ca.pem"),
            "--crl", _sample.Lists);

        Assert.True(raised.ExitCode == ExitCode.Passed, raised.Error);
        var verified = await CliRun.OfAsync("verify", "--json", _sample.PathTo("kept.pdf"), "--trust", SampleCertificates.TrustDirectory);
        Assert.True(verified.ExitCode == ExitCode.Passed, verified.Output);
        Assert.Equal("B-LTA", JsonDocument.Parse(verified.Output).RootElement.GetProperty("signatures")[0].GetProperty("level").GetString());
    }

    [Theory]
    [InlineData(ExitCode.Usage, "sm2-police", "--profile", "ses")]
    [InlineData(ExitCode.Usage, "sm2-police", "--profile", "sm2-cades", "--seal", "police.esl")]
    [InlineData(ExitCode.Usage, "sm2-police", "--profile", "pades", "--subfilter", "GM.sm2seal")]
    [InlineData(ExitCode.Usage, "sm2-police", "--seal", "nowhere.esl")]
    [InlineData(ExitCode.Usage, "sm2-police", "--seal", "plain.pdf")]
    [InlineData(ExitCode.Usage, "sm2-police", "--seal", "police.esl", "--subfilter", "adbe.pkcs7.detached")]
    [InlineData(ExitCode.Usage, "sm2-police", "--seal", "police.esl", "--filter", "bad name")]
    [InlineData(ExitCode.Failed, "sm2-civil-affairs", "--seal", "police.esl")]
    [InlineData(ExitCode.Failed, "sm2-expired", "--seal", "police.esl")]
    public async Task What_cannot_be_is_refused_and_nothing_is_written(int exitCode, string key, string option, string value, params string[] options)
    {
        var run = await SealAsync(key, option, value, options);

        Assert.Equal(exitCode, run.ExitCode);
        Assert.NotEmpty(run.Error);
        Assert.DoesNotContain("Parameter", run.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(_sample.PathTo("out.pdf")));
    }

    public void Dispose() => _sample.Dispose();

    private Task<CliRun> SealAsync(string key, string option, string value, params string[] options) => CliRun.OfAsync(
    [
        "seal", _sample.PathTo("plain.pdf"), "-o", _sample.PathTo("out.pdf"), "--key", SampleCertificates.NationalSealPath(key),
        "--password-file", _sample.PathTo("password"),
        .. ((string[])[option, value, .. options]).Select(part => part.EndsWith(".esl", StringComparison.Ordinal) || part.EndsWith(".pdf", StringComparison.Ordinal) ? _sample.PathTo(part) : part),
    ]);
}
