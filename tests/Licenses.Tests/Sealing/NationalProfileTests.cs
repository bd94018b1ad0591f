using System.Text;
using Licenses.Pdf.Signing;
using Licenses.Pdf.Syntax;
using Licenses.Tests.Crypto.Sm;
using Licenses.Tests.Pdf.Composing;
using Licenses.Tests.Pdf.Sealing;
using Licenses.Verification;

namespace Licenses.Tests.Sealing;

/// <summary>Sealing by the national profiles, and what verification says of it.</summary>
public sealed class NationalProfileTests
{
    private static readonly string[] Steps =
    [
        "SES_FORMAT", "SES_SIGNATURE", "SES_SIGNER_ON_LIST",
        "SEAL_FORMAT", "SES_ALGORITHM", "SEAL_MAKER_SIGNATURE", "SEAL_CREATION_TIME", "SEAL_MAKER_CERTIFICATE", "SEAL_MAKER_AUTHORITY",
        "SEAL_MAKER_REVOCATION", "SEAL_VALIDITY", "SEAL_EXTENSIONS",
        "SES_SIGNER_CERTIFICATE", "SES_SIGNER_REVOCATION", "SES_TIME", "SES_CONTENT_DIGEST", "SES_PROTECTED_RANGE", "SEAL_APPEARANCE", "SES_EXTENSIONS",
        "SEAL_REGISTER", // which nobody offline was asked about
    ];

    public static TheoryData<string> Profiles { get; } = ["sm2-cades", "sm2-pkcs7", "sm2-pkcs7-gm", "ses"];

    public static MatrixTheoryData<string, string> ProfilesAndInputs { get; } = new(
        ["sm2-cades", "sm2-pkcs7", "sm2-pkcs7-gm", "ses"], ["classic", "hybrid", "qpdf-streams", "qpdf-linear"]);

    [Theory]
    [MemberData(nameof(ProfilesAndInputs))]
    public async Task What_is_sealed_in_a_national_profile_verifies_as_that_profile(string name, string input)
    {
        byte[] original = SealInputs.Get(input);

        byte[] sealedOnce = await NationalSample.SealAsync(original, NationalSample.Request(NationalSample.Profile(name)));

        Assert.True(sealedOnce.AsSpan().StartsWith(original));
        var report = NationalSample.Verify(sealedOnce);
        Assert.True(report.Verdict == DocumentVerdict.Passed, NationalSample.Told(report));
        Assert.Equal(name, report.Signatures.Single().Profile.ToStandardName());
        Assert.Equal(SignatureLevel.BaselineB, report.Signatures.Single().Level);
    }

    [Fact]
    public async Task A_seals_signature_is_told_step_by_step_in_the_order_of_the_standard()
    {
        byte[] document = await NationalSample.SealAsync(SealInputs.Get("classic"), NationalSample.Request(NationalSample.Ses));

        var signature = NationalSample.Verify(document).Signatures.Single();

        Assert.Equal(Steps, signature.Findings.Select(finding => finding.Check).Where(check => check.StartsWith("SE", StringComparison.Ordinal)));
        Assert.Equal("样例市公安局电子印章", signature.Seal?.Info.Name);
        Assert.Equal(NationalSample.Noon, signature.SigningTime);
    }

    [Theory]
    [MemberData(nameof(Profiles))]
    public async Task An_encrypted_document_is_sealed_in_its_own_way_and_its_contents_stay_plain(string name)
    {
        foreach (string input in new[] { "classic", "qpdf-streams" })
        {
            byte[] encrypted = Encrypt(SealInputs.Get(input));
            var request = NationalSample.Request(NationalSample.Profile(name)) with { Password = "user", Certify = CertificationLevel.FormFilling };

            byte[] document = await NationalSample.SealAsync(encrypted, request);

            var report = NationalSample.Verify(document, InspectionPolicy.Pades, password: "user");
            Assert.True(report.Verdict == DocumentVerdict.Passed, NationalSample.Told(report));
            Assert.True(PdfInspector.Inspect(PdfSource.FromMemory(document)).Signatures.Single().Intact); // without the password
        }
    }

