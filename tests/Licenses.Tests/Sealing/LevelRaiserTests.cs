using System.Security.Cryptography;
using Licenses.Pdf.Signing;
using Licenses.Pdf.Syntax;
using Licenses.Sealing;
using Licenses.Testing.SamplePki;
using Licenses.Tests.Cli;
using Licenses.Tests.Pdf.Sealing;
using Licenses.Trust;
using Licenses.Verification;

namespace Licenses.Tests.Sealing;

public sealed class LevelRaiserTests
{
    private static readonly SealRequest Certified = SealSample.Visible with { Certify = CertificationLevel.NoChanges };

    [Theory]
    [InlineData(SignatureLevel.BaselineT)]
    [InlineData(SignatureLevel.BaselineLt)]
    [InlineData(SignatureLevel.BaselineLta)]
    public async Task A_seal_of_before_is_raised_without_touching_its_bytes(SignatureLevel level)
    {
        byte[] before = await SealSample.Seal(SealInputs.Get("classic"), Certified);

        byte[] raised = await LongTermSample.RaiseAsync(before, level);

        Assert.True(raised.AsSpan().StartsWith(before));
        var report = LongTermSample.Verify(raised, LongTermSample.Everything);
        Assert.Equal((DocumentVerdict.Passed, level), (report.Verdict, report.Signatures[0].Level));
        Assert.NotNull(report.Signatures[0].NextLevel);
    }

    [Theory]
    [InlineData(SignatureLevel.BaselineLt)]
    [InlineData(SignatureLevel.BaselineLta)]
    public async Task What_was_raised_is_decided_from_roots_alone(SignatureLevel level)
    {
        byte[] document = await LongTermSample.RaiseAsync(await SealSample.Seal(SealInputs.Get("face")), level);

        var report = LongTermSample.Verify(document, LongTermSample.WithoutLists);

        Assert.Equal(DocumentVerdict.Passed, report.Verdict);
    }

    [Fact]
    public async Task The_store_holds_every_chain_and_names_each_signature_by_the_digest_of_its_contents()
    {
        byte[] document = await LongTermSample.RaiseAsync(await SealSample.Seal(SealInputs.Get("classic")), SignatureLevel.BaselineLt);

        var inspection = Inspect(document);
        var certificates = inspection.Dss!.Certificates.Select(bytes => bytes.ToArray()).ToArray();
        foreach (var expected in new[]
        {
            SampleCertificates.Seal("police"), SampleCertificates.TimeStampAuthority(), SampleCertificates.IssuingAuthority(),
            SampleCertificates.CityRoot(),
        })
        {
            Assert.Contains(expected.RawData, certificates);
        }

        Assert.Equal(2, inspection.Dss.CertificateLists.Length);
        Assert.Equal(
            inspection.Signatures.Select(signature => Convert.ToHexString(SHA1.HashData(signature.CmsBytes.Span))).Order(),
            inspection.Dss.SignatureKeys.Order());
    }

    [Fact]
    public async Task An_archive_timestamp_is_renewed_with_the_data_of_the_one_before()
    {
        byte[] first = await LongTermSample.RaiseAsync(await SealSample.Seal(SealInputs.Get("classic"), Certified), SignatureLevel.BaselineLta);

        byte[] second = await LongTermSample.RaiseAsync(first, SignatureLevel.BaselineLta);
        byte[] third = await LongTermSample.RaiseAsync(second, SignatureLevel.BaselineLta);

        Assert.True(third.AsSpan().StartsWith(second) && second.AsSpan().StartsWith(first));
        var report = LongTermSample.Verify(third, LongTermSample.WithoutLists);
        Assert.Equal((DocumentVerdict.Passed, SignatureLevel.BaselineLta), (report.Verdict, report.Signatures[0].Level));
        Assert.Equal(4, report.Signatures.Count(signature => signature.Kind == SignatureKind.Timestamp)); // one for B-T
        Assert.All(report.Signatures, signature => Assert.Equal(Indication.TotalPassed, signature.Indication));
        Assert.Contains(SampleCertificates.TimeStampAuthority().RawData, Inspect(third).Dss!.Certificates.Select(bytes => bytes.ToArray()));
    }

