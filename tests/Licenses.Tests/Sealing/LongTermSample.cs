using Licenses.Crypto.Signatures;
using Licenses.Crypto.X509;
using Licenses.Pdf.Signing;
using Licenses.Pdf.Syntax;
using Licenses.Sealing;
using Licenses.Testing.Clock;
using Licenses.Testing.SamplePki;
using Licenses.Trust;
using Licenses.Verification;

namespace Licenses.Tests.Sealing;

/// <summary>Raises documents with the sample PKI's time-stamp authority and revocation lists.</summary>
internal static class LongTermSample
{
    public static readonly TrustStore WithoutLists = new TrustStoreLoader().Trust(SampleCertificates.TrustDirectory).Load();

    private static (DateTimeOffset At, TrustStore Store)? _current;

    /// <summary>With lists that the sample authorities have just published.</summary>
    public static TrustStore Everything
    {
        get
        {
            var now = Clock.GetUtcNow();
            if (_current is not { } current || current.At != now)
            {
                var lists = new RevocationMaterial(FreshLists.At(now), []);
                _current = current = (now, WithoutLists.WithMaterial(lists));
            }

            return current.Store;
        }
    }

    public static TrustStore WithoutRoots => TrustStore.Empty.WithMaterial(Everything.Material);

    private static readonly Pkcs12SealKey Authority = Pkcs12SealKey.Load(
        File.ReadAllBytes(SampleCertificates.PathTo("tsa", "tsa.p12")), SampleCertificates.Password);

    /// <summary>The real time: openssl and poppler look at the machine's clock.</summary>
    public static ManualClock Clock { get; } = new(TimeProvider.System.GetUtcNow());

    public static OwnTimeStamps Stamps { get; } = new(Authority, "1.3.6.1.4.1.99999.1", Clock);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static async Task<byte[]> RaiseAsync(byte[] document, SignatureLevel level, string? password = null)
    {
        var raised = Assert.IsType<RaiseOutcome.Raised>(await TryRaiseAsync(document, level, Everything, password: password));
        Assert.Empty(raised.Missing);
        return [.. document, .. raised.Update.Span];
    }

    public static async Task<RaiseOutcome> TryRaiseAsync(
        byte[] document, SignatureLevel level, TrustStore atHand, bool bestEffort = false, string? password = null)
    {
        using var source = PdfSource.FromMemory(document);
        var order = new RaiseOrder(level, Stamps.StampDocumentAsync) { IsBestEffort = bestEffort, Password = password };
        return await new LevelRaiser(atHand, Clock).RaiseAsync(source, order, Token);
    }

    public static VerificationReport Verify(byte[] document, TrustStore trust, string? password = null)
    {
        using var source = PdfSource.FromMemory(document);
        return DocumentVerifier.Verify(
            source,
            new VerificationRequest { At = Clock.GetUtcNow(), Trust = trust, Policy = InspectionPolicy.Pades, Password = password },
            Token);
    }
}
