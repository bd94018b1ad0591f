using System.Security.Cryptography;
using Licenses.Benchmarks.Harness;
using Licenses.Benchmarks.Material;
using Licenses.Testing.SamplePki;
using System.Security.Cryptography.X509Certificates;

namespace Licenses.Benchmarks.Figures;

/// <summary>Sealing documents in memory: beside hashing the same bytes plus one signature by the same key.</summary>
internal sealed class SealFigure() : Figure("seal", "seal a license face and documents of 50 KB and 2 MB, per core")
{
    private const double Aim = 4000;

    public override async Task MeasureAsync(Run run, CancellationToken cancellationToken)
    {
        using var key = SampleLicenses.Key("police");
        using var bare = SampleCertificates.Seal("police").GetECDsaPrivateKey()!;
        var openssl = await OpenSslSpeed.MeasureAsync(run.IsQuick, cancellationToken);
        var face = Pdf.Composing.FaceComposer.Compose(SampleLicenses.Face, SampleLicenses.Fonts);
        foreach (var (name, document, request) in new[]
        {
            ("a license face, visible, certified", face, SampleLicenses.LicenseSeal),
            ("50 KB, invisible", Scanned(run, 50_000), SampleLicenses.PlainSeal),
            ("2 MB, invisible", Scanned(run, 2_000_000), SampleLicenses.PlainSeal),
        })
        {
            var rates = CoreRate.InTurn(
                run.Period,
                () => SampleLicenses.SealAsync(document, request, key, CancellationToken.None).AsTask().GetAwaiter().GetResult(),
                () => bare.SignHash(SHA256.HashData(document)));
            bool isSmall = document.Length < 100_000;
            run.Add(new Row(
                $"seal {name}, {document.Length / 1024.0:N0} KB",
                Run.Text($"{rates[0].PerSecond:N0}/s ({rates[0].Microseconds:F0} µs, {rates[0].BytesEach / 1024:N0} KB allocated)"),
                Run.Text($"SHA-256 + one P-256 signature {rates[1].PerSecond:N0}/s; openssl sign {openssl.SignsPerSecond:N0}/s"),
                Run.Text($"{rates[0].Microseconds / rates[1].Microseconds:F2} ×"),
                isSmall ? "≥ 4,000/s" : "", isSmall ? rates[0].PerSecond >= Aim : null));
        }
    }

    private static byte[] Scanned(Run run, long length)
    {
        var path = Path.Combine(run.Folder.FullName, $"scan-{length}.pdf");
        ScannedDocument.Write(path, length);
        return File.ReadAllBytes(path);
    }
}
