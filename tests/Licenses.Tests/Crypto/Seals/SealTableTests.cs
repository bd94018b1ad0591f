using Licenses.Crypto;
using Licenses.Crypto.Seals;

namespace Licenses.Tests.Crypto.Seals;

/// <summary>The table of faults: which finding decides, and whether the seal fails or stays undecided.</summary>
public sealed class SealTableTests
{
    public static TheoryData<string> Sound { get; } = [.. SealFaults.Sound.Keys];

    public static TheoryData<string> SealFaulty { get; } = [.. SealFaults.OfSeals.Keys];

    public static TheoryData<string> SignatureFaulty { get; } = [.. SealFaults.OfSignatures.Keys];

    [Theory]
    [MemberData(nameof(Sound))]
    public void What_is_sound_passes(string name)
    {
        var report = Verify(SealFaults.Sound[name]);

        Assert.True(report.Verdict == Verdict.Passed, report.Decisive?.ToString());
        Assert.Equal(report.Findings.Length, report.Findings.Select(finding => finding.Check).Distinct().Count());
    }

    [Theory]
    [MemberData(nameof(SealFaulty))]
    public void A_faulty_seal_is_found_out_by_itself_and_within_a_signature(string name)
    {
        var (bench, check, verdict) = SealFaults.OfSeals[name];

        var alone = SealBench.Verifier.Verify(ElectronicSeal.Decode(bench.Seal()), SealBench.Now);
        var within = Verify(bench);

        Assert.Contains(alone.Findings, finding => finding.Check == check && finding.Verdict == verdict);
        Assert.Equal((check, verdict), (alone.Decisive!.Check, alone.Verdict));
        Assert.True(within.Verdict != Verdict.Passed, name);
    }

    [Theory]
    [MemberData(nameof(SignatureFaulty))]
    public void A_faulty_signature_is_found_out(string name)
    {
        var (bench, check, verdict) = SealFaults.OfSignatures[name];

        var report = Verify(bench);

        Assert.Contains(report.Findings, finding => finding.Check == check && finding.Verdict == verdict);
        Assert.Equal((check, verdict), (report.Decisive!.Check, report.Verdict));
    }

    [Fact]
    public void There_are_sixty_faults_at_least() =>
        Assert.True(SealFaults.OfSeals.Count + SealFaults.OfSignatures.Count + SealFaults.Shapes.Count() >= 60);

    [Fact]
    public void What_has_another_shape_is_refused()
    {
        foreach (var (name, encoded) in SealFaults.Shapes)
        {
            Assert.True(IsRefused(encoded), name);
        }
    }

    private static SealReport Verify(SealBench bench) => SealBench.Verifier.Verify(
        SealedSignature.Decode(bench.Signature()),
        name => Licenses.Crypto.Signatures.DigestAlgorithms.TryHash(name, SealBench.Content),
        SealBench.Now);

    private static bool IsRefused(byte[] encoded)
    {
        try
        {
            SealedSignature.Decode(encoded);
            return false;
        }
        catch (SealFormatException)
        {
            return true;
        }
    }
}
