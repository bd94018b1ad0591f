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
        var document = await StampAsync(_world.FirstStamp, On(2025), await _world.SealAsync(On(2025)));

        var term = Look(document, On(year, month));

        Assert.Equal(new ArchiveTerm(expected, On(2027)), term);
    }

    [Fact]
    public async Task The_last_timestamp_counts()
    {
        var first = await StampAsync(_world.FirstStamp, On(2025), await _world.SealAsync(On(2025)));
        var second = await StampAsync(_world.SecondStamp, On(2026, 12), first);

        Assert.Equal(new ArchiveTerm(ArchiveState.Kept, On(2031)), Look(second, On(2027, 2)));
    }

    [Fact]
    public async Task A_seal_behind_the_last_timestamp_stands_on_its_own()
    {
        var stamped = await StampAsync(_world.SecondStamp, On(2026, 2), await _world.SealAsync(On(2025)));
        var bare = await _world.SealAsync(document: stamped);
        var second = await _world.SealAsync(On(2026, 3), stamped);

        Assert.Equal(ArchiveState.NotStamped, Look(bare, On(2026, 4)).State);
        Assert.Equal(new ArchiveTerm(ArchiveState.Kept, On(2027)), Look(second, On(2026, 4)));
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
        var document = await StampAsync(_world.FirstStamp, On(2025), await _world.SealAsync(On(2025)));

        var term = Look(await StampAsync(tsa, On(2026, 10), document), On(2026, 11));

        Assert.Equal(new ArchiveTerm(ArchiveState.Due, On(2027)), term);
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
        var document = await StampAsync(_world.FirstStamp, On(2025), await _world.SealAsync(On(2025)));

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

    private ArchiveTerm Look(ReadOnlyMemory<byte> document, DateTimeOffset now, params CertificateList[] lists) => ArchiveTerm.Of(
        PdfInspector.Inspect(PdfSource.FromMemory(document), new PdfInspectionOptions { Policy = InspectionPolicy.Pades }),
        _world.Trust(lists), AlgorithmTable.Default, now, TimeSpan.FromDays(90));
}
