using System.Diagnostics;
using Licenses.Crypto.X509;
using Licenses.Testing.Processes;
using Licenses.Testing.SamplePki;
using Licenses.Trust;
using Licenses.Trust.Fetching;

namespace Licenses.Server.Tests.Fetching;

/// <summary>openssl's own OCSP responder, asked by GET and by POST: what we send is what others read.</summary>
public sealed class OpenSslResponderTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("licenses-openssl-");

    private Process? _started;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _started?.Kill(entireProcessTree: true);
        _started?.Dispose();
        _folder.Delete(recursive: true);
    }

    [Theory]
    [InlineData(false, true)]
    [InlineData(true, true)]
    [InlineData(false, false)]
    public async Task Openssl_answers_about_good_and_revoked_certificates(bool useNonce, bool saysUntilWhen)
    {
        int port = ChildServer.FreePort();
        await StartAsync(port, saysUntilWhen ? ["-nmin", "60"] : []);
        using var kit = FetchKit.Create();
        var fetcher = new RevocationFetcher(
            kit.Http,
            kit.Trust,
            new RevocationFetchOptions
            {
                Issuers = [FetchKit.Configured([new Uri($"http://127.0.0.1:{port}/")])], UseNonce = useNonce,
            },
            TimeProvider.System);

        // It gives the second in which it answers as thisUpdate, so the clocks agree.
        var good = Known(await fetcher.AskAsync(FetchKit.About(CertificateOf("police")), Token));
        Assert.False(good.IsRevoked);
        Assert.Equal(saysUntilWhen ? TimeSpan.FromHours(1) : TimeSpan.FromDays(1), good.NextUpdate - good.AsOf);
        var revoked = Known(await fetcher.AskAsync(FetchKit.About(CertificateOf("revoked")), Token));
        Assert.Equal((true, RevocationReason.KeyCompromise), (revoked.IsRevoked, revoked.Reason));
    }

    private async Task StartAsync(int port, string[] more)
    {
        var key = Path.Combine(_folder.FullName, "ca.key");
        var export = await ToolRun.OfAsync(
            "openssl",
            [
                "pkcs12", "-in", SampleCertificates.PathTo("authorities", "issuing-ca.p12"), "-passin", $"pass:{SampleCertificates.Password}",
                "-nocerts", "-nodes", "-out", key,
            ],
            Token);
        Assert.True(export.ExitCode == 0, export.Output);
        var index = Path.Combine(_folder.FullName, "index.txt");
        await File.WriteAllTextAsync(
            index,
            $"V\t451231235959Z\t\t{SerialOf("police")}\tunknown\t/CN=police\n"
                + $"R\t451231235959Z\t260101000000Z,keyCompromise\t{SerialOf("revoked")}\tunknown\t/CN=revoked\n",
            Token);
        await File.WriteAllTextAsync(index + ".attr", "unique_subject = no\n", Token);
        var authority = SampleCertificates.PathTo("authorities", "issuing-ca.pem");
        string[] command =
        [
            "60", ForeignProgram.Find("openssl"), "ocsp", "-index", index, "-port", $"{port}", "-rsigner", authority, "-rkey", key,
            "-CA", authority, .. more, "-ignore_err",
        ];

        // Not as a ChildServer: a connection that only looks whether it listens makes this responder hang.
        _started = Process.Start(new ProcessStartInfo(ForeignProgram.Find("timeout"), command)
        {
            RedirectStandardOutput = true, RedirectStandardError = true,
        }) ?? throw new InvalidOperationException("no process");
        while (await _started.StandardError.ReadLineAsync(Token) is { } line
            && !line.Contains("waiting for OCSP client", StringComparison.Ordinal))
        {
            // it says first where it listens
        }
    }

    private static Certificate CertificateOf(string seal) => Certificate.Decode(SampleCertificates.Seal(seal).RawData);

    private static string SerialOf(string seal) => SampleCertificates.Seal(seal).SerialNumber;

    private static RevocationFact Known(RevocationAnswer answer) =>
        answer is RevocationAnswer.Known known ? known.Fact : throw new Xunit.Sdk.XunitException($"{answer}");
}
