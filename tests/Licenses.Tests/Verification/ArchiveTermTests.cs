using Licenses.Pdf.Signing;
using Licenses.Pdf.Syntax;
using Licenses.Sealing;
using Licenses.Trust;
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

    public void Dispose() => _world.Dispose();

    private static ArchiveTerm Look(ReadOnlyMemory<byte> document, DateTimeOffset now) => ArchiveTerm.Of(
        PdfInspector.Inspect(PdfSource.FromMemory(document), new PdfInspectionOptions { Policy = InspectionPolicy.Pades }),
        TrustStore.Empty, AlgorithmTable.Default, now, TimeSpan.FromDays(90));
}
