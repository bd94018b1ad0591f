using System.Security.Cryptography;
using Licenses.Benchmarks.Harness;
using Licenses.Benchmarks.Material;
using Licenses.Crypto.Signatures;
using Licenses.Pdf.Signing;
using Licenses.Pdf.Syntax;
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
        Measure(run, "a license face, visible, certified", face, SampleLicenses.LicenseSeal);
        Measure(run, "50 KB, invisible", Scanned(run, 50_000), SampleLicenses.PlainSeal);
        Measure(run, "2 MB, invisible", Scanned(run, 2_000_000), SampleLicenses.PlainSeal);
        await ProfileRows.MeasureAsync(run, Scanned(run, 50_000), cancellationToken);
        await ProfileRows.MeasureAsync(run, Scanned(run, 2_000_000), cancellationToken);

        void Measure(Run run, string name, ReadOnlyMemory<byte> document, SealRequest request)
        {
            var rates = CoreRate.InTurn(
                run.Period,
                () => SampleLicenses.SealAsync(document, request, key, CancellationToken.None).AsTask().GetAwaiter().GetResult(),
                () => Append(document, request, key),
                () => bare.SignHash(SHA256.HashData(document.Span)),
                () => document.Span.CopyTo(GC.AllocateUninitializedArray<byte>(document.Length)));
            bool isSmall = document.Length < 100_000;
            run.Add(new Row(
                $"seal {name}, {document.Length / 1024.0:N0} KB, whole document in memory",
                Run.Text($"{rates[0].PerSecond:N0}/s ({rates[0].Microseconds:F0} µs, {rates[0].BytesEach / 1024:N0} KB allocated)"),
                Run.Text($"SHA-256 + one P-256 signature {rates[2].Microseconds:F0} µs, a copy of the bytes {rates[3].Microseconds:F0} µs; openssl sign {openssl.SignsPerSecond:N0}/s"),
                Run.Text($"{rates[0].Microseconds / rates[2].Microseconds:F2} ×, with the copy {rates[0].Microseconds / (rates[2].Microseconds + rates[3].Microseconds):F2} ×"),
                isSmall ? "≥ 4,000/s" : "", isSmall ? rates[0].PerSecond >= Aim : null));
            run.Add(new Row(
                "- the appended revision alone",
                Run.Text($"{rates[1].PerSecond:N0}/s ({rates[1].Microseconds:F0} µs, {rates[1].BytesEach / 1024:N0} KB allocated)"),
                Run.Text($"SHA-256 + one P-256 signature {rates[2].Microseconds:F0} µs"),
                Run.Text($"{rates[1].Microseconds / rates[2].Microseconds:F2} ×"),
                isSmall ? "≥ 4,000/s" : "≤ 1.3 ×", isSmall ? rates[1].PerSecond >= Aim : rates[1].Microseconds <= 1.3 * rates[2].Microseconds));
        }
    }

    private static void Append(ReadOnlyMemory<byte> document, SealRequest request, ISealKey key)
    {
        using var source = PdfSource.FromMemory(document);
        if (PdfSealer.AppendSealAsync(source, request, key, CancellationToken.None).AsTask().GetAwaiter().GetResult() is not SealOutcome.Appended)
        {
            throw new InvalidOperationException("the sample could not be sealed");
        }
    }

    private static byte[] Scanned(Run run, long length)
    {
        var path = Path.Combine(run.Folder.FullName, $"scan-{length}.pdf");
        ScannedDocument.Write(path, length);
        return File.ReadAllBytes(path);
    }
}
