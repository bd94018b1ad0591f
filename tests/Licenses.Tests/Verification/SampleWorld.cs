using System.Numerics;
using System.Security.Cryptography;
using Licenses.Crypto.Asn1;
using Licenses.Crypto.Cms;
using Licenses.Crypto.Signatures;
using Licenses.Crypto.Tsp;
using Licenses.Pdf.Signing;
using Licenses.Pdf.Syntax;
using Licenses.Testing.SamplePki;
using Licenses.Tests.Cli;
using Licenses.Tests.Sealing;
using Licenses.Trust;
using Licenses.Verification;

namespace Licenses.Tests.Verification;

/// <summary>The sample PKI at work: seals, timestamps and validation data as a department would make them.</summary>
internal static class SampleWorld
{
    public static readonly DateTimeOffset Now = new(2026, 6, 1, 12, 0, 0, TimeSpan.Zero);

    public static readonly TrustStore Trust = new TrustStoreLoader()
        .Trust(SampleCertificates.TrustDirectory).Add(SampleCertificates.CrlDirectory).Load();

    /// <summary>The roots only: no list is at hand.</summary>
    public static readonly TrustStore RootsOnly = new TrustStoreLoader().Trust(SampleCertificates.TrustDirectory).Load();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static async Task<ReadOnlyMemory<byte>> SealAsync(
        string seal, DateTimeOffset? stampedAt = null, ReadOnlyMemory<byte>? document = null)
    {
        using var key = Key("seals", seal);
        var request = new SealRequest
        {
            SigningTime = Now,
            Stampers = stampedAt is { } time ? [StampValue(time)] : [],
        };
        return Document(await PdfSealer.SealAsync(document ?? SmallPdf.Bytes, request, key, Token));
    }

    public static async Task<ReadOnlyMemory<byte>> StampAsync(ReadOnlyMemory<byte> document, DateTimeOffset time) => Document(
        await SealExtender.AddTimestampAsync(document, (digest, _, _) => MakeTokenAsync(digest, time), HashAlgorithmName.SHA256, 8192, Token));

    public static ReadOnlyMemory<byte> AddLists(ReadOnlyMemory<byte> document)
    {
        var certificates = new[] { SampleCertificates.IssuingAuthority(), SampleCertificates.CityRoot() };
        var data = new ValidationData(
            [.. certificates.Select(certificate => (ReadOnlyMemory<byte>)certificate.RawData)],
            [.. FreshLists.At(Now).Select(list => list.Encoded)],
            []);
        return Document(SealExtender.AddValidationData(document, data, new Dictionary<string, ValidationData>()));
    }

    public static VerificationReport Verify(
        ReadOnlyMemory<byte> document,
        TrustStore? trust = null,
        DateTimeOffset? at = null,
        InspectionPolicy policy = InspectionPolicy.Strict) => ToldInChinese.Checked(DocumentVerifier.Verify(
            PdfSource.FromMemory(document),
            new VerificationRequest { At = at ?? Now, Trust = trust ?? Trust, Policy = policy },
            Token));

    public static async ValueTask<ReadOnlyMemory<byte>> MakeTokenAsync(ReadOnlyMemory<byte> digest, DateTimeOffset time)
    {
        using var key = Key("tsa", "tsa");
        var imprint = new MessageImprint(new AlgorithmIdentifier(DigestAlgorithms.OidOf(HashAlgorithmName.SHA256)), digest);
        return await TimeStampSigner.SignAsync(key, new TstInfo("1.2.3.4.1", imprint, BigInteger.One, time, null), Token);
    }

    private static SignatureStamper StampValue(DateTimeOffset time) =>
        (value, _) => MakeTokenAsync(SHA256.HashData(value.Span), time);

    private static Pkcs12SealKey Key(string folder, string name) =>
        Pkcs12SealKey.Load(File.ReadAllBytes(SampleCertificates.PathTo(folder, name + ".p12")), SampleCertificates.Password);

    private static ReadOnlyMemory<byte> Document(SealOutcome outcome) =>
        Assert.IsType<SealOutcome.Sealed>(outcome).Document;
}
