using Licenses.Benchmarks.Harness;
using Licenses.Crypto.Sm;

namespace Licenses.Benchmarks.Figures;

/// <summary>SM3 and SM2 beside OpenSSL's, which is asked before and after.</summary>
internal sealed class SmFigure() : Figure("sm", "SM3 and SM2 per core, beside openssl speed")
{
    private const int BlockLength = 16384; // as openssl speed has it

    public override async Task MeasureAsync(Run run, CancellationToken cancellationToken)
    {
        byte[] block = new byte[BlockLength];
        byte[] text = new byte[64];
        byte[] pkcs8 = Sm2PrivateKey.GeneratePkcs8();
        using var own = Sm2PrivateKey.ImportPkcs8(pkcs8);
        byte[] point = own.PublicKey.Encoded.ToArray();
        byte[] digest = Sm2Identity.Digest(own.PublicKey.DefaultIdentity, text);
        byte[] encoded = own.SignDigest(digest);

        var before = await OpenSslSpeed.MeasureSmAsync(run.IsQuick, cancellationToken);
        var rates = CoreRate.InTurn(
            run.Period, () => Sm3.HashData(block), () => Verify(own.PublicKey), Fresh, () => own.SignDigest(digest));
        var after = await OpenSslSpeed.MeasureSmAsync(run.IsQuick, cancellationToken);

        double bytes = (before.BytesPerSecond + after.BytesPerSecond) / 2;
        double verifies = (before.VerifiesPerSecond + after.VerifiesPerSecond) / 2;
        double signs = (before.SignsPerSecond + after.SignsPerSecond) / 2;
        run.Add(new Row(
            "SM3, 16 KB at once", Run.Text($"{rates[0].PerSecond * BlockLength / 1e6:N0} MB/s"),
            Run.Text($"openssl {bytes / 1e6:N0} MB/s"), Ratio(rates[0].PerSecond * BlockLength, bytes),
            "≥ 1.3 ×", rates[0].PerSecond * BlockLength >= 1.3 * bytes));
        Compare("SM2 verify, a key that signs often", rates[1], 8);
        Compare("SM2 verify, a key seen for the first time", rates[2], 3);
        run.Add(new Row(
            "SM2 sign, the value verified before it is given out", Run.Text($"{rates[3].PerSecond:N0}/s"),
            Run.Text($"openssl {signs:N0}/s"), Ratio(rates[3].PerSecond, signs)));

        void Compare(string what, CoreRate rate, int aim) => run.Add(new Row(
            what, Run.Text($"{rate.PerSecond:N0}/s ({rate.Microseconds:F0} µs)"), Run.Text($"openssl {verifies:N0}/s"),
            Ratio(rate.PerSecond, verifies), $"≥ {aim} ×", rate.PerSecond >= aim * verifies));

        void Fresh() => Verify(Sm2PublicKey.TryDecode(point, out var key) ? key : throw new InvalidOperationException());

        // From the encoded value, as documents bring it; the text's digest is SM3's matter.
        void Verify(Sm2PublicKey key)
        {
            if (!Sm2Signature.TryDecode(encoded, out var signature, out _) || !Sm2Verifier.VerifyDigest(key, digest, signature))
            {
                throw new InvalidOperationException("the signature does not verify");
            }
        }
    }

    private static string Ratio(double value, double baseline) => Run.Text($"{value / baseline:F2} ×");
}
