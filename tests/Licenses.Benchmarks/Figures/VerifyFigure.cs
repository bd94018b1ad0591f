using System.Security.Cryptography;
using Licenses.Benchmarks.Harness;
using Licenses.Benchmarks.Material;
using Licenses.Pdf.Signing;
using Licenses.Pdf.Syntax;
using Licenses.Trust;
using Licenses.Verification;

namespace Licenses.Benchmarks.Figures;

/// <summary>Verifying a sealed license: structure, digest, signature, path (remembered), CRL; the whole report.</summary>
internal sealed class VerifyFigure() : Figure("verify", "verify a sealed license, per core: P-256 and RSA-2048")
{
    public override async Task MeasureAsync(Run run, CancellationToken cancellationToken)
    {
        var openssl = await OpenSslSpeed.MeasureAsync(run.IsQuick, cancellationToken);
        var trust = SampleLicenses.Trust();
        foreach (var (department, kind) in new[] { ("police", "P-256"), ("tax", "RSA-2048") })
        {
            var document = await SampleLicenses.SealedAsync(department, cancellationToken);
            Expect(document, trust);
            var rates = CoreRate.InTurn(
                run.Period, () => Verify(document, trust), () => Inspect(document), () => SHA256.HashData(document.Span));
            bool isCurve = kind == "P-256";
            run.Add(new Row(
                $"verify a license, {kind}, {document.Length / 1024.0:F1} KB",
                Run.Text($"{rates[0].PerSecond:N0}/s ({rates[0].Microseconds:F0} µs, {rates[0].BytesEach / 1024:F0} KB allocated)"),
                isCurve ? Run.Text($"openssl verify {openssl.VerifiesPerSecond:N0}/s") : "",
                isCurve ? Run.Text($"{rates[0].Microseconds * openssl.VerifiesPerSecond / 1e6:F1} × one signature check") : "",
                isCurve ? "≥ 4,000/s" : "", isCurve ? rates[0].PerSecond >= 4000 : null));
            run.Add(new Row(
                "- of it: inspection without trust",
                Run.Text($"{rates[1].Microseconds:F0} µs"),
                Run.Text($"SHA-256 of the bytes {rates[2].Microseconds:F0} µs"),
                Run.Text($"{rates[1].Microseconds / rates[2].Microseconds:F1} ×")));
        }
    }

    private static VerificationReport Verify(ReadOnlyMemory<byte> document, TrustStore trust)
    {
        using var source = PdfSource.FromMemory(document);
        return DocumentVerifier.Verify(
            source, new VerificationRequest { At = SampleLicenses.Now.AddDays(1), Trust = trust }, CancellationToken.None);
    }

    private static PdfInspection Inspect(ReadOnlyMemory<byte> document)
    {
        using var source = PdfSource.FromMemory(document);
        return PdfInspector.Inspect(source);
    }

    private static void Expect(ReadOnlyMemory<byte> document, TrustStore trust)
    {
        var report = Verify(document, trust);
        if (report.Verdict != DocumentVerdict.Passed)
        {
            var worst = report.AllFindings.MaxBy(finding => finding.Verdict);
            throw new InvalidOperationException($"the sample is {report.Verdict}: {worst?.Check} {worst?.Detail}");
        }
    }
}
