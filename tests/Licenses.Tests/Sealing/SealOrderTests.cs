using Licenses.Crypto;
using Licenses.Crypto.Seals;
using Licenses.Testing.Attacks;
using Licenses.Tests.Crypto.Seals;

namespace Licenses.Tests.Sealing;

/// <summary>What a seal and a signature by it say about each other: the signature holds the whole seal, so it is younger, and of one standard.</summary>
public sealed class SealOrderTests
{
    private static readonly DateTimeOffset January = new(2026, 1, 10, 0, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    [InlineData(5)]
    public async Task A_signature_older_than_the_seal_inside_it_fails_in_a_document_and_in_a_file_of_its_own(int version)
    {
        var ses = new RawSes
        {
            SealVersion = version, IsOld = version == 1, ValidFrom = January, CreatedAt = January.AddDays(10), SealedAt = January.AddDays(2),
        };

        Assert.Equal(("SES_TIME", Verdict.Failed), await DecisiveAsync(ses));
        Assert.Equal(("SES_TIME", Verdict.Failed), await DecisiveInDocumentAsync(ses));
        Assert.Equal(Verdict.Passed, (await DecisiveAsync(ses with { SealedAt = January.AddDays(10) })).Verdict);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    [InlineData(5)]
    public async Task A_seal_older_than_its_maker_s_certificate_fails(int version)
    {
        var ses = new RawSes { SealVersion = version, IsOld = version == 1, CreatedAt = January.AddYears(-1), ValidFrom = January.AddYears(-1) };

        var report = SealBench.Verify(ElectronicSeal.Decode(await ses.SealAsync()));

        Assert.Equal(("SEAL_MAKER_CERTIFICATE", Verdict.Failed), (report.Decisive!.Check, report.Verdict));
        Assert.Equal(SubIndication.NotYetValid, report.Decisive.SubIndication);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_seal_of_one_standard_in_a_signature_of_another_is_of_none(bool isOldSeal)
    {
        byte[] other = await new RawSes { SealVersion = 4, IsOld = isOldSeal }.SealAsync();
        var ses = new RawSes { SealVersion = 4, IsOld = !isOldSeal, ChangeSeal = _ => other };

        Assert.Equal(("SES_FORMAT", Verdict.Indeterminate), await DecisiveAsync(ses));
        Assert.Equal(("SES_FORMAT", Verdict.Indeterminate), await DecisiveInDocumentAsync(ses));
    }

    private static async Task<(string Check, Verdict Verdict)> DecisiveAsync(RawSes ses)
    {
        var covered = new CoveredBytes(SealBench.Content, SealBench.Content.Length, SealBench.Content.Length, SealBench.Content.Length);
        var report = SealBench.Verify(SealedSignature.Decode(await ses.SignAsync(covered)));
        return (report.Decisive!.Check, report.Verdict);
    }

    private static async Task<(string Check, Verdict Verdict)> DecisiveInDocumentAsync(RawSes ses)
    {
        var report = NationalSample.Verify(await SesAttacks.Sample(ses).SealAsync());
        var worst = Assert.Single(report.Signatures).Findings.MaxBy(finding => finding.Verdict)!;
        return (worst.Check, worst.Verdict);
    }
}
