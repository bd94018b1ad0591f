using System.Security.Cryptography;
using Licenses.Crypto;
using Licenses.Crypto.Seals;
using Licenses.Crypto.Sm;
using Licenses.Testing.SharedData;
using Licenses.Verification;

namespace Licenses.Tests.Crypto.Seals;

/// <summary>Seals that others made. Their makers' authorities are not at hand, so no path leads to them: never a pass.</summary>
public sealed class SealVectorTests
{
    private static readonly DateTimeOffset Now = new(2026, 6, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset Then = new(2021, 6, 1, 0, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("UserV1.esl", SealFormat.Gmt2014)]
    [InlineData("UserV4.esl", SealFormat.Gbt2020)]
    [InlineData("UserV5.esl", SealFormat.Gmt2025)]
    [InlineData("UserV5_ts.esl", SealFormat.Gmt2025)]
    public void The_maker_s_signature_verifies_over_the_scope_of_its_standard(string file, SealFormat format)
    {
        var seal = Seal("seals", file);

        Assert.Equal(format, seal.Format);
        Assert.Equal(Verdict.Passed, Find(Verify(seal, Now), "SEAL_MAKER_SIGNATURE").Verdict);
    }

    [Theory]
    [InlineData("UserV1.esl")]
    [InlineData("UserV4.esl")]
    public void A_seal_past_its_time_fails(string file)
    {
        Assert.Equal(SubIndication.Expired, Find(Verify(Seal("seals", file), Now), "SEAL_VALIDITY").SubIndication);
        Assert.Equal(Verdict.Passed, Find(Verify(Seal("seals", file), Then), "SEAL_VALIDITY").Verdict);
    }

    [Fact]
    public void A_seal_made_after_its_maker_s_certificate_had_expired_fails()
    {
        var report = Verify(Seal("seals", "UserV5.esl"), Now);

        Assert.Equal(Verdict.Passed, Find(report, "SEAL_VALIDITY").Verdict);
        Assert.Equal(SubIndication.Expired, Find(report, "SEAL_MAKER_CERTIFICATE").SubIndication);
        Assert.Equal(Verdict.Failed, report.Verdict);
    }

    [Fact]
    public void A_timestamp_that_is_none_fails()
    {
        Assert.Equal(Verdict.Failed, Find(Verify(Seal("seals", "UserV5_ts.esl"), Now), "SEAL_TIMESTAMP").Verdict);
    }

    [Theory]
    [InlineData("SignedValueV4.dat")]
    [InlineData("SignedValueV5.dat")]
    public void A_signature_verifies_and_its_signer_is_listed_but_its_digest_is_of_nothing(string file)
    {
        var signature = Signature("seals", file);

        var report = Verify(signature, _ => Sm3.HashData("content"u8), Now);

        Assert.Equal(Verdict.Passed, Find(report, "SES_SIGNATURE").Verdict);
        Assert.Equal(Verdict.Passed, Find(report, "SES_SIGNER_ON_LIST").Verdict);
        Assert.Equal(Verdict.Failed, Find(report, "SES_CONTENT_DIGEST").Verdict);
        Assert.Equal(new byte[32], signature.DataHash.ToArray());
    }

    [Theory]
    [InlineData("pos_v4_certListType1.esl", 1, 0)]
    [InlineData("pos_v4_certListType2_SM3.esl", 0, 1)]
    public void A_list_of_signers_is_of_certificates_or_of_digests(string file, int certificates, int digests)
    {
        var seal = Seal("derived", file);

        Assert.Equal(Verdict.Passed, Find(Verify(seal, Now), "SEAL_MAKER_SIGNATURE").Verdict);
        Assert.Equal((certificates, digests), (seal.Info.Signers.Length, seal.Info.SignerDigests.Length));
    }

    [Theory]
    [InlineData("neg_UserV4_sig-bit.esl")]
    [InlineData("neg_v4_signed_over_2014_scope.esl")]
    public void A_maker_s_signature_over_anything_else_fails(string file) =>
        Assert.Equal(Verdict.Failed, Find(Verify(Seal("derived", file), Now), "SEAL_MAKER_SIGNATURE").Verdict);

    [Theory]
    [InlineData("neg_v4_sig_signer_not_in_certlist.dat", "SES_SIGNER_ON_LIST")]
    [InlineData("neg_v4_sig_version_mismatch.dat", "SES_FORMAT")]
    public void A_signature_that_verifies_may_still_break_a_rule(string file, string check)
    {
        var content = File.ReadAllBytes(SharedMaterial.PathTo("vectors", "derived", "content.bin"));

        var report = Verify(Signature("derived", file), _ => Sm3.HashData(content), Now);

        Assert.Equal(Verdict.Passed, Find(report, "SES_SIGNATURE").Verdict);
        Assert.Equal(Verdict.Passed, Find(report, "SES_CONTENT_DIGEST").Verdict);
        Assert.Equal(Verdict.Failed, Find(report, check).Verdict);
    }

    private static SealReport Verify(ElectronicSeal seal, DateTimeOffset at) =>
        SealBench.Verify(seal, SealBench.Request with { At = at });

    private static SealReport Verify(SealedSignature signature, Func<HashAlgorithmName, byte[]?> digestOf, DateTimeOffset at) =>
        SealFileVerifier.Verify(signature, digestOf, SealBench.Request with { At = at }, CancellationToken.None);

    private static Finding Find(SealReport report, string check) => report.Findings.Single(finding => finding.Check == check);

    private static ElectronicSeal Seal(string folder, string file) =>
        ElectronicSeal.Decode(File.ReadAllBytes(SharedMaterial.PathTo("vectors", folder, file)));

    private static SealedSignature Signature(string folder, string file) =>
        SealedSignature.Decode(File.ReadAllBytes(SharedMaterial.PathTo("vectors", folder, file)));
}