    [Fact]
    public async Task Nothing_is_stored_twice_and_what_is_there_already_is_not_written_again()
    {
        byte[] document = await LongTermSample.RaiseAsync(await SealSample.Seal(SealInputs.Get("classic")), SignatureLevel.BaselineLt);

        var again = Assert.IsType<RaiseOutcome.Raised>(
            await LongTermSample.TryRaiseAsync(document, SignatureLevel.BaselineLt, LongTermSample.Everything));

        Assert.True(again.Update.IsEmpty);
        Assert.Equal(SignatureLevel.BaselineLt, again.Level);
    }

    [Fact]
    public async Task A_missing_list_is_named_with_the_certificate_that_it_is_about_and_nothing_is_made()
    {
        byte[] document = await SealSample.Seal(SealInputs.Get("classic"));

        var lacking = Assert.IsType<RaiseOutcome.Lacking>(
            await LongTermSample.TryRaiseAsync(document, SignatureLevel.BaselineLt, LongTermSample.WithoutLists));

        Assert.Contains(lacking.Missing, missing => missing.En.Contains("CRL or an OCSP response about 样例市公安局电子印章", StringComparison.Ordinal));
        Assert.Contains(lacking.Missing, missing => missing.En.Contains("about 本市样例时间戳", StringComparison.Ordinal));
        Assert.All(lacking.Missing, missing => Assert.NotEmpty(missing.Zh));
    }

