using System.Security.Cryptography;
using Licenses.Crypto.Seals;
using Licenses.Crypto.X509;
using Licenses.Pdf.Signing;
using Licenses.Pdf.Syntax;
using Licenses.Sealing;
using Licenses.Testing.Clock;
using Licenses.Testing.SamplePki;
using Licenses.Tests.Crypto.Sm;
using Licenses.Tests.Pdf.Sealing;
using Licenses.Trust;
using Licenses.Verification;

namespace Licenses.Tests.Sealing;

/// <summary>Timestamps and long-term data over documents in the national profiles.</summary>
public sealed class NationalLevelTests
{
    private static readonly ManualClock Clock = new(NationalSample.Noon.AddMinutes(2));

    private static readonly OwnTimeStamps Stamps = new(NationalKeys.TimeStamps, "1.2.3.4.1", Clock);

    /// <summary>Roots only: everything else must stand in the document.</summary>
    private static readonly TrustStore Roots = new TrustStoreLoader().Trust(SampleCertificates.TrustDirectory).Load();

    /// <summary>Lists that were published after the seals of this sample were stamped.</summary>
    private static readonly TrustStore Current = NationalKeys.Trust.WithMaterial(
        new RevocationMaterial(FreshLists.At(NationalSample.Noon.AddMinutes(1)), []));

    public static TheoryData<string> Profiles { get; } = ["sm2-cades", "sm2-pkcs7", "sm2-pkcs7-gm", "ses"];

    [Theory]
    [MemberData(nameof(Profiles))]
    public async Task A_timestamp_over_the_signature_value_counts_in_every_profile(string name)
    {
        var report = NationalSample.Verify(await StampedAsync(name));

        var signature = report.Signatures.Single();
        Assert.True(report.Verdict == DocumentVerdict.Passed, NationalSample.Told(report));
        Assert.Equal((SignatureLevel.BaselineT, NationalSample.Noon.AddMinutes(1)), (signature.Level, signature.BestSignatureTime));
    }

    [Theory]
    [MemberData(nameof(Profiles))]
    public async Task A_document_in_any_profile_is_raised_for_the_long_term_and_decided_from_roots_alone(string name)
    {
        byte[] document = await StampedAsync(name);

        byte[] raised = await RaiseAsync(document, SignatureLevel.BaselineLta);

        var report = Verify(raised, Roots);
        Assert.True(report.Verdict == DocumentVerdict.Passed, NationalSample.Told(report));
        Assert.Equal(SignatureLevel.BaselineLta, report.Signatures[0].Level);
        var inspection = PdfInspector.Inspect(PdfSource.FromMemory(raised));
        Assert.Contains(
            Convert.ToHexString(SHA1.HashData(inspection.Signatures[0].CmsBytes.Span)), inspection.Dss!.SignatureKeys);
    }

    [Fact]
    public async Task The_long_term_data_of_a_seal_holds_its_makers_chain_and_its_own_timestamps()
    {
        var info = NationalSample.Info with { Version = SealMaker.Gmt2025 };
        var seal = ElectronicSeal.Decode(NationalSample.Make(info, stamper: MakeSealStamp));
        byte[] document = await NationalSample.SealAsync(
            SealInputs.Get("classic"), NationalSample.Request(new SealProfile.Ses(seal)) with { Stampers = [NationalSample.Stamps.StampSignatureAsync] });

        byte[] raised = await RaiseAsync(document, SignatureLevel.BaselineLt);

        var report = Verify(raised, Roots);
        Assert.True(report.Verdict == DocumentVerdict.Passed, NationalSample.Told(report));
        Assert.Contains(report.Signatures[0].Findings, finding => finding.Check == "SEAL_TIMESTAMP");
        var stored = PdfInspector.Inspect(PdfSource.FromMemory(raised)).Dss!.Certificates.Select(certificate => certificate.ToArray()).ToList();
        Assert.Contains(NationalKeys.Maker.Certificate.Encoded.ToArray(), stored);
        Assert.Contains(NationalKeys.TimeStamps.Certificate.Encoded.ToArray(), stored);
    }

    private static ValueTask<ReadOnlyMemory<byte>> MakeSealStamp(ReadOnlyMemory<byte> value, CancellationToken cancellationToken) =>
        new OwnTimeStamps(NationalKeys.TimeStamps, "1.2.3.4.1", new ManualClock(NationalSample.Info.CreatedAt.AddMinutes(1)))
            .StampSignatureAsync(value, cancellationToken);

    private static Task<byte[]> StampedAsync(string name) => NationalSample.SealAsync(
        SealInputs.Get("classic"),
        NationalSample.Request(NationalSample.Profile(name)) with { Stampers = [NationalSample.Stamps.StampSignatureAsync] });

    private static async Task<byte[]> RaiseAsync(byte[] document, SignatureLevel level)
    {
        using var source = PdfSource.FromMemory(document);
        var outcome = await new LevelRaiser(Current, Clock)
            .RaiseAsync(source, new RaiseOrder(level, Stamps.StampDocumentAsync), NationalSample.Token);
        return [.. document, .. Assert.IsType<RaiseOutcome.Raised>(outcome).Update.Span];
    }

    private static VerificationReport Verify(byte[] document, TrustStore trust) => DocumentVerifier.Verify(
        PdfSource.FromMemory(document),
        new VerificationRequest { At = NationalSample.Noon.AddDays(1), Trust = trust },
        NationalSample.Token);
}
