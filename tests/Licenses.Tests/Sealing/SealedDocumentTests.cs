using System.Security.Cryptography;
using Licenses.Crypto;
using Licenses.Crypto.Seals;
using Licenses.Pdf.Signing;
using Licenses.Pdf.Syntax;
using Licenses.Testing.Attacks;
using Licenses.Testing.SamplePki;
using Licenses.Testing.SharedData;
using Licenses.Tests.Cli;
using Licenses.Tests.Crypto.Sm;
using Licenses.Tests.Pdf.Composing;
using Licenses.Tests.Pdf.Sealing;
using Licenses.Trust;
using Licenses.Verification;

namespace Licenses.Tests.Sealing;

/// <summary>What is said of documents with electronic seals when somebody is trusted, or nobody.</summary>
public sealed class SealedDocumentTests
{
    public static TheoryData<string> Names { get; } = [.. SealedDocumentFaults.All.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task A_sealed_document_gets_its_reason_from_the_step_that_decides(string name)
    {
        var (ses, reason, check) = SealedDocumentFaults.All[name];

        var report = Verify(await SesAttacks.Sample(ses).SealAsync(), NationalKeys.Trust);

        var signature = report.Signatures.Single();
        Assert.True(signature.SubIndication == reason, NationalSample.Told(report));
        Assert.Equal(reason is null, signature.Indication == Indication.TotalPassed);
        Assert.Equal(reason is null, report.Verdict == DocumentVerdict.Passed);
        Assert.True(check is null || signature.Findings.Any(finding => finding.Check == check && finding.SubIndication == reason), NationalSample.Told(report));
        Assert.True(reason is null || (signature.Indication == Indication.TotalFailed) == IsFinal(reason.Value, check), NationalSample.Told(report));
        var steps = signature.Findings.Select(finding => SealFindings.Order.IndexOf(finding.Check)).Where(place => place >= 0).ToList();
        Assert.Equal(steps.Distinct().Order(), steps);
    }

    [Fact]
    public async Task Nobody_vouches_for_a_seal_whose_root_is_not_trusted()
    {
        var signature = Verify(await SesAttacks.Sample(new RawSes()).SealAsync(), SealedDocumentFaults.WithoutNationalRoot).Signatures.Single();

        Assert.Equal((Indication.Indeterminate, SubIndication.NoCertificateChainFound), (signature.Indication, signature.SubIndication));
        Assert.True(signature.Intact);
    }

    [Fact]
    public async Task Without_lists_nobody_can_say_whether_maker_and_signer_were_revoked()
    {
        var trust = new TrustStoreLoader().Trust(SampleCertificates.TrustDirectory).Add(SampleCertificates.PathTo("authorities", "sm2-ca.pem")).Load();

        var signature = Verify(await SesAttacks.Sample(new RawSes()).SealAsync(), trust).Signatures.Single();

        Assert.Equal((Indication.Indeterminate, SubIndication.TryLater), (signature.Indication, signature.SubIndication));
    }

    [Fact]
    public async Task Integrity_alone_needs_no_trust()
    {
        var report = Verify(await SesAttacks.Sample(new RawSes()).SealAsync(), TrustStore.Empty, InspectionPolicy.Crypto);

        Assert.Equal(DocumentVerdict.Passed, report.Verdict);
    }

    [Fact]
    public async Task A_signature_under_another_user_id_is_none()
    {
        var ses = new RawSes { Sign = text => SignWithOpenSslAsync(text, "ALICE123@YAHOO.COM") };
        var same = new RawSes { Sign = text => SignWithOpenSslAsync(text, "1234567812345678") };

        var other = Verify(await SesAttacks.Sample(ses).SealAsync(), NationalKeys.Trust).Signatures.Single();
        var usual = Verify(await SesAttacks.Sample(same).SealAsync(), NationalKeys.Trust).Signatures.Single();

        Assert.Equal((Indication.TotalFailed, SubIndication.SigCryptoFailure), (other.Indication, other.SubIndication));
        Assert.Equal(Indication.TotalPassed, usual.Indication);
    }

    [Fact]
    public async Task A_seal_that_was_set_back_before_a_timestamp_that_it_covers_is_found_out()
    {
        byte[] stamped = await StampAsync(SealInputs.Get("classic"), NationalSample.Noon);
        var late = NationalSample.Request(NationalSample.Ses) with { SigningTime = NationalSample.Noon.AddDays(-1) };
        var ended = late with
        {
            Profile = new SealProfile.Ses(ElectronicSeal.Decode(NationalSample.Make(
                NationalSample.Info with { ValidUntil = NationalSample.Noon.AddHours(-1) }))),
        };

        var doubtful = NationalSample.Verify(await NationalSample.SealAsync(stamped, late), InspectionPolicy.Pades).Signatures[1];
        var failed = NationalSample.Verify(await NationalSample.SealAsync(stamped, ended), InspectionPolicy.Pades).Signatures[1];

        Assert.Equal((Indication.Indeterminate, SubIndication.TimestampOrderFailure), (doubtful.Indication, doubtful.SubIndication));
        Assert.Equal((Indication.TotalFailed, SubIndication.Expired), (failed.Indication, failed.SubIndication));
    }

    [Fact]
    public async Task A_later_document_timestamp_keeps_a_seal_valid_beyond_its_end()
    {
        var seal = ElectronicSeal.Decode(NationalSample.Make(NationalSample.Info with { ValidUntil = NationalSample.Noon.AddHours(2) }));
        byte[] document = await NationalSample.SealAsync(SealInputs.Get("classic"), NationalSample.Request(new SealProfile.Ses(seal)));

        var bare = NationalSample.Verify(document);
        var stamped = NationalSample.Verify(await StampAsync(document, NationalSample.Noon.AddHours(1)));

        Assert.Equal(SubIndication.OutOfBoundsNoPoe, bare.Signatures[0].SubIndication);
        Assert.True(stamped.Verdict == DocumentVerdict.Passed, NationalSample.Told(stamped));
    }

    [Fact]
    public async Task Foreign_signatures_by_seals_inside_a_document_are_read_and_fail_by_their_digest()
    {
        foreach (string name in new[] { "SignedValueV4.dat", "SignedValueV5.dat" })
        {
            byte[] foreign = await File.ReadAllBytesAsync(SharedMaterial.PathTo("vectors", "seals", name), NationalSample.Token);
            var sample = SesAttacks.Sample(_ => Task.FromResult(foreign)) with { Contents = $"/Contents <{new string('0', 2 * foreign.Length + 64)}>" };

            var signature = PdfInspector.Inspect(PdfSource.FromMemory(await sample.SealAsync())).Signatures.Single();

            Assert.Equal(SignatureProfile.Ses, signature.Profile);
            Assert.Contains(signature.Findings, finding => finding is { Check: "SES_CONTENT_DIGEST", Verdict: Verdict.Failed });
            Assert.Contains(signature.Findings, finding => finding is { Check: "SES_SIGNATURE", Verdict: Verdict.Passed });
            Assert.Contains(signature.Findings, finding => finding is { Check: "SEAL_MAKER_SIGNATURE", Verdict: Verdict.Passed });
        }
    }

    // EN 319 102-1: what proves nothing is indeterminate; these say that it is wrong.
    private static bool IsFinal(SubIndication reason, string? check) => reason is SubIndication.FormatFailure or SubIndication.HashFailure
        or SubIndication.SigCryptoFailure or SubIndication.Revoked or SubIndication.Expired or SubIndication.NotYetValid
        or SubIndication.TimestampOrderFailure
        || (reason == SubIndication.ChainConstraintsFailure && check?.EndsWith("_CERTIFICATE", StringComparison.Ordinal) == true);

    private static VerificationReport Verify(byte[] document, TrustStore trust, InspectionPolicy policy = InspectionPolicy.Strict) =>
        ToldInChinese.Checked(DocumentVerifier.Verify(
            PdfSource.FromMemory(document),
            new VerificationRequest { At = SealedDocumentFaults.Now, Trust = trust, Policy = policy },
            NationalSample.Token));

    private static async Task<byte[]> StampAsync(byte[] document, DateTimeOffset time)
    {
        var stamps = new Licenses.Sealing.OwnTimeStamps(NationalKeys.TimeStamps, "1.2.3.4.1", new Testing.Clock.ManualClock(time));
        var outcome = await SealExtender.AddTimestampAsync(document, stamps.StampDocumentAsync, HashAlgorithmName.SHA256, 8192, NationalSample.Token);
        return Assert.IsType<SealOutcome.Sealed>(outcome).Document.ToArray();
    }

    private static async Task<byte[]> SignWithOpenSslAsync(byte[] text, string user)
    {
        using var key = new TempFile([], ".pem");
        using var input = new TempFile(text);
        using var output = new TempFile([]);
        await RunAsync("pkcs12", "-in", SampleCertificates.NationalSealPath("sm2-police"), "-nodes", "-nocerts",
            "-passin", "pass:" + SampleCertificates.Password, "-out", key.Path);
        await RunAsync("pkeyutl", "-sign", "-rawin", "-digest", "sm3", "-pkeyopt", "distid:" + user, "-inkey", key.Path, "-in", input.Path, "-out", output.Path);
        return await File.ReadAllBytesAsync(output.Path, NationalSample.Token);
    }

    private static async Task RunAsync(params string[] arguments)
    {
        var (exitCode, text) = await OpenSsl.RunAsync(arguments);
        Assert.True(exitCode == 0, text);
    }
}
