using Licenses.Cli;
using Licenses.Testing.SamplePki;
using Licenses.Tests.Sealing;

namespace Licenses.Tests.Cli;

/// <summary>Seals the small PDF through the command line and verifies it with the sample PKI.</summary>
internal sealed class SealedSample : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly TemporaryFolder _lists = new();

    public SealedSample()
    {
        File.WriteAllBytes(PathTo("plain.pdf"), SmallPdf.Bytes);
        File.WriteAllText(PathTo("password"), SampleCertificates.Password + "\n");
    }

    public string Folder => _folder.Path;

    /// <summary>Lists that the sample authorities published at the command line's time.</summary>
    public string Lists => FreshLists.WriteTo(_lists, CliRun.Now);

    public string PathTo(string name) => _folder.PathTo(name);

    public async Task<string> SealAsync(string seal, string output, string input = "plain.pdf", params string[] options)
    {
        var run = await TrySealAsync(seal, output, input, options);
        Assert.True(run.ExitCode == ExitCode.Passed, run.Error);
        return PathTo(output);
    }

    public Task<CliRun> TrySealAsync(string seal, string output, string input = "plain.pdf", params string[] options) =>
        CliRun.OfAsync(
        [
            "seal", PathTo(input), "-o", PathTo(output), "--key", SampleCertificates.SealPath(seal),
            "--password-file", PathTo("password"), .. options,
        ]);

    public static Task<CliRun> VerifyAsync(params string[] arguments) => CliRun.OfAsync(
    [
        "verify", "--json", "--trust", SampleCertificates.TrustDirectory, "--crl", SampleCertificates.CrlDirectory, .. arguments,
    ]);

    public void Dispose()
    {
        _folder.Dispose();
        _lists.Dispose();
    }
}
