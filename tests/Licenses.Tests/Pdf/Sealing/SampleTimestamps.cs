using System.Security.Cryptography.X509Certificates;
using System.Text;
using Licenses.Testing.Processes;
using Licenses.Testing.SamplePki;
using Licenses.Tests.Pdf.Composing;

namespace Licenses.Tests.Pdf.Sealing;

/// <summary>The sample time-stamp authority, played by OpenSSL.</summary>
internal static class SampleTimestamps
{
    public static ReadOnlyMemory<byte> Stamp(ReadOnlyMemory<byte> digest)
    {
        ForeignProgram.Find("openssl");
        using var authority = SampleCertificates.TimeStampAuthority();
        using var key = new TempFile(Encoding.ASCII.GetBytes(authority.GetECDsaPrivateKey() is { } curve
            ? curve.ExportPkcs8PrivateKeyPem()
            : authority.GetRSAPrivateKey()!.ExportPkcs8PrivateKeyPem()), ".pem");
        using var certificate = new TempFile(Encoding.ASCII.GetBytes(authority.ExportCertificatePem()), ".pem");
        using var serial = new TempFile("01"u8, ".srl");
        using var query = new TempFile([], ".tsq");
        using var answer = new TempFile([], ".tsr");
        using var configuration = new TempFile(
            Encoding.ASCII.GetBytes($"""
                [tsa]
                serial = {serial.Path}
                signer_digest = sha256
                default_policy = 1.2.3.4
                digests = sha256, sha384, sha512
                ordering = no
                ess_cert_id_alg = sha256
                """),
            ".cnf");
        Require(ForeignTool.Run(
            "openssl", "ts", "-query", "-digest", Convert.ToHexString(digest.Span), "-sha256", "-cert", "-out", query.Path));
        Require(ForeignTool.Run(
            "openssl", "ts", "-reply", "-queryfile", query.Path, "-section", "tsa", "-config", configuration.Path,
            "-signer", certificate.Path, "-inkey", key.Path, "-token_out", "-out", answer.Path));
        return File.ReadAllBytes(answer.Path);
    }

    private static void Require((int ExitCode, string Output) run) => Assert.True(run.ExitCode == 0, run.Output);
}
