using System.Security.Cryptography.X509Certificates;
using Licenses.Crypto.X509;
using Licenses.Pdf.Syntax;
using Licenses.Sealing;
using Licenses.Testing.Clock;
using Licenses.Tests.Verification;
using Licenses.Verification;
using static Licenses.Tests.Verification.TimeWorld;

namespace Licenses.Tests.Sealing;

/// <summary>
/// A list of before the seal that stays in force until the certificates end does where there is no later one. Attacks on that:
/// a later one that says otherwise, a hold, and a list that a lost authority's key dated back.
/// </summary>
public sealed class StandingListTests : IDisposable
{
    private static readonly DateTimeOffset Before = On(2025, 2, 1);
    private static readonly DateTimeOffset Later = Before.AddHours(12);
    private static readonly DateTimeOffset Stamped = On(2025, 2, 2);
    private static readonly DateTimeOffset Now = On(2025, 2, 3);
    private static readonly DateTimeOffset Forever = On(2041);

    private readonly TimeWorld _world = new();

    [Fact]
    public async Task It_does_where_no_later_one_is_at_hand()
    {
        var raised = Assert.IsType<RaiseOutcome.Raised>(await RaiseAsync(Standing(Before)));

        Assert.Equal(SignatureLevel.BaselineLt, raised.Level);
    }

    [Fact]
    public async Task A_later_list_that_revokes_is_heard_though_it_is_older_than_the_seal_itself()
    {
        CertificateList[] lists =
            [.. Standing(Before), _world.Seals.List(Later, Later.AddDays(7), (_world.Seal.Certificate, On(2025, 1, 15)))];

        var lacking = Assert.IsType<RaiseOutcome.Lacking>(await RaiseAsync(lists));

        Assert.Contains(lacking.Missing, missing => missing.En.Contains("seal was revoked at 2025-01-15", StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_older_list_that_revokes_is_heard_as_well()
    {
        CertificateList[] lists =
            [.. Standing(Before), _world.Seals.List(On(2025), On(2025, 1, 8), (_world.Seal.Certificate, On(2024, 12)))];

        Assert.IsType<RaiseOutcome.Lacking>(await RaiseAsync(lists));
    }

    [Fact]
    public async Task A_later_list_of_short_life_takes_its_place_and_a_newer_one_is_waited_for()
    {
        CertificateList[] lists = [.. Standing(Before), _world.Seals.List(Later, Later.AddDays(7))];

        var lacking = Assert.IsType<RaiseOutcome.Lacking>(await RaiseAsync(lists));

        Assert.Contains(lacking.Missing, missing => missing.En.Contains("come back at 2025-02-08", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_later_hold_is_heard_and_an_earlier_one_that_the_list_no_longer_has_is_not()
    {
        (Certificate, DateTimeOffset)[] held = [(_world.Seal.Certificate, On(2025, 1, 15))];
        var laterHold = _world.Seals.List(Later, Later.AddDays(7), X509RevocationReason.CertificateHold, held);
        var earlierHold = _world.Seals.List(On(2025, 1, 20), On(2025, 1, 27), X509RevocationReason.CertificateHold, held);

        Assert.IsType<RaiseOutcome.Lacking>(await RaiseAsync([.. Standing(Before), laterHold]));
        Assert.IsType<RaiseOutcome.Raised>(await RaiseAsync([.. Standing(Before), earlierHold]));
    }

    [Fact]
    public async Task One_that_a_lost_authoritys_key_dated_back_makes_nothing_valid()
    {
        var now = On(2025, 10);
        var lost = _world.Root.List(now, now.AddMonths(1), (_world.Seals.Certificate, On(2025, 8)));
        CertificateList[] lists = [lost, _world.Seals.List(Before, Forever), _world.Stamps.List(now, now.AddMonths(1))];
        var document = await _world.SealAsync(Stamped);
        Assert.IsType<RaiseOutcome.Lacking>(await RaiseAsync(lists, document, now));
        var raised = Assert.IsType<RaiseOutcome.Raised>(await RaiseAsync(lists, document, now, isBestEffort: true));

        var report = _world.Verify((byte[])[.. document.Span, .. raised.Update.Span], now.AddDays(1), [lost, _world.Stamps.List(now, Forever)]);

        Assert.Equal(Indication.Indeterminate, report.Signatures[0].Indication);
        Assert.Equal(DocumentVerdict.Indeterminate, report.Verdict);
    }

    [Fact]
    public async Task When_it_has_ended_with_the_certificate_it_no_longer_tells()
    {
        var until = _world.Seal.Certificate.NotAfter;
        CertificateList[] lists = [.. Standing(Before).Where(list => !IsOfSeals(list)), _world.Seals.List(Before, until)];
        var document = await _world.SealAsync(Stamped);
        var raised = Assert.IsType<RaiseOutcome.Raised>(await RaiseAsync(lists, document, isBestEffort: true));
        byte[] whole = [.. document.Span, .. raised.Update.Span];

        var before = _world.Verify(whole, until.AddDays(-1), []);
        var after = _world.Verify(whole, until.AddDays(1), []);

        Assert.Equal((DocumentVerdict.Passed, DocumentVerdict.Indeterminate), (before.Verdict, after.Verdict));
        Assert.Equal((SignatureLevel.BaselineT, SignatureLevel.BaselineT), (raised.Level, after.Signatures[0].Level));
        Assert.Contains(after.Signatures[0].Findings, finding =>
            finding.Detail.Contains("is of 2025-02-01 00:00:00Z, older than what it should tell of", StringComparison.Ordinal));
    }

    public void Dispose() => _world.Dispose();

    private bool IsOfSeals(CertificateList list) => list.Issuer.Equals(_world.Seals.Certificate.SubjectName);

    private CertificateList[] Standing(DateTimeOffset at) =>
        [.. new[] { _world.Root, _world.Seals, _world.Stamps }.Select(authority => authority.List(at, Forever))];

    private async Task<RaiseOutcome> RaiseAsync(
        CertificateList[] lists, ReadOnlyMemory<byte>? document = null, DateTimeOffset? now = null, bool isBestEffort = false)
    {
        using var source = PdfSource.FromMemory(document ?? await _world.SealAsync(Stamped));
        return await new LevelRaiser(_world.Trust(lists), new ManualClock(now ?? Now)).RaiseAsync(
            source, new RaiseOrder(SignatureLevel.BaselineLt, null) { IsBestEffort = isBestEffort }, TestContext.Current.CancellationToken);
    }
}
