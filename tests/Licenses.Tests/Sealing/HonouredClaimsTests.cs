using Licenses.Crypto.Signatures;
using Licenses.Crypto.X509;
using Licenses.Pdf.Signing;
using Licenses.Pdf.Syntax;
using Licenses.Sealing;
using Licenses.Testing.Clock;
using Licenses.Tests.Verification;
using Licenses.Verification;
using static Licenses.Tests.Verification.TimeWorld;

namespace Licenses.Tests.Sealing;

/// <summary>
/// Every combination of lists (older or newer than the seal, running out soon, with the certificate or in the far future),
/// timestamps (trusted, self-made and dated back, ended), order and time of the upgrade: what is claimed of the document is held
/// against verification at all later times. At those, issuers publish lists about what lasts, and nobody tells anything else.
/// </summary>
public sealed class HonouredClaimsTests : IDisposable
{
    private static readonly DateTimeOffset Stamped = On(2025, 2, 2);
    private static readonly DateTimeOffset[] Listed = [On(2025, 2, 1), On(2025, 2, 3)];
    private static readonly DateTimeOffset[] Lasting = [On(2025, 3), On(2026), On(2041)];

    private readonly TimeWorld _world = new();
    private readonly TimeAuthority _stranger = TimeAuthority.Root("seals", On(2020), On(2090));
    private readonly Pkcs12SealKey _strangeStamp;

    public HonouredClaimsTests() => _strangeStamp = _stranger.Issue("strange tsa", On(2020), On(2090), forTimestamps: true);

    /// <summary>When it is raised or put together: at once, in the seal's last month, after its end, after its timestamp's end.</summary>
    public static TheoryData<DateTimeOffset> Times { get; } = [On(2025, 2, 4), On(2025, 12, 15), On(2026, 6), On(2027, 6)];

    [Theory]
    [MemberData(nameof(Times))]
    public async Task A_long_term_level_is_honoured_without_a_further_word_about_the_signer(DateTimeOffset now)
    {
        int claimed = 0;
        foreach (var (document, lists, what) in await CasesAsync(now))
        {
            foreach (var level in (SignatureLevel[])[SignatureLevel.BaselineLt, SignatureLevel.BaselineLta])
            {
                if (await RaiseAsync(document, lists, level, now) is RaiseOutcome.Raised raised)
                {
                    byte[] whole = [.. document.Span, .. raised.Update.Span];
                    var until = Term(whole, now).Until!.Value;
                    Assert.All(
                        Between(now, until),
                        at => Assert.True(Passes(whole, at, isSignerTold: false), $"{level} until {until:u}, at {at:u}: {what}"));
                    claimed++;
                }
            }
        }

        Assert.Equal(now < On(2027), claimed > 0);
    }

    [Theory]
    [MemberData(nameof(Times))]
    public async Task What_is_called_kept_or_due_is_honoured_until_then_and_nothing_else_is(DateTimeOffset now)
    {
        foreach (var (document, lists, what) in await CasesAsync(now))
        {
            foreach (var whole in await PutTogetherAsync(document, lists, now))
            {
                var term = Term(whole, now);
                if (term.State is ArchiveState.Kept or ArchiveState.Due)
                {
                    var until = term.Until!.Value;
                    Assert.All(Between(now, until), at => Assert.True(Passes(whole, at, isSignerTold: true), $"{term} at {at:u}: {what}"));
                    Assert.All(
                        term.AloneUntil is { } alone ? Between(now, alone) : [],
                        at => Assert.True(_world.Verify(whole, at, []).Verdict == DocumentVerdict.Passed, $"{term} alone at {at:u}: {what}"));
                    Assert.True(IsStampsEnd(until) || !Passes(whole, until.AddDays(1), isSignerTold: true), $"{term} and longer: {what}");
                }
                else
                {
                    Assert.False(Passes(whole, now, isSignerTold: true), $"{term} now: {what}");
                }
            }
        }
    }

    public void Dispose()
    {
        _world.Dispose();
        _stranger.Dispose();
        _strangeStamp.Dispose();
    }

