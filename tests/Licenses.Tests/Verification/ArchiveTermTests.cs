using Licenses.Crypto.X509;
using Licenses.Pdf.Signing;
using Licenses.Pdf.Syntax;
using Licenses.Sealing;
using Licenses.Verification;
using static Licenses.Tests.Verification.TimeWorld;

namespace Licenses.Tests.Verification;

/// <summary>The first authority's certificate ends with 2026, the second one's with 2030.</summary>
public sealed class ArchiveTermTests : IDisposable
{
    private readonly TimeWorld _world = new();

    [Theory]
    [InlineData(2026, 6, ArchiveState.Kept)]
    [InlineData(2026, 11, ArchiveState.Due)]
    [InlineData(2027, 2, ArchiveState.Lapsed)]
    public async Task A_timestamp_is_kept_then_due_then_lapsed(int year, int month, ArchiveState expected)
    {
        var term = Look(await ArchivedAsync(), On(year, month));

        Assert.Equal((expected, On(2027)), (term.State, term.Until));
    }

    [Fact]
    public async Task The_last_timestamp_counts()
    {
        var second = await StampAsync(_world.SecondStamp, On(2026, 12), await ArchivedAsync());

        var bare = Look(second, On(2027, 2));
        var settled = Look(_world.Store(second, _world.Lists(On(2026, 12, 2))), On(2027, 2));

        Assert.Equal(ArchiveState.Unproven, bare.State); // nothing tells whether the first authority was revoked by then
        Assert.Equal((ArchiveState.Kept, On(2031)), (settled.State, settled.Until));
    }

    [Fact]
    public async Task A_seal_behind_the_last_timestamp_stands_on_its_own()
    {
        var stamped = await ArchivedAsync();
        var bare = await _world.SealAsync(document: stamped);
        var second = _world.Store(await _world.SealAsync(On(2025, 3), stamped), _world.Lists(On(2025, 4)));

        var term = Look(second, On(2025, 5));

        Assert.Equal(ArchiveState.NotStamped, Look(bare, On(2025, 5)).State);
        Assert.Equal((ArchiveState.Kept, On(2027)), (term.State, term.Until));
    }

    [Fact]
    public async Task Without_data_a_seal_is_kept_until_its_certificate_ends_and_then_data_lacks()
    {
        var document = await StampAsync(_world.FirstStamp, On(2025), await _world.SealAsync(On(2025)));

        var (lasting, ended) = (Look(document, On(2025, 5)), Look(document, On(2026, 6)));

        Assert.Equal((ArchiveState.Kept, On(2026)), (lasting.State, lasting.Until));
        Assert.Equal(ArchiveState.Unproven, ended.State);
        Assert.NotNull(ended.Why);
    }

    [Fact]
    public async Task A_broken_seal_is_damaged()
    {
        var document = (await _world.SealAsync(On(2025))).ToArray();
        document[document.AsSpan().IndexOf("Sample"u8)] ^= 1;

        Assert.Equal(ArchiveState.Damaged, Look(document, On(2025)).State);
    }

    [Fact]
    public async Task A_strangers_timestamp_behind_the_last_one_changes_nothing()
    {
        using var stranger = TimeAuthority.Root("stranger", On(2020), On(2090));
        using var tsa = stranger.Issue("strange tsa", On(2020), On(2090), forTimestamps: true);

        var term = Look(await StampAsync(tsa, On(2026, 10), await ArchivedAsync()), On(2026, 11));

        Assert.Equal((ArchiveState.Due, On(2027)), (term.State, term.Until));
    }

    [Fact]
    public async Task A_strangers_timestamp_carries_no_seal()
    {
        using var stranger = TimeAuthority.Root("stranger", On(2020), On(2090));
        using var tsa = stranger.Issue("strange tsa", On(2020), On(2090), forTimestamps: true);

        var under = Look(await StampAsync(tsa, On(2025), await _world.SealAsync()), On(2025, 2));
        var stamped = Look(await _world.SealAsync(On(2025), authority: tsa), On(2025, 2));

        Assert.Equal([ArchiveState.NotStamped, ArchiveState.NotStamped], [under.State, stamped.State]);
    }

    [Fact]
    public async Task A_timestamp_by_the_key_of_another_purpose_does_not_count()
    {
        var document = await StampAsync(_world.Seal, On(2025, 2), await _world.SealAsync());

        Assert.Equal(ArchiveState.NotStamped, Look(document, On(2025, 3)).State);
    }

    [Fact]
    public async Task A_timestamp_of_an_authority_that_is_revoked_does_not_count()
    {
        var document = await ArchivedAsync();

        Assert.Equal(ArchiveState.NotStamped, Look(document, On(2026), _world.Lists(On(2026), (_world.FirstStamp.Certificate, On(2025, 6)))).State);
        Assert.Equal(ArchiveState.Kept, Look(document, On(2026), _world.Lists(On(2026))).State);
    }

    [Fact]
    public async Task What_verification_says_of_renewal_is_about_timestamps_that_it_trusts()
    {
        using var stranger = TimeAuthority.Root("stranger", On(2020), On(2090));
        using var tsa = stranger.Issue("strange tsa", On(2020), On(2090), forTimestamps: true);
        var stored = _world.Store(await _world.SealAsync(On(2025)), _world.Lists(On(2025, 2)));
        var archived = await StampAsync(_world.FirstStamp, On(2025, 2, 2), stored);

        var report = _world.Verify(await StampAsync(tsa, On(2025, 3), archived), On(2025, 4)).Signatures[0];

        Assert.Equal(SignatureLevel.BaselineLta, report.Level);
        Assert.Contains("due before 2027-01-01", report.NextLevel!.En, StringComparison.Ordinal);
    }

    public void Dispose() => _world.Dispose();

    /// <summary>Sealed and stamped with 2025, with data of a month later under a timestamp by the first authority.</summary>
    private async Task<ReadOnlyMemory<byte>> ArchivedAsync() => await StampAsync(
        _world.FirstStamp, On(2025, 2, 2), _world.Store(await _world.SealAsync(On(2025)), _world.Lists(On(2025, 2))));

    private ArchiveTerm Look(ReadOnlyMemory<byte> document, DateTimeOffset now, params CertificateList[] lists) => ArchiveTerm.Of(
        PdfInspector.Inspect(PdfSource.FromMemory(document), new PdfInspectionOptions { Policy = InspectionPolicy.Pades }),
        _world.Trust(lists), now, TimeSpan.FromDays(90));
}