    [Theory]
    [MemberData(nameof(Profiles))]
    public async Task A_seal_is_prepared_here_signed_there_and_written_as_a_stream(string name)
    {
        byte[] input = SealInputs.Get("classic");
        var request = NationalSample.Request(NationalSample.Profile(name)) with { Certify = CertificationLevel.NoChanges };
        int room = PdfSealer.EstimateSize(request, NationalKeys.Police);
        var prepared = Assert.IsType<PrepareOutcome.Prepared>(PdfSealer.Prepare(PdfSource.FromMemory(input), request, room)).Seal;

        var taken = PreparedSeal.FromState(PdfSource.FromMemory(input), prepared.ToState());
        byte[] value = await NationalKeys.Police.SignAsync(taken.ToSign(NationalKeys.Police), NationalSample.Token);
        byte[] document = taken.CompleteRaw(NationalKeys.Police, value);

        Assert.Equal(name, taken.Profile.Name);
        var report = NationalSample.Verify(document);
        Assert.True(report.Verdict == DocumentVerdict.Passed, NationalSample.Told(report));
        using var target = new MemoryStream();
        Assert.IsType<SealOutcome.Written>(await PdfSealer.SealToAsync(
            PdfSource.FromMemory(input), request, NationalKeys.Police, target, NationalSample.Token));
        Assert.Equal(DocumentVerdict.Passed, NationalSample.Verify(target.ToArray()).Verdict);
    }

    [Theory]
    [MemberData(nameof(Profiles))]
    public async Task The_room_for_the_signature_is_estimated_closely(string name)
    {
        var request = NationalSample.Request(NationalSample.Profile(name));
        int room = PdfSealer.EstimateSize(request, NationalKeys.Police);

        byte[] document = await NationalSample.SealAsync(SealInputs.Get("classic"), request);

        var contents = PdfInspector.Inspect(PdfSource.FromMemory(document)).Signatures.Single().CmsBytes.Span;
        Assert.Equal(room, contents.Length); // at the first attempt
        Assert.InRange(contents.Length - contents.TrimEnd((byte)0).Length, 1, 2048);
    }

    [Theory]
    [MemberData(nameof(Profiles))]
    public async Task Locks_and_seed_values_hold_in_every_profile(string name)
    {
        var profile = NationalSample.Profile(name);
        var request = NationalSample.Request(profile) with { FieldName = "Office" };
        byte[] wanting = SealInputs.WithField($"/SV<</Ff 3/Filter/{profile.Handler}/SubFilter[/{profile.Format}]>>");
        byte[] locking = SealInputs.WithField("/Lock<</Type/SigFieldLock/Action/All>>");

        byte[] document = await NationalSample.SealAsync(wanting, request);
        var refused = await PdfSealer.SealAsync(
            SealInputs.WithField("/SV<</Ff 2/SubFilter[/adbe.x509.rsa_sha1]>>"), request, NationalKeys.Police, NationalSample.Token);
        byte[] locked = await NationalSample.SealAsync(locking, request);
        var second = await PdfSealer.SealAsync(
            locked, NationalSample.Request(profile), NationalKeys.Police, NationalSample.Token);

        Assert.Equal(DocumentVerdict.Passed, NationalSample.Verify(document).Verdict);
        Assert.Equal(SealRefusal.FieldDemands, Assert.IsType<SealOutcome.Refused>(refused).Code);
        Assert.Equal(DocumentVerdict.Passed, NationalSample.Verify(locked).Verdict);
        Assert.Equal(SealRefusal.FieldLocked, Assert.IsType<SealOutcome.Refused>(second).Code);
    }

    [Fact]
    public async Task A_seal_under_other_names_is_told_from_its_contents()
    {
        var named = NationalSample.Ses.Named("Office.Handler", "Office.seal-2020");

        byte[] document = await NationalSample.SealAsync(SealInputs.Get("classic"), NationalSample.Request(named));

        var signature = NationalSample.Verify(document).Signatures.Single();
        Assert.Equal((Indication.TotalPassed, SignatureProfile.Ses), (signature.Indication, signature.Profile));
        Assert.Contains("/Filter/Office.Handler/SubFilter/Office.seal-2020", Encoding.Latin1.GetString(document), StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => NationalSample.Ses.Named(null, "ETSI.CAdES.detached"));
        Assert.Throws<ArgumentException>(() => NationalSample.Ses.Named("a b", null));
    }

    private static byte[] Encrypt(byte[] document)
    {
        using var input = new TempFile(document);
        using var output = new TempFile([]);
        var run = ForeignTool.Run("qpdf", "--encrypt", "user", "owner", "256", "--", input.Path, output.Path);
        Assert.True(run.ExitCode is 0 or 3, run.Output);
        return File.ReadAllBytes(output.Path);
    }
}