    private bool IsStampsEnd(DateTimeOffset until) =>
        until == _world.FirstStamp.Certificate.NotAfter || until == _world.SecondStamp.Certificate.NotAfter;

    private ISealKey StampOf(DateTimeOffset now) => now < On(2026) ? _world.FirstStamp : _world.SecondStamp;

    private async Task<List<(ReadOnlyMemory<byte> Document, CertificateList[] Lists, string What)>> CasesAsync(DateTimeOffset now)
    {
        var honest = await _world.SealAsync(Stamped);
        var strange = Offer(await StampAsync(_strangeStamp, On(2025, 1, 15), honest), _stranger.List(On(2025, 1, 20), On(2080)));
        List<(ReadOnlyMemory<byte>, CertificateList[], string)> cases = [];
        foreach (var at in Listed.Append(now))
        {
            foreach (var until in at == now ? [at.AddMonths(1)] : Lasting)
            {
                CertificateList[] lists =
                [
                    _world.Root.List(at, On(2041)), _world.Stamps.List(now, now.AddMonths(1)), _world.Stamps.List(at, On(2041)),
                    _world.Seals.List(at, until),
                ];
                cases.Add((honest, lists, $"lists of {at:u} until {until:u}"));
                cases.Add((strange, lists, $"lists of {at:u} until {until:u}, beside a stranger's"));
            }
        }

        return cases;
    }

    /// <summary>Data and timestamps in any order, whatever a careful raiser would refuse.</summary>
    private async Task<ReadOnlyMemory<byte>[]> PutTogetherAsync(ReadOnlyMemory<byte> document, CertificateList[] lists, DateTimeOffset now)
    {
        var stored = _world.Store(document, lists);
        return
        [
            document, stored, await StampAsync(StampOf(now), now, stored),
            _world.Store(await StampAsync(StampOf(now), now, document), lists),
            await StampAsync(_strangeStamp, now, stored),
        ];
    }

    private ReadOnlyMemory<byte> Offer(ReadOnlyMemory<byte> document, CertificateList list)
    {
        var data = new ValidationData([_stranger.Certificate.Encoded], [list.Encoded], []);
        return Assert.IsType<SealOutcome.Sealed>(
            SealExtender.AddValidationData(document, data, new Dictionary<string, ValidationData>())).Document;
    }

    private async Task<RaiseOutcome> RaiseAsync(
        ReadOnlyMemory<byte> document, CertificateList[] lists, SignatureLevel level, DateTimeOffset now)
    {
        using var source = PdfSource.FromMemory(document);
        var order = new RaiseOrder(level, (digest, _, _) => TokenAsync(StampOf(now), digest, now));
        return await new LevelRaiser(_world.Trust(lists), new ManualClock(now))
            .RaiseAsync(source, order, TestContext.Current.CancellationToken);
    }

    private ArchiveTerm Term(ReadOnlyMemory<byte> document, DateTimeOffset now) => ArchiveTerm.Of(
        PdfInspector.Inspect(PdfSource.FromMemory(document), new PdfInspectionOptions { Policy = InspectionPolicy.Pades }),
        _world.Trust([]), now, TimeSpan.FromDays(90));

    /// <summary>With the anchors, and what issuers then say about certificates that last.</summary>
    private bool Passes(ReadOnlyMemory<byte> document, DateTimeOffset at, bool isSignerTold)
    {
        TimeAuthority[] telling = isSignerTold && at <= _world.Seal.Certificate.NotAfter
            ? [_world.Root, _world.Stamps, _world.Seals] : [_world.Root, _world.Stamps];
        return _world.Verify(document, at, telling.Select(authority => authority.List(at, at.AddDays(1)))).Verdict == DocumentVerdict.Passed;
    }

    private static IEnumerable<DateTimeOffset> Between(DateTimeOffset now, DateTimeOffset until) =>
        Enumerable.Range(0, 6).Select(step => now + ((until - now) * step / 6)).Append(until.AddSeconds(-1));
}
