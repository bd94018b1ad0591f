using Licenses.Crypto.Signatures;
using Licenses.Crypto.X509;
using Licenses.Pdf.Signing;
using Licenses.Pdf.Syntax;
using Licenses.Sealing;
using Licenses.Testing.Clock;
using Licenses.Tests.Cli;
using Licenses.Tests.Verification;
using Licenses.Trust;
using Licenses.Verification;
using static Licenses.Tests.Verification.TimeWorld;

namespace Licenses.Tests.Sealing;

/// <summary>A level is claimed, and a document called kept, only where verification honours it in the years that are told.</summary>
public sealed class HonouredLevelTests : IDisposable
{
    private static readonly DateTimeOffset Before = On(2025, 2, 1);
    private static readonly DateTimeOffset Stamped = On(2025, 2, 2);
    private static readonly DateTimeOffset Now = On(2025, 2, 3);
    private static readonly DateTimeOffset Forever = On(2041);

    private readonly TimeWorld _world = new();

    [Theory]
    [InlineData(SignatureLevel.BaselineLt)]
    [InlineData(SignatureLevel.BaselineLta)]
    public async Task A_list_of_before_the_seal_that_ends_with_the_certificate_is_refused_with_when_to_come_back(SignatureLevel level)
    {
        var until = _world.Seal.Certificate.NotAfter;

        var outcome = await RaiseAsync(await _world.SealAsync(Stamped), Lists(_world.Seals.List(Before, until)), level);

        var lacking = Assert.IsType<RaiseOutcome.Lacking>(outcome);
        Assert.Contains(lacking.Missing, missing => missing.En.Contains($"come back at {until:u}", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_strangers_list_under_the_issuers_name_is_no_evidence()
    {
        using var stranger = TimeAuthority.Root("seals", On(2020), On(2090));
        var document = Offer(await _world.SealAsync(Stamped), stranger, stranger.List(Before.AddMonths(-6), On(2080)));

        var outcome = await RaiseAsync(document, Lists(_world.Root.List(Before, Forever)), SignatureLevel.BaselineLt);

        var lacking = Assert.IsType<RaiseOutcome.Lacking>(outcome);
        Assert.Contains("about seal", Assert.Single(lacking.Missing).En, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_strangers_list_under_the_issuers_name_blocks_nobodys_seal()
    {
        using var stranger = TimeAuthority.Root("seals", On(2020), On(2090));
        var document = Offer(
            await _world.SealAsync(Stamped), stranger,
            stranger.List(Before.AddMonths(-6), On(2080), (_world.Seal.Certificate, Before.AddMonths(-7))));

        var outcome = await RaiseAsync(document, Lists(_world.Seals.List(Now, Now.AddDays(7))), SignatureLevel.BaselineLt);

        Assert.Equal(SignatureLevel.BaselineLt, Assert.IsType<RaiseOutcome.Raised>(outcome).Level);
    }

    [Fact]
    public async Task What_ended_before_its_next_timestamp_is_lapsed_and_no_upgrade_mends_it()
    {
        // The seal's certificate ended with 2025, its timestamp's with 2026; nothing was set in time.
        var late = On(2027, 6);
        var document = await _world.SealAsync(Stamped);

        var raised = await RaiseAsync(document, _world.Lists(late), SignatureLevel.BaselineLta, late, _world.SecondStamp);
        var stored = await StampAsync(_world.SecondStamp, late, _world.Store(document, _world.Lists(late)));

        Assert.IsType<RaiseOutcome.Lacking>(raised);
        Assert.Equal(DocumentVerdict.Indeterminate, _world.Verify(stored, late.AddDays(1)).Verdict);
        Assert.Equal(ArchiveState.Lapsed, Term(stored, late.AddDays(1)).State);
    }

    [Fact]
    public async Task A_self_made_timestamp_that_was_dated_back_makes_no_list_newer_than_the_seal()
    {
        using var stranger = TimeAuthority.Root("stranger", On(2020), On(2090));
        using var tsa = stranger.Issue("strange tsa", On(2020), On(2090), forTimestamps: true);
        var document = await StampAsync(tsa, On(2025, 1, 15), await _world.SealAsync(Stamped));
        var list = stranger.List(On(2025, 1, 20), On(2080));

        var outcome = await RaiseAsync(Offer(document, stranger, list), _world.Lists(On(2025, 1, 20)), SignatureLevel.BaselineLt);

        var lacking = Assert.IsType<RaiseOutcome.Lacking>(outcome);
        Assert.Contains(lacking.Missing, missing => missing.En.Contains("about seal of 2025-02-02", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_document_that_was_stamped_after_data_in_force_is_kept_until_that_has_run_out()
    {
        var until = _world.Seal.Certificate.NotAfter;
        var stored = _world.Store(await _world.SealAsync(Stamped), Lists(_world.Seals.List(Before, until)));
        var archived = await StampAsync(_world.FirstStamp, Stamped.AddHours(1), stored);

        var term = Term(archived, Now);
        Assert.Equal((ArchiveState.Kept, until), (term.State, term.Until));
        Assert.Equal(ArchiveState.Due, Term(archived, until.AddDays(-30)).State);
    }

    [Fact]
    public async Task Roots_and_links_that_have_nothing_to_do_with_a_document_cost_it_no_level_and_no_time()
    {
        var others = Enumerable.Range(1, 300).Select(day => TimeAuthority.Root($"other {day}", On(2020), Now.AddDays(day))).ToArray();
        var own = _world.Trust(Lists(_world.Seals.List(Now, Now.AddDays(7))));
        var trust = new TrustStore(
            [.. own.Anchors.All, .. others.Select(other => new TrustAnchor(other.Certificate))],
            [.. own.Paths.Intermediates.All, .. others.Select(other => other.Certificate)], own.Material);
        var document = await _world.SealAsync(Stamped);

        var raised = Assert.IsType<RaiseOutcome.Raised>(await RaiseAsync(document, trust, SignatureLevel.BaselineLta));

        Assert.Equal(SignatureLevel.BaselineLta, raised.Level);
        byte[] archived = [.. document.Span, .. raised.Update.Span];
        Assert.Equal(Term(archived, Now), Term(archived, Now, trust));
        Array.ForEach(others, other => other.Dispose());
    }

    [Fact]
    public async Task A_document_of_very_many_seals_reaches_the_level_that_one_of_few_does()
    {
        ReadOnlyMemory<byte> document = SmallPdf.Bytes;
        for (int i = 0; i < 80; i++)
        {
            using var seal = _world.Seals.Issue($"seal {i}", On(2024), On(2026).AddDays(i));
            document = await _world.SealAsync(Stamped, document, seal: seal);
        }

        var outcome = await RaiseAsync(document, Lists(_world.Seals.List(Now, Now.AddDays(7))), SignatureLevel.BaselineLta);

        Assert.Equal(SignatureLevel.BaselineLta, Assert.IsType<RaiseOutcome.Raised>(outcome).Level);
    }

    public void Dispose() => _world.Dispose();

    /// <summary>Lists of the root and of the timestamps' authority that stand for as long as these, and another one.</summary>
    private CertificateList[] Lists(CertificateList seals) =>
        [_world.Root.List(Before, Forever), _world.Stamps.List(Before, Forever), seals];

    private static ReadOnlyMemory<byte> Offer(ReadOnlyMemory<byte> document, TimeAuthority stranger, CertificateList list)
    {
        var data = new ValidationData([stranger.Certificate.Encoded], [list.Encoded], []);
        return Assert.IsType<SealOutcome.Sealed>(
            SealExtender.AddValidationData(document, data, new Dictionary<string, ValidationData>())).Document;
    }

    private Task<RaiseOutcome> RaiseAsync(
        ReadOnlyMemory<byte> document, CertificateList[] lists, SignatureLevel level, DateTimeOffset? at = null, ISealKey? authority = null) =>
        RaiseAsync(document, _world.Trust(lists), level, at, authority);

    private async Task<RaiseOutcome> RaiseAsync(
        ReadOnlyMemory<byte> document, TrustStore trust, SignatureLevel level, DateTimeOffset? at = null, ISealKey? authority = null)
    {
        var now = at ?? Now;
        using var source = PdfSource.FromMemory(document);
        var order = new RaiseOrder(level, (digest, _, _) => TokenAsync(authority ?? _world.FirstStamp, digest, now));
        return await new LevelRaiser(trust, new ManualClock(now))
            .RaiseAsync(source, order, TestContext.Current.CancellationToken);
    }

    private ArchiveTerm Term(ReadOnlyMemory<byte> document, DateTimeOffset now, TrustStore? trust = null) => ArchiveTerm.Of(
        PdfInspector.Inspect(PdfSource.FromMemory(document), new PdfInspectionOptions { Policy = InspectionPolicy.Pades }),
        trust?.WithMaterial(RevocationMaterial.Empty) ?? _world.Trust([]), now, TimeSpan.FromDays(90));
}
