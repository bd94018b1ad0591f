using Licenses.Tests.Pdf.Sealing;
using Licenses.Verification;

namespace Licenses.Tests.Sealing;

/// <summary>Sealing by the national profiles, and what verification says of it.</summary>
public sealed class NationalProfileTests
{
    private static readonly string[] Steps =
    [
        "SES_FORMAT", "SES_SIGNATURE", "SES_ALGORITHM", "SES_SIGNER_ON_LIST",
        "SEAL_FORMAT", "SEAL_MAKER_SIGNATURE", "SEAL_CREATION_TIME", "SEAL_MAKER_CERTIFICATE", "SEAL_MAKER_REVOCATION",
        "SEAL_VALIDITY", "SEAL_EXTENSIONS",
        "SES_SIGNER_CERTIFICATE", "SES_SIGNER_REVOCATION", "SES_TIME", "SES_CONTENT_DIGEST", "SES_PROTECTED_RANGE", "SES_EXTENSIONS",
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
        Assert.All(signature.Findings, finding => Assert.NotNull(finding.DetailZh));
        Assert.Equal("样例市公安局电子印章", signature.Seal?.Info.Name);
        Assert.Equal(NationalSample.Noon, signature.SigningTime);
    }
}
