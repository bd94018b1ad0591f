using System.Collections.Immutable;
using System.Security.Cryptography;
using Licenses.Crypto;
using Licenses.Pdf.Signing;
using Licenses.Pdf.Syntax;
using Licenses.Verification;
using static Licenses.Tests.Verification.TimeWorld;

namespace Licenses.Tests.Verification;

/// <summary>EN 319 102-1, 5.3 to 5.6: what a signature is worth long after it was made, and what proves it.</summary>
public sealed class PastValidationTests : IDisposable
{
    private readonly TimeWorld _world = new();

    [Fact]
    public async Task While_everything_is_valid_the_basic_process_decides()
    {
        var report = _world.Verify(await _world.SealAsync(), On(2025, 2));
        var stamped = _world.Verify(await _world.SealAsync(On(2025)), On(2025, 2));

        Expect(report, Indication.TotalPassed, null, ValidationProcess.Basic);
        Expect(stamped, Indication.TotalPassed, null, ValidationProcess.WithTime);
    }

    [Theory]
    [InlineData(24, Indication.TotalPassed)]
    [InlineData(12, Indication.TotalPassed)]
    [InlineData(11, Indication.Indeterminate)]
    [InlineData(null, Indication.Indeterminate)]
    public async Task Lists_without_an_end_count_within_a_maximum_age_of_authorities_too(int? hours, Indication expected)
    {
        var lists = new[] { _world.Root, _world.Seals }.Select(authority => authority.EndlessList(On(2025, 2).AddHours(-12)));
        var request = new VerificationRequest
        {
            At = On(2025, 2),
            Policy = InspectionPolicy.Pades,
            Trust = _world.Trust(lists),
            MaxAge = hours is { } age ? TimeSpan.FromHours(age) : null,
        };

        var report = DocumentVerifier.Verify(PdfSource.FromMemory(await _world.SealAsync()), request, TestContext.Current.CancellationToken);

        Assert.Equal(expected, report.Signatures[0].Indication);
    }

    [Fact]
    public async Task An_expired_seal_without_proof_of_its_time_cannot_be_told()
    {
        var report = _world.Verify(await _world.SealAsync(), On(2026, 6));

        Expect(report, Indication.Indeterminate, SubIndication.OutOfBoundsNoPoe, ValidationProcess.Basic);
    }

    [Fact]
    public async Task A_timestamp_and_a_list_of_the_time_keep_an_expired_seal_valid()
    {
        var document = _world.Store(await _world.SealAsync(On(2025)), _world.Lists(On(2025, 2)));

        var report = _world.Verify(document, On(2026, 6));

        Expect(report, Indication.TotalPassed, null, ValidationProcess.WithTime);
        Assert.Equal(On(2025), report.Signatures[0].BestSignatureTime);
    }

    [Fact]
    public async Task A_seal_revoked_after_its_timestamp_stays_valid()
    {
        var report = _world.Verify(
            await _world.SealAsync(On(2025)), On(2025, 6), _world.Lists(On(2025, 6), (_world.Seal.Certificate, On(2025, 3))));

        Expect(report, Indication.TotalPassed, null, ValidationProcess.WithTime);
    }

    [Fact]
    public async Task A_seal_revoked_before_its_timestamp_may_be_older_or_not()
    {
        var report = _world.Verify(
            await _world.SealAsync(On(2025)), On(2025, 6), _world.Lists(On(2025, 6), (_world.Seal.Certificate, On(2024, 12))));

        Expect(report, Indication.Indeterminate, SubIndication.RevokedNoPoe, ValidationProcess.Basic);
    }

    [Fact]
    public async Task A_seal_made_after_its_revocation_fails_where_a_timestamp_beneath_it_proves_that()
    {
        var stamped = await StampAsync(_world.FirstStamp, On(2025));
        var document = await _world.SealAsync(document: stamped);

        var report = _world.Verify(document, On(2025, 6), _world.Lists(On(2025, 6), (_world.Seal.Certificate, On(2024, 12))));

        Expect(report, Indication.TotalFailed, SubIndication.Revoked, ValidationProcess.WithTime, signature: 1);
    }