    [Fact]
    public async Task A_missing_root_is_named()
    {
        byte[] document = await SealSample.Seal(SealInputs.Get("classic"));

        var lacking = Assert.IsType<RaiseOutcome.Lacking>(
            await LongTermSample.TryRaiseAsync(document, SignatureLevel.BaselineLta, LongTermSample.WithoutRoots));

        Assert.Contains("the certificate of 本市样例根", Assert.Single(lacking.Missing).En, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Best_effort_goes_as_far_as_the_data_reaches_and_says_what_lacks()
    {
        byte[] document = await SealSample.Seal(SealInputs.Get("classic"));

        var raised = Assert.IsType<RaiseOutcome.Raised>(
            await LongTermSample.TryRaiseAsync(document, SignatureLevel.BaselineLta, LongTermSample.WithoutLists, bestEffort: true));

        Assert.Equal(SignatureLevel.BaselineT, raised.Level);
        Assert.NotEmpty(raised.Missing);
        Assert.Equal(SignatureLevel.BaselineT, LongTermSample.Verify([.. document, .. raised.Update.Span], LongTermSample.Everything).Signatures[0].Level);
    }

    [Fact]
    public async Task A_seal_revoked_before_it_was_stamped_is_not_raised()
    {
        using var key = SealSample.Key("revoked");
        byte[] document = await SealSample.Seal(SealInputs.Get("classic"), key: key);

        var lacking = Assert.IsType<RaiseOutcome.Lacking>(
            await LongTermSample.TryRaiseAsync(document, SignatureLevel.BaselineLt, LongTermSample.Everything));

        Assert.Contains("revoked at 2026-01-01", Assert.Single(lacking.Missing).En, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_document_without_seals_or_with_a_damaged_one_is_refused()
    {
        byte[] damaged = await SealSample.Seal(SealInputs.Get("classic"));
        damaged[20] ^= 1;

        var unsigned = await LongTermSample.TryRaiseAsync(SealInputs.Get("classic"), SignatureLevel.BaselineT, LongTermSample.Everything);
        var broken = await LongTermSample.TryRaiseAsync(damaged, SignatureLevel.BaselineT, LongTermSample.Everything);
        var other = await LongTermSample.TryRaiseAsync("no document"u8.ToArray(), SignatureLevel.BaselineT, LongTermSample.Everything);

        Assert.All([unsigned, broken, other], outcome => Assert.IsType<RaiseOutcome.Refused>(outcome));
    }

    [Fact]
    public async Task Data_behind_the_last_timestamp_does_not_make_an_archive()
    {
        // Stamped first, data afterwards: the timestamp covers none of it.
        byte[] stamped = await LongTermSample.RaiseAsync(await SealSample.Seal(SealInputs.Get("classic")), SignatureLevel.BaselineT);

        byte[] document = await LongTermSample.RaiseAsync(stamped, SignatureLevel.BaselineLt);

        Assert.Equal(SignatureLevel.BaselineLt, LongTermSample.Verify(document, LongTermSample.Everything).Signatures[0].Level);
    }

    [Fact]
    public async Task Data_about_the_signer_alone_is_less_than_long_term()
    {
        byte[] stamped = await LongTermSample.RaiseAsync(await SealSample.Seal(SealInputs.Get("classic")), SignatureLevel.BaselineT);
        var root = LongTermSample.Everything.Material.Lists.Where(list => list.Issuer.ToString().Contains("本市样例根", StringComparison.Ordinal));
        var data = new ValidationData([SampleCertificates.CityRoot().RawData], [.. root.Select(list => list.Encoded)], []);
        using var source = PdfSource.FromMemory(stamped);
        var added = Assert.IsType<SealOutcome.Appended>(SealExtender.AppendValidationData(
            source, data, new Dictionary<string, ValidationData>(), null));

        var report = LongTermSample.Verify([.. stamped, .. added.Update.Span], LongTermSample.Everything);

        Assert.Equal(SignatureLevel.BaselineT, report.Signatures[0].Level);
        Assert.Contains("about 样例市公安局电子印章", report.Signatures[0].NextLevel!.En, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(SignatureLevel.BaselineLt)]
    [InlineData(SignatureLevel.BaselineLta)]
    public async Task Ocsp_responses_serve_in_the_place_of_lists(SignatureLevel level)
    {
        using var folder = new TemporaryFolder();
        LongTermSample.Clock.Advance(TimeProvider.System.GetUtcNow() - LongTermSample.Clock.GetUtcNow());
        byte[] document = await LongTermSample.RaiseAsync(await SealSample.Seal(SealInputs.Get("classic")), SignatureLevel.BaselineT);
        OcspSample.Answer(folder, SampleCertificates.Seal("police"), SampleCertificates.TimeStampAuthority()); // after the stamp
        LongTermSample.Clock.Advance(TimeProvider.System.GetUtcNow() - LongTermSample.Clock.GetUtcNow());
        var atHand = new TrustStoreLoader().Trust(SampleCertificates.TrustDirectory).Add(folder.Path).Load();
        var root = LongTermSample.Everything.Material.Lists.Where(list => list.Issuer.ToString().Contains("本市样例根", StringComparison.Ordinal));

        var raised = Assert.IsType<RaiseOutcome.Raised>(await LongTermSample.TryRaiseAsync(
            document, level, atHand.WithMaterial(atHand.Material.With([.. root], []))));

        byte[] whole = [.. document, .. raised.Update.Span];
        Assert.Equal((level, 2), (raised.Level, Inspect(whole).Dss!.OcspResponses.Length));
        var report = LongTermSample.Verify(whole, LongTermSample.WithoutLists);
        Assert.All(report.Signatures, signature => Assert.Equal(Indication.TotalPassed, signature.Indication));
    }

    private static PdfInspection Inspect(byte[] document)
    {
        using var source = PdfSource.FromMemory(document);
        return PdfInspector.Inspect(source, new PdfInspectionOptions { Policy = InspectionPolicy.Pades });
    }
}
