using Licenses.Crypto;
using Licenses.Crypto.Seals;
using Licenses.Crypto.Signatures;
using Licenses.Crypto.X509;
using Licenses.Tests.Crypto.Sm;
using Licenses.Tests.Verification;
using Licenses.Trust;
using Licenses.Verification;

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

        var alone = SealBench.Verify(ElectronicSeal.Decode(bench.Seal()));
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

    [Theory]
    [InlineData("""{ "schemes": { "SM2": "2026-01-01" } }""", "SM2")]
    [InlineData("""{ "digests": { "SM3": "2026-01-01" } }""", "SM3")]
    [InlineData("""{ "schemes": { "RSASSA-PKCS1-v1_5": "2026-01-01", "ECDSA-P256": "2026-01-01" } }""", null)]
    public void Once_its_scheme_or_digest_has_ended_a_seal_proves_nothing_and_the_row_is_named(string table, string? row)
    {
        var request = SealBench.Request with { Algorithms = AlgorithmTableFile.Parse(table) };

        var report = SealBench.Verify(SealedSignature.Decode(new SealBench().Signature()), request);

        Assert.Equal(row is null ? Verdict.Passed : Verdict.Indeterminate, report.Verdict);
        Assert.Equal(row is not null, report.Findings.Any(finding => finding.Check == SealFindings.Algorithm
            && finding.Detail.Contains($"rests on {row}, reliable until 2026-01-01", StringComparison.Ordinal)));
    }

    [Fact]
    public void Nobody_is_believed_by_whom_nobody_trusts()
    {
        var request = SealBench.Request with { Trust = TrustStore.Empty };

        var seal = SealBench.Verify(ElectronicSeal.Decode(new SealBench().Seal()), request);
        var signature = SealBench.Verify(SealedSignature.Decode(new SealBench().Signature()), request);

        Assert.Equal(("SEAL_MAKER_CERTIFICATE", Verdict.Indeterminate), (seal.Decisive!.Check, seal.Verdict));
        Assert.Contains(signature.Findings, finding => finding is { Check: "SES_SIGNER_CERTIFICATE", Verdict: Verdict.Indeterminate });
        Assert.Equal(Verdict.Indeterminate, signature.Verdict);
    }

    [Fact]
    public void Where_makers_are_named_no_other_makes_seals()
    {
        var named = new SealBench { Maker = NationalKeys.CivilAffairs };
        var own = new SealBench { Maker = NationalKeys.Police };

        Assert.Equal(Verdict.Passed, VerdictOf(new SealBench(), NationalKeys.Maker));
        Assert.Equal(Verdict.Failed, VerdictOf(named, NationalKeys.Maker));
        Assert.Equal(Verdict.Failed, VerdictOf(own, NationalKeys.Maker));
        Assert.Equal(Verdict.Passed, VerdictOf(own, NationalKeys.Police, NationalKeys.Maker)); // the operator's word counts
    }

    [Fact]
    public void An_anchor_for_makers_alone_vouches_for_makers_and_one_for_signers_alone_does_not()
    {
        var root = NationalKeys.Trust.Anchors.All.Single(anchor => anchor.Certificate.PublicKey.Kind == KeyKind.Sm2);
        TrustStore For(CertificatePurpose purpose) => new(
            [root with { Purposes = purpose | CertificatePurpose.CrlSigning }],
            NationalKeys.Trust.Paths.Intermediates.All, NationalKeys.Trust.Material);
        Finding Authority(SealBench bench, CertificatePurpose purpose) => SealBench
            .Verify(ElectronicSeal.Decode(bench.Seal()), SealBench.Request with { Trust = For(purpose) }).Decisive!;

        Assert.Equal(Verdict.Passed, Authority(new SealBench { Maker = NationalKeys.Police }, CertificatePurpose.SealMaker).Verdict);
        Assert.NotEqual(Verdict.Passed, Authority(new SealBench(), CertificatePurpose.Seal).Verdict);
    }

    [Fact]
    public void A_timestamp_by_a_revoked_authority_proves_nothing()
    {
        using var world = new TimeWorld();
        var signature = SealedSignature.Decode(
            new SealBench { Stamp = value => SealFaults.Stamp(world.FirstStamp, SealBench.Now, value) }.Signature());
        TrustStore With(params (Certificate, DateTimeOffset)[] revoked) => new(
            [.. NationalKeys.Trust.Anchors.All, new TrustAnchor(world.Root.Certificate)],
            [.. NationalKeys.Trust.Paths.Intermediates.All, world.Stamps.Certificate],
            NationalKeys.Trust.Material.With([.. world.Lists(SealBench.Now, revoked)], []));

        var sound = SealBench.Verify(signature, SealBench.Request with { Trust = With() });
        var report = SealBench.Verify(
            signature, SealBench.Request with { Trust = With((world.FirstStamp.Certificate, SealBench.Now.AddDays(-60))) });

        Assert.True(sound.Verdict == Verdict.Passed, sound.Decisive?.ToString());
        Assert.Equal((Verdict.Passed, null), (report.Verdict, report.ProvenTime)); // and takes nothing away
        Assert.NotNull(sound.ProvenTime);
        Assert.Contains("not used as proof", report.Findings.Single(finding => finding.Check == "SES_TIMESTAMP").Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void Nothing_but_zeros_may_follow_a_signature()
    {
        byte[] sound = new SealBench().Signature();

        var padded = SealBench.Verify(SealedSignature.Decode((byte[])[.. sound, .. new byte[300]]));
        var followed = SealBench.Verify(SealedSignature.Decode((byte[])[.. sound, .. new byte[300], 1]));

        Assert.Equal(Verdict.Passed, padded.Verdict);
        Assert.Contains("300 zeros", padded.Findings[0].Detail, StringComparison.Ordinal);
        Assert.Equal(("SES_FORMAT", Verdict.Failed), (followed.Decisive!.Check, followed.Verdict));
    }

    [Fact]
    public void A_maker_who_ended_since_is_noted_with_the_clause()
    {
        var proven = SealBench.Verify(ElectronicSeal.Decode(
            SealFaults.Sound["2025, maker's certificate ended after making, with a timestamp"].Seal()));
        var claimed = SealBench.Verify(ElectronicSeal.Decode(
            SealFaults.OfSeals["2025, maker's certificate ended since, no timestamp"].Bench.Seal()));

        Assert.Contains("2.1.3 d", proven.Findings.Single(finding => finding.Check == "SEAL_MAKER_CERTIFICATE").Detail, StringComparison.Ordinal);
        Assert.Contains("2.1.3 d", claimed.Decisive!.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void There_are_sixty_faults_at_least() =>
        Assert.True(SealFaults.OfSeals.Count + SealFaults.OfSignatures.Count + SealFaults.Shapes.Count() >= 60);

    [Fact]
    public void A_sound_seal_passes_and_with_any_bit_changed_never() =>
        AssertNoBitMatters(new SealBench().Seal(), encoded => SealBench.Verify(ElectronicSeal.Decode(encoded)).Verdict);

    [Fact]
    public void A_sound_signature_passes_and_with_any_bit_changed_never() =>
        AssertNoBitMatters(new SealBench().Signature(), encoded => SealBench.Verify(SealedSignature.Decode(encoded)).Verdict);

    [Fact]
    public void What_has_another_shape_is_refused()
    {
        foreach (var (name, encoded) in SealFaults.Shapes)
        {
            Assert.True(IsRefused(encoded), name);
        }
    }

    private static SealReport Verify(SealBench bench) => SealBench.Verify(SealedSignature.Decode(bench.Signature()));

    private static Verdict VerdictOf(SealBench bench, params ISealKey[] makers) => SealBench.Verify(
        ElectronicSeal.Decode(bench.Seal()),
        SealBench.Request with { Trust = NationalKeys.NamingMakers(makers) }).Verdict;

    private static void AssertNoBitMatters(byte[] sound, Func<byte[], Verdict> verify)
    {
        Assert.Equal(Verdict.Passed, verify(sound));
        for (int bit = 0; bit < sound.Length * 8; bit += 7)
        {
            byte[] changed = [.. sound];
            changed[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.True(VerdictOf(changed) != Verdict.Passed, $"bit {bit % 8} of byte {bit / 8}");
        }

        for (int length = 0; length < sound.Length; length += 97)
        {
            Assert.NotEqual(Verdict.Passed, VerdictOf(sound[..length]));
        }

        Verdict VerdictOf(byte[] encoded)
        {
            try
            {
                return verify(encoded);
            }
            catch (SealFormatException)
            {
                return Verdict.Failed;
            }
        }
    }

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
