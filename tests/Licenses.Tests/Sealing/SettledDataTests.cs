using Licenses.Crypto.X509;
using Licenses.Pdf.Syntax;
using Licenses.Sealing;
using Licenses.Testing.Clock;
using Licenses.Tests.Verification;
using Licenses.Verification;
using static Licenses.Tests.Verification.TimeWorld;

namespace Licenses.Tests.Sealing;

/// <summary>
/// Data of before a seal says nothing of it once it has run out: what is raised with it is not of the level, and what is
/// raised with newer data is still told when the lists and the seal's own certificate have ended. All of it offline.
/// </summary>
public sealed class SettledDataTests : IDisposable
{
    private static readonly DateTimeOffset Stamped = On(2025, 2, 2);

    private readonly TimeWorld _world = new();

    [Theory]
    [InlineData(SignatureLevel.BaselineLt)]
    [InlineData(SignatureLevel.BaselineLta)]
    public async Task Lists_that_are_older_than_the_seal_are_refused_with_when_to_come_back(SignatureLevel level)
    {
        var lacking = Assert.IsType<RaiseOutcome.Lacking>(await RaiseAsync(await SealedAsync(), level, On(2025, 2, 1), On(2025, 2, 3)));

        Assert.Contains(lacking.Missing, missing => missing.En.Contains("come back at 2025-03-01", StringComparison.Ordinal));
        Assert.All(lacking.Missing, missing => Assert.NotEmpty(missing.Zh));
    }

    [Fact]
    public async Task Best_effort_stores_them_once_and_claims_no_level_by_them()
    {
        var document = await SealedAsync();

        var raised = Assert.IsType<RaiseOutcome.Raised>(
            await RaiseAsync(document, SignatureLevel.BaselineLta, On(2025, 2, 1), On(2025, 2, 3), isBestEffort: true));
        byte[] stored = [.. document.Span, .. raised.Update.Span];
        var again = Assert.IsType<RaiseOutcome.Raised>(
            await RaiseAsync(stored, SignatureLevel.BaselineLta, On(2025, 2, 1), On(2025, 2, 4), isBestEffort: true));

        Assert.Equal(SignatureLevel.BaselineT, raised.Level);
        Assert.False(raised.Update.IsEmpty || raised.Missing.IsEmpty);
        Assert.True(again.Update.IsEmpty);
        Assert.Equal(SignatureLevel.BaselineT, _world.Verify(stored, On(2025, 2, 5)).Signatures[0].Level);
    }

    [Theory]
    [InlineData(SignatureLevel.BaselineLt)]
    [InlineData(SignatureLevel.BaselineLta)]
    public async Task What_was_raised_with_newer_lists_is_told_after_they_and_the_seals_certificate_have_ended(SignatureLevel level)
    {
        var document = await SealedAsync();
        var raised = Assert.IsType<RaiseOutcome.Raised>(await RaiseAsync(document, level, On(2025, 2, 10), On(2025, 2, 11)));
        byte[] whole = [.. document.Span, .. raised.Update.Span];

        // Half a year after the seal's certificate ended; of lists only the timestamp authorities' own is at hand.
        var at = On(2026, 6);
        CertificateList[] authorities = [.. _world.Lists(at).Where(list => !list.Issuer.Equals(_world.Seals.Certificate.SubjectName))];
        var report = _world.Verify(whole, at, authorities);

        Assert.Equal(level, raised.Level);
        Assert.Equal((Indication.TotalPassed, level), (report.Signatures[0].Indication, report.Signatures[0].Level));
        Assert.Equal(DocumentVerdict.Passed, report.Verdict);
    }

    [Fact]
    public async Task A_document_that_holds_old_lists_under_a_timestamp_is_not_called_an_archive()
    {
        var stored = _world.Store(await SealedAsync(), _world.Lists(On(2025, 2, 1)));
        var archived = await StampAsync(_world.FirstStamp, On(2025, 2, 3), stored);

        var report = _world.Verify(archived, On(2025, 2, 5)).Signatures[0];

        Assert.Equal((Indication.TotalPassed, SignatureLevel.BaselineT), (report.Indication, report.Level));
        Assert.Contains("come back at 2025-03-01", report.NextLevel!.En, StringComparison.Ordinal);
    }

    public void Dispose() => _world.Dispose();

    private Task<ReadOnlyMemory<byte>> SealedAsync() => _world.SealAsync(Stamped);

    private async Task<RaiseOutcome> RaiseAsync(
        ReadOnlyMemory<byte> document, SignatureLevel level, DateTimeOffset listsOf, DateTimeOffset now, bool isBestEffort = false)
    {
        using var source = PdfSource.FromMemory(document);
        var order = new RaiseOrder(level, (digest, _, _) => TokenAsync(_world.FirstStamp, digest, now)) { IsBestEffort = isBestEffort };
        return await new LevelRaiser(_world.Trust(_world.Lists(listsOf)), new ManualClock(now))
            .RaiseAsync(source, order, TestContext.Current.CancellationToken);
    }
}
