using Licenses.Benchmarks.Harness;
using Licenses.Benchmarks.Material;
using Licenses.Crypto.Seals;
using Licenses.Crypto.Signatures;
using Licenses.Crypto.Sm;
using Licenses.Pdf.Signing;
using Licenses.Pdf.Syntax;
using Licenses.Testing.SamplePki;
using Licenses.Trust;
using Licenses.Verification;

namespace Licenses.Benchmarks.Figures;

/// <summary>The national profiles: sealing beside SM3 and one SM2 signature, verifying beside SM3 and one SM2 check.</summary>
internal static class ProfileRows
{
    private static readonly DateTimeOffset Now = SampleLicenses.Now;

    public static async Task MeasureAsync(Run run, ReadOnlyMemory<byte> document, CancellationToken cancellationToken)
    {
        var key = NationalSeals.Police;
        byte[] seal = await SealMaker.MakeAsync(NationalSeals.Maker, Info(key), null, cancellationToken);
        var trust = new TrustStoreLoader().Trust(SampleCertificates.TrustDirectory)
            .Add(SampleCertificates.PathTo("authorities", "sm2-ca.pem")).Add(SampleCertificates.CrlDirectory).Load();
        SealProfile[] profiles =
            [new SealProfile.Sm2Cades(), new SealProfile.Sm2Pkcs7National(), new SealProfile.Ses(ElectronicSeal.Decode(seal))];
        var requests = profiles.Select(profile => new SealRequest { SigningTime = Now, Profile = profile }).ToArray();
        var made = new List<ReadOnlyMemory<byte>>();
        foreach (var request in requests)
        {
            made.Add(await SampleLicenses.SealAsync(document, request, key, cancellationToken));
        }

        byte[] text = new byte[64];
        byte[] value = await key.SignAsync(text, cancellationToken);
        var algorithm = key.Algorithm.ToIdentifier();
        var rates = CoreRate.InTurn(
            run.Period,
            [
                .. requests.Select(request => (Action)(() => Append(document, request, key))),
                () => Sign(key, Sm3.HashData(document.Span)),
                .. made.Select(sealedDocument => (Action)(() => Expect(sealedDocument, trust))),
                () =>
                {
                    Sm3.HashData(document.Span);
                    SignatureVerifier.Verify(key.Certificate.PublicKey, algorithm, text, value);
                },
            ]);
        for (int i = 0; i < profiles.Length; i++)
        {
            string size = $"{document.Length / 1024.0:N0} KB";
            Add($"seal in {profiles[i].Name}, {size}, the appended revision", rates[i], rates[3], "SM3 + one SM2 signature");
            Add($"verify {profiles[i].Name}, {size}, whole report", rates[4 + i], rates[7], "SM3 + one SM2 check");
        }

        void Add(string what, CoreRate rate, CoreRate baseline, string name) => run.Add(new Row(
            what, Run.Text($"{rate.PerSecond:N0}/s ({rate.Microseconds:F0} µs, {rate.BytesEach / 1024:N0} KB allocated)"),
            Run.Text($"{name} {baseline.Microseconds:F0} µs"), Run.Text($"{rate.Microseconds / baseline.Microseconds:F2} ×")));
    }

    private static SealInfo Info(ISealKey signer) => new()
    {
        Version = SealMaker.Gbt2020,
        Vendor = "SAMPLE",
        SealId = "31000000000001",
        Type = 1,
        Name = "样例市公安局电子印章",
        Signers = [signer.Certificate.Encoded],
        CreatedAt = Now.AddDays(-30),
        ValidFrom = Now.AddDays(-30),
        ValidUntil = Now.AddYears(1),
        Picture = new SealPicture("PNG", new byte[30_000], 42, 42), // as large as real ones; nothing here looks at it
    };

    private static void Sign(ISealKey key, byte[] digest)
    {
        if (key.SignAsync(digest, CancellationToken.None).AsTask().GetAwaiter().GetResult().Length == 0)
        {
            throw new InvalidOperationException("no signature");
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

    private static void Expect(ReadOnlyMemory<byte> document, TrustStore trust)
    {
        using var source = PdfSource.FromMemory(document);
        var report = DocumentVerifier.Verify(
            source, new VerificationRequest { At = Now.AddDays(1), Trust = trust }, CancellationToken.None);
        if (report.Verdict != DocumentVerdict.Passed)
        {
            throw new InvalidOperationException($"the sample is {report.Verdict}");
        }
    }
}
