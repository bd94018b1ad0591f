using System.Security.Cryptography;
using Licenses.Crypto;
using Licenses.Pdf.Difference;
using Licenses.Pdf.Signing;
using Licenses.Pdf.Syntax;

namespace Licenses.Tests.Pdf.Sealing;

/// <summary>What the sealing half writes, judged by the verifying half, which was written apart from it.</summary>
public sealed class SealInspectionTests
{
    public static TheoryData<string> Inputs => SealInputs.Names;

    [Theory]
    [MemberData(nameof(Inputs))]
    public async Task A_certified_document_passes_under_the_strict_policy(string name)
    {
        var document = await SealSample.Seal(
            SealInputs.Get(name), SealSample.Visible with { Certify = CertificationLevel.NoChanges });

        var signature = Assert.Single(Passes(document, InspectionPolicy.Strict));

        Assert.True(signature.CoversWholeFile);
        Assert.Equal(1, signature.DocMdp);
        Assert.Equal("证照签发", signature.Reason);
        Assert.Equal(SealSample.Noon, signature.ClaimedTime);
        Assert.Equal([1], signature.Pages);
    }

    [Theory]
    [MemberData(nameof(Inputs))]
    public async Task A_second_seal_keeps_the_first_one_valid(string name)
    {
        var first = await SealSample.Seal(SealInputs.Get(name));

        var signatures = Passes(await SealSample.Seal(first), InspectionPolicy.Pades);

        Assert.Equal(2, signatures.Length);
        Assert.InRange(signatures[0].ChangesAfter, ChangeLevel.LtaUpdates, ChangeLevel.Annotations);
    }

    [Theory]
    [InlineData("classic")]
    [InlineData("face")]
    public async Task Ten_seals_pass_together(string name)
    {
        var document = SealInputs.Get(name);
        for (int i = 0; i < 10; i++)
        {
            document = await SealSample.Seal(document, i % 2 == 0 ? SealSample.Visible : SealSample.Invisible);
        }

        Assert.Equal(10, Passes(document, InspectionPolicy.Pades).Length);
    }

    [Theory]
    [InlineData(CertificationLevel.FormFilling)]
    [InlineData(CertificationLevel.Annotations)]
    public async Task A_seal_in_a_prepared_field_keeps_the_certification(CertificationLevel level)
    {
        var certified = await SealSample.Seal(SealInputs.WithField(), SealSample.Invisible with { Certify = level });

        var filled = await SealSample.Seal(certified, SealSample.Visible with { FieldName = "Office" });
        var twice = await SealSample.Seal(filled, SealSample.Invisible);

        Assert.Equal(3, Passes(twice, InspectionPolicy.Pades).Length);
    }

    [Theory]
    [InlineData("face")]
    [InlineData("classic")]
    public async Task Validation_data_and_timestamps_pass_even_under_the_strict_policy(string name)
    {
        var document = await SealSample.Seal(
            SealInputs.Get(name), SealSample.Visible with { Certify = CertificationLevel.NoChanges });
        var data = new ValidationData([SealSample.Police.Certificate.Encoded], [], []);
        for (int round = 0; round < 2; round++)
        {
            document = Assert.IsType<SealOutcome.Sealed>(SealExtender.AddValidationData(
                document, data, new Dictionary<string, ValidationData> { ["Seal1"] = data })).Document.ToArray();
            document = Assert.IsType<SealOutcome.Sealed>(await SealExtender.AddTimestampAsync(
                document, (digest, _, _) => new(SampleTimestamps.Stamp(digest)), HashAlgorithmName.SHA256, 9000,
                SealSample.Token)).Document.ToArray();
        }

        var signatures = Passes(document, InspectionPolicy.Strict);

        Assert.Equal([SignatureKind.Signature, SignatureKind.Timestamp, SignatureKind.Timestamp], signatures.Select(s => s.Kind));
        Assert.Equal(ChangeLevel.LtaUpdates, signatures[0].ChangesAfter);
    }

    [Fact]
    public async Task A_cross_page_seal_passes()
    {
        var request = SealSample.Visible with
        {
            Appearance = SealSample.Visible.Appearance! with { CrossPage = new CrossPageSeal() },
            Certify = CertificationLevel.NoChanges,
        };

        Passes(await SealSample.Seal(SealInputs.Get("ghostscript"), request), InspectionPolicy.Strict);
    }

    private static System.Collections.Immutable.ImmutableArray<InspectedSignature> Passes(
        byte[] document, InspectionPolicy policy)
    {
        var inspection = PdfInspector.Inspect(
            PdfSource.FromMemory(document), PdfInspectionOptions.Default with { Policy = policy });
        foreach (var finding in inspection.Findings.Concat(inspection.Signatures.SelectMany(signature => signature.Findings)))
        {
            Assert.True(finding.Verdict != Verdict.Failed, $"{finding.Check}: {finding.Detail}");
        }

        Assert.All(inspection.Signatures, signature => Assert.True(signature.Intact));
        return inspection.Signatures;
    }
}
