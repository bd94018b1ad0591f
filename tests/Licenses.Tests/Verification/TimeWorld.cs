using System.Numerics;
using System.Security.Cryptography;
using Licenses.Crypto.Asn1;
using Licenses.Crypto.Signatures;
using Licenses.Crypto.Tsp;
using Licenses.Crypto.X509;
using Licenses.Pdf.Signing;
using Licenses.Pdf.Syntax;
using Licenses.Tests.Cli;
using Licenses.Trust;
using Licenses.Verification;

namespace Licenses.Tests.Verification;

/// <summary>
/// A root (2020 to 2040) over an authority for seals and one for timestamps (both 2020 to 2035); a seal of 2024 and 2025;
/// timestamps of 2023 to 2026 and of 2026 to 2031. Documents are sealed, stamped and extended at any time of it.
/// </summary>
internal sealed class TimeWorld : IDisposable
{
    private static readonly byte[] Document = SmallPdf.Bytes;

    public TimeWorld(DateTimeOffset? sealsUntil = null)
    {
        Root = TimeAuthority.Root("root", On(2020), On(2040));
        Seals = Root.Below("seals", On(2020), sealsUntil ?? On(2035));
        Stamps = Root.Below("stamps", On(2020), On(2035));
        Seal = Seals.Issue("seal", On(2024), On(2026));
        FirstStamp = Stamps.Issue("first tsa", On(2023), On(2027), forTimestamps: true);
        SecondStamp = Stamps.Issue("second tsa", On(2026), On(2031), forTimestamps: true);
    }

    public TimeAuthority Root { get; }

    public TimeAuthority Seals { get; }

    public TimeAuthority Stamps { get; }

    public Pkcs12SealKey Seal { get; }

    public Pkcs12SealKey FirstStamp { get; }

    public Pkcs12SealKey SecondStamp { get; }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static DateTimeOffset On(int year, int month = 1, int day = 1) => new(year, month, day, 0, 0, 0, TimeSpan.Zero);

    /// <summary>Fresh lists of all authorities at a time, in force for a month.</summary>
    public CertificateList[] Lists(DateTimeOffset at, params (Certificate Certificate, DateTimeOffset At)[] revoked) =>
    [
        .. new[] { Root, Seals, Stamps }.Select(authority => authority.List(
            at, at.AddMonths(1),
            [.. revoked.Where(entry => entry.At <= at && entry.Certificate.IssuerName.Equals(authority.Certificate.SubjectName))])),
    ];

    /// <summary>Seals, with a signature timestamp where a time is given.</summary>
    public async Task<ReadOnlyMemory<byte>> SealAsync(
        DateTimeOffset? stampedAt = null, ReadOnlyMemory<byte>? document = null, ISealKey? authority = null, ISealKey? seal = null)
    {
        var request = new SealRequest
        {
            SigningTime = On(2025),
            Stampers = stampedAt is { } time
                ? [(value, _) => TokenAsync(authority ?? FirstStamp, SHA256.HashData(value.Span), time)]
                : [],
        };
        return Sealed(await PdfSealer.SealAsync(document ?? Document, request, seal ?? Seal, Token));
    }

    /// <summary>Adds a document timestamp.</summary>
    public static async Task<ReadOnlyMemory<byte>> StampAsync(
        ISealKey authority, DateTimeOffset time, ReadOnlyMemory<byte>? document = null) => Sealed(
            await SealExtender.AddTimestampAsync(
                document ?? Document, (digest, _, _) => TokenAsync(authority, digest, time), HashAlgorithmName.SHA256, 8192, Token));

    /// <summary>Adds certificates and lists to the document's security store.</summary>
    public ReadOnlyMemory<byte> Store(ReadOnlyMemory<byte> document, params CertificateList[] lists)
    {
        Certificate[] certificates = [Root.Certificate, Seals.Certificate, Stamps.Certificate];
        var data = new ValidationData(
            [.. certificates.Select(certificate => certificate.Encoded)], [.. lists.Select(list => list.Encoded)], []);
        return Sealed(SealExtender.AddValidationData(document, data, new Dictionary<string, ValidationData>()));
    }

    /// <summary>Verifies, with what an operator has at that time: the root, the authorities, and these lists.</summary>
    public VerificationReport Verify(
        ReadOnlyMemory<byte> document,
        DateTimeOffset at,
        IEnumerable<CertificateList>? lists = null,
        DateTimeOffset? trustedUntil = null,
        AlgorithmTable? algorithms = null) => ToldInChinese.Checked(DocumentVerifier.Verify(
            PdfSource.FromMemory(document),
            new VerificationRequest
            {
                At = at,
                Policy = InspectionPolicy.Pades,
                Algorithms = algorithms ?? AlgorithmTable.Default,
                Trust = Trust(lists ?? Lists(at), trustedUntil),
            },
            Token));

    /// <summary>The root, the authorities, and these lists.</summary>
    public TrustStore Trust(IEnumerable<CertificateList> lists, DateTimeOffset? trustedUntil = null) => new(
        [new TrustAnchor(Root.Certificate, TrustedUntil: trustedUntil)], [Seals.Certificate, Stamps.Certificate], lists);

    public void Dispose()
    {
        Root.Dispose();
        Seals.Dispose();
        Stamps.Dispose();
        Seal.Dispose();
        FirstStamp.Dispose();
        SecondStamp.Dispose();
    }

    public static async ValueTask<ReadOnlyMemory<byte>> TokenAsync(
        ISealKey authority, ReadOnlyMemory<byte> digest, DateTimeOffset time, HashAlgorithmName? algorithm = null)
    {
        var imprint = new MessageImprint(
            new AlgorithmIdentifier(DigestAlgorithms.OidOf(algorithm ?? HashAlgorithmName.SHA256)), digest);
        return await TimeStampSigner.SignAsync(authority, new TstInfo("1.2.3.4.1", imprint, BigInteger.One, time, null), Token);
    }

    private static ReadOnlyMemory<byte> Sealed(SealOutcome outcome) => Assert.IsType<SealOutcome.Sealed>(outcome).Document;
}