    [Fact]
    public async Task A_seal_made_after_its_certificate_ended_fails_where_a_timestamp_beneath_it_proves_that()
    {
        var stamped = await StampAsync(_world.FirstStamp, On(2026, 2));
        var document = await _world.SealAsync(document: stamped);

        var report = _world.Verify(document, On(2026, 6));

        Expect(report, Indication.TotalFailed, SubIndication.Expired, ValidationProcess.WithTime, signature: 1);
    }

    [Fact]
    public async Task A_seal_that_contradicts_the_timestamp_beneath_it_does_not_pass()
    {
        // The document timestamp is of March, and the seal over it is said to have existed in February.
        var stamped = await StampAsync(_world.FirstStamp, On(2025, 3));
        var document = await _world.SealAsync(On(2025, 2), stamped);

        var report = _world.Verify(document, On(2025, 6));

        Assert.Equal(
            (Indication.Indeterminate, SubIndication.TimestampOrderFailure), (report.Signatures[1].Indication, report.Signatures[1].SubIndication));
        Assert.Equal(DocumentVerdict.Indeterminate, report.Verdict);
    }

    [Fact]
    public async Task A_revoked_authority_takes_nothing_from_what_was_proven_before()
    {
        var stored = _world.Store(await _world.SealAsync(On(2025)), _world.Lists(On(2025, 2)));
        var document = await StampAsync(_world.FirstStamp, On(2025, 2, 2), stored);

        var report = _world.Verify(
            document, On(2025, 10), _world.Lists(On(2025, 10), (_world.Seals.Certificate, On(2025, 8))));

        Expect(report, Indication.TotalPassed, null, ValidationProcess.LongTerm);
        Assert.Equal("PSV", report.Signatures[0].BuildingBlock);
    }

    [Fact]
    public async Task A_list_that_the_revoked_authority_may_have_forged_since_proves_nothing()
    {
        // The same list of February, but nothing shows that it existed before August, when the authority's key was lost.
        var document = _world.Store(await _world.SealAsync(On(2025)), _world.Lists(On(2025, 2)));

        var report = _world.Verify(
            document, On(2025, 10), _world.Lists(On(2025, 10), (_world.Seals.Certificate, On(2025, 8))));

        Expect(report, Indication.Indeterminate, SubIndication.RevokedCaNoPoe, ValidationProcess.Basic);
    }

    [Fact]
    public async Task A_document_timestamp_after_the_authority_was_revoked_comes_too_late()
    {
        var stored = _world.Store(await _world.SealAsync(On(2025)), _world.Lists(On(2025, 2)));
        var document = await StampAsync(_world.FirstStamp, On(2025, 9), stored);

        var report = _world.Verify(
            document, On(2025, 10), _world.Lists(On(2025, 10), (_world.Seals.Certificate, On(2025, 8))));

        Expect(report, Indication.Indeterminate, SubIndication.RevokedCaNoPoe, ValidationProcess.Basic);
    }

    [Fact]
    public async Task Data_added_behind_the_document_timestamp_is_not_proven_by_it()
    {
        var stamped = await StampAsync(_world.FirstStamp, On(2025, 2, 2), await _world.SealAsync(On(2025)));
        var document = _world.Store(stamped, _world.Lists(On(2025, 2)));

        var report = _world.Verify(
            document, On(2025, 10), _world.Lists(On(2025, 10), (_world.Seals.Certificate, On(2025, 8))));

        Expect(report, Indication.Indeterminate, SubIndication.RevokedCaNoPoe, ValidationProcess.Basic);
    }

    [Fact]
    public async Task A_chain_of_document_timestamps_carries_a_seal_past_the_end_of_the_first_one()
    {
        var stored = _world.Store(await _world.SealAsync(On(2025)), _world.Lists(On(2025, 2)));
        var first = await StampAsync(_world.FirstStamp, On(2025, 2, 2), stored);
        var second = await StampAsync(_world.SecondStamp, On(2026, 12), first);

        // The first authority's status must be known from after the proof that its stamp existed: a list from before
        // the second stamp would leave a gap in which its key could have been lost.
        var early = _world.Verify(_world.Store(second, _world.Lists(On(2026, 11))), On(2029));
        var right = _world.Verify(_world.Store(second, _world.Lists(On(2026, 12, 15))), On(2029));

        Expect(right, Indication.TotalPassed, null, ValidationProcess.LongTerm);
        Expect(early, Indication.Indeterminate, SubIndication.OutOfBoundsNoPoe, ValidationProcess.Basic);
        Expect(_world.Verify(first, On(2029)), Indication.Indeterminate, SubIndication.OutOfBoundsNoPoe, ValidationProcess.Basic);
    }

