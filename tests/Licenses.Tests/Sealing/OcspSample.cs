using System.Security.Cryptography.X509Certificates;
using Licenses.Testing.Processes;
using Licenses.Testing.SamplePki;
using Licenses.Tests.Cli;
using Licenses.Tests.Pdf.Composing;

namespace Licenses.Tests.Sealing;

/// <summary>The sample issuing authority as an OCSP responder, played by OpenSSL.</summary>
internal static class OcspSample
{
    /// <summary>Puts a "good" about each certificate into a folder.</summary>
    public static void Answer(TemporaryFolder folder, params X509Certificate2[] certificates)
    {
        ForeignProgram.Find("openssl");
        using var work = new TemporaryFolder();
        using var authority = X509CertificateLoader.LoadPkcs12FromFile(
            SampleCertificates.PathTo("authorities", "issuing-ca.p12"), SampleCertificates.Password, X509KeyStorageFlags.Exportable);
        File.WriteAllText(work.PathTo("ca.pem"), authority.ExportCertificatePem());
        File.WriteAllText(work.PathTo("ca.key"), authority.GetECDsaPrivateKey()!.ExportPkcs8PrivateKeyPem());
        File.WriteAllLines(
            work.PathTo("index.txt"),
            certificates.Select((certificate, i) => $"V\t460101000000Z\t\t{certificate.SerialNumber}\tunknown\t/CN={i}"));
        foreach (var certificate in certificates)
        {
            var run = ForeignTool.Run(
                "openssl", "ocsp", "-index", work.PathTo("index.txt"), "-rsigner", work.PathTo("ca.pem"), "-rkey", work.PathTo("ca.key"),
                "-CA", work.PathTo("ca.pem"), "-issuer", work.PathTo("ca.pem"), "-serial", "0x" + certificate.SerialNumber,
                "-respout", folder.PathTo(certificate.SerialNumber + ".der"), "-ndays", "1", "-noverify");
            Assert.True(run.ExitCode == 0, run.Output);
        }
    }
}
