using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using Licenses.Crypto;
using Licenses.Pdf.Document;
using Licenses.Pdf.Signing;
using Licenses.Pdf.Syntax;
using Licenses.Testing.Attacks;
using Licenses.Testing.SamplePki;
using Licenses.Tests.Pdf.Composing;

namespace Licenses.Tests.Pdf.Sealing;

public sealed class LongTermTests
{
    private static readonly SealRequest Certified = SealSample.Visible with { Certify = CertificationLevel.NoChanges };

    [Fact]
    public async Task A_certified_seal_stays_valid_under_validation_data_and_document_timestamps()
    {
        var document = await SealSample.Seal(SealInputs.Get("face"), Certified);
        document = AddData(document, "Seal1");
        document = await AddTimestamp(document);
        document = AddData(document, "Timestamp1");
        document = await AddTimestamp(document);

        using var file = new TempFile(document);
        string report = ForeignTool.Run("pdfsig", file.Path).Output;
        Assert.Equal(1, Regex.Count(report, "Signature is Valid")); // poppler does not judge timestamps
        Assert.Equal(2, Regex.Count(Encoding.Latin1.GetString(document), "ETSI.RFC3161"));
        Assert.Equal(0, ForeignTool.Run("qpdf", "--check", file.Path).ExitCode);
    }

    [Fact]
    public async Task A_seal_that_was_taken_away_before_a_timestamp_is_missed()
    {
        byte[] cleared = await AttackCatalog.Find("seal-removed").Build();

        var inspection = PdfInspector.Inspect(PdfSource.FromMemory(await AddTimestamp(cleared)));

        Assert.Contains(inspection.Signatures, signature => signature is { Kind: SignatureKind.Signature, Verdict: Verdict.Failed });
    }

    [Fact]
    public async Task A_seal_carries_a_timestamp_over_its_value()
    {
        var request = SealSample.Visible with
        {
            Stampers = [(value, _) => new(SampleTimestamps.Stamp(SHA256.HashData(value.Span)))],
        };

        using var file = new TempFile(await SealSample.Seal(SealInputs.Get("classic"), request));

        Assert.Contains("Signature is Valid", ForeignTool.Run("pdfsig", file.Path).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Validation_data_is_stored_once_and_what_was_there_stays()
    {
        var sealedOnce = await SealSample.Seal(SealInputs.Get("classic"), Certified);
        var first = AddData(sealedOnce, "Seal1");

        var second = AddData(first, "Seal1");

        Assert.True(second.AsSpan().StartsWith(first));
        Assert.Equal(Store(first)["VRI"], Store(second)["VRI"], Same);
        Assert.Equal(Count(first, "Certs"), Count(second, "Certs"));
        Assert.Equal(1, Count(second, "CRLs"));
    }

    [Fact]
    public async Task The_name_of_related_data_is_the_digest_of_contents_as_written()
    {
        var document = AddData(await SealSample.Seal(SealInputs.Get("classic")), "Seal1");

        string contents = Regex.Match(Encoding.Latin1.GetString(document), "/Contents<([0-9A-F]+)>").Groups[1].Value;
        string expected = Convert.ToHexString(SHA1.HashData(Convert.FromHexString(contents)));
        Assert.NotNull(Assert.IsType<PdfDictionary>(Store(document)["VRI"])[expected]);
    }

    [Fact]
    public async Task Data_for_a_field_that_is_not_signed_is_refused()
    {
        var document = await SealSample.Seal(SealInputs.WithField());

        var outcome = SealExtender.AddValidationData(
            document, ValidationData.Empty, new Dictionary<string, ValidationData> { ["Office"] = ValidationData.Empty });

        Assert.Equal(SealRefusal.FieldNotFound, Assert.IsType<SealOutcome.Refused>(outcome).Code);
    }

    private static byte[] AddData(byte[] document, string field)
    {
        var data = new ValidationData(
            [SampleCertificates.IssuingAuthority().RawData, SampleCertificates.CityRoot().RawData],
            [File.ReadAllBytes(Directory.GetFiles(SampleCertificates.CrlDirectory, "*.crl")[0])],
            []);
        var outcome = SealExtender.AddValidationData(
            document, data, new Dictionary<string, ValidationData> { [field] = data });
        return Assert.IsType<SealOutcome.Sealed>(outcome).Document.ToArray();
    }

    private static async Task<byte[]> AddTimestamp(byte[] document)
    {
        var outcome = await SealExtender.AddTimestampAsync(
            document, (digest, _, _) => new(SampleTimestamps.Stamp(digest)), HashAlgorithmName.SHA256, 1000, SealSample.Token);
        return Assert.IsType<SealOutcome.Sealed>(outcome).Document.ToArray(); // 1000 is too small: the second try fits
    }

    private static PdfDictionary Store(byte[] pdf)
    {
        var document = PdfDocument.Open(PdfSource.FromMemory(pdf));
        return Assert.IsType<PdfDictionary>(document.Resolve(document.Catalog["DSS"]));
    }

    private static int Count(byte[] pdf, string list) => Assert.IsType<PdfArray>(Store(pdf)[list]).Items.Length;

    private static bool Same(PdfObject? one, PdfObject? other) => Write(one) == Write(other);

    private static string Write(PdfObject? value) => Encoding.Latin1.GetString(
        new Licenses.Pdf.Composing.PdfByteWriter().Object(value ?? PdfNull.Instance).Written.Span);
}