    [Theory]
    [InlineData(3, Indication.TotalPassed)]
    [InlineData(9, Indication.Indeterminate)]
    public async Task A_timestamp_whose_authority_was_revoked_counts_if_a_later_one_proves_it_older(int month, Indication expected)
    {
        using var other = _world.Stamps.Issue("other tsa", On(2023), On(2030), forTimestamps: true);
        var stored = _world.Store(await _world.SealAsync(On(2025)), _world.Lists(On(2025, 2)));
        var document = await StampAsync(other, On(2025, month), stored);

        // In June 2025 the key of the first authority was lost; in 2026 the seal itself ended.
        var report = _world.Verify(document, On(2026, 6), _world.Lists(On(2026, 6), (_world.FirstStamp.Certificate, On(2025, 6))));

        Assert.Equal(expected, report.Signatures[0].Indication);
    }

    [Theory]
    [InlineData(5, Indication.TotalPassed, null)]
    [InlineData(8, Indication.Indeterminate, SubIndication.CryptoConstraintsFailureNoPoe)]
    public async Task Once_a_digest_fell_nothing_is_told_by_it_not_even_by_timestamps_that_use_it(
        int month, Indication expected, SubIndication? reason)
    {
        var table = AlgorithmTable.Default with
        {
            Digests = ImmutableDictionary<string, DateTimeOffset>.Empty.Add(HashAlgorithmName.SHA256.Name!, On(2025, 6)),
        };
        var stored = _world.Store(await _world.SealAsync(On(2025)), _world.Lists(On(2025, 2)));
        var document = await StampAsync(_world.FirstStamp, On(2025, 2, 2), stored);

        var report = _world.Verify(document, On(2025, month), algorithms: table);

        Assert.Equal((expected, reason), (report.Signatures[0].Indication, report.Signatures[0].SubIndication));
    }

    [Fact]
    public async Task An_anchor_past_its_sunset_vouches_for_nobody_not_even_for_timestamps()
    {
        var stored = _world.Store(await _world.SealAsync(On(2025)), _world.Lists(On(2025, 2)));
        var bare = await _world.SealAsync();

        // The timestamp's own chain ends at the same anchor: nothing at all is trusted after the sunset.
        var report = _world.Verify(bare, On(2025, 10), trustedUntil: On(2025, 6));
        var archived = _world.Verify(
            await StampAsync(_world.FirstStamp, On(2025, 2, 2), stored), On(2025, 10), trustedUntil: On(2025, 6));

        Expect(report, Indication.Indeterminate, SubIndication.NoCertificateChainFoundNoPoe, ValidationProcess.Basic);
        Assert.Equal(Indication.Indeterminate, archived.Signatures[0].Indication);
    }

    [Theory]
    [InlineData(true, Indication.TotalPassed)]
    [InlineData(false, Indication.Indeterminate)]
    public async Task An_authority_past_its_end_vouches_only_by_data_that_is_proven_to_be_older(bool archived, Indication expected)
    {
        using var world = new TimeWorld(sealsUntil: On(2025, 6));
        var stored = world.Store(await world.SealAsync(On(2025)), world.Lists(On(2025, 2)));
        var document = archived ? await StampAsync(world.FirstStamp, On(2025, 2, 2), stored) : stored;

        // That the authority itself was good at the time of the stamp is known from a list of after it, by the root.
        var report = world.Verify(world.Store(document, world.Lists(On(2025, 2, 15))), On(2025, 10));

        Assert.Equal(expected, report.Signatures[0].Indication);
    }

    public void Dispose() => _world.Dispose();

    private static void Expect(
        VerificationReport report, Indication indication, SubIndication? reason, ValidationProcess process, int signature = 0)
    {
        var judged = report.Signatures[signature];
        Assert.True(
            (indication, reason, process) == (judged.Indication, judged.SubIndication, judged.Process),
            $"{judged.Indication} {judged.SubIndication} {judged.Process}: "
                + string.Join("; ", judged.Findings.Where(finding => finding.Verdict != Verdict.Passed).Select(finding => finding.Detail)));
    }
}
