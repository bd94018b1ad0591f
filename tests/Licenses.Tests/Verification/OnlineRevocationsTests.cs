using Licenses.Crypto;
using Licenses.Crypto.X509;
using Licenses.Pdf.Signing;
using Licenses.Pdf.Syntax;
using Licenses.Testing.Clock;
using Licenses.Trust;
using Licenses.Verification;
using static Licenses.Tests.Verification.TimeWorld;

namespace Licenses.Tests.Verification;

/// <summary>
/// What sources are asked beside what a document brings along: whoever has a stolen key stamps and embeds a "good" of today,
/// and only the source knows that the theft was before (EN 319 102-1, 5.2.5 and 5.6.3.4).
/// </summary>
public sealed class OnlineRevocationsTests : IDisposable
{
    private static readonly DateTimeOffset Today = On(2025, 1, 3);

    private readonly TimeWorld _world = new();
    private readonly List<string> _asked = [];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Everybody_on_both_paths_is_asked_about_though_the_document_clears_them()
    {
        var report = await VerifyAsync(await ClearedAsync(), _ => null);

        Assert.Equal(Indication.TotalPassed, report.Signatures[0].Indication);
        Assert.Equal(["first tsa", "seal", "seals", "stamps"], _asked.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_revocation_dated_back_to_before_the_timestamp_is_heard_over_an_embedded_good()
    {
        var report = await VerifyAsync(await ClearedAsync(), name => name == "seal" ? Revoked(On(2024, 12)) : Good());

        Assert.Equal(
            (Indication.Indeterminate, SubIndication.RevokedNoPoe), (report.Signatures[0].Indication, report.Signatures[0].SubIndication));
    }

    [Fact]
    public async Task A_revocation_since_the_timestamp_takes_nothing_from_the_signature()
    {
        var report = await VerifyAsync(await ClearedAsync(), name => name == "seal" ? Revoked(On(2025, 1, 2)) : Good());

        Assert.Equal(Indication.TotalPassed, report.Signatures[0].Indication);
    }

    [Fact]
    public async Task A_timestamp_authority_that_the_source_calls_revoked_proves_nothing()
    {
        var report = await VerifyAsync(await ClearedAsync(), name => name == "first tsa" ? Revoked(On(2024, 12)) : Good());

        Assert.Equal(Today, report.Signatures[0].BestSignatureTime);
    }

    [Theory]
    [InlineData(null)]
    [InlineData(0)] // an answer of no use: of before the time that counts, and no longer in force
    public async Task A_source_that_fails_takes_nothing_from_what_the_document_settles(int? staleHours)
    {
        var stale = staleHours is null ? null : Good() with { AsOf = On(2024, 12), NextUpdate = On(2024, 12, 2) };

        var report = await VerifyAsync(await ClearedAsync(), _ => stale);

        Assert.Equal(Indication.TotalPassed, report.Signatures[0].Indication);
        Assert.All(report.Signatures[0].Findings, finding => Assert.Null(finding.RetryAt));
    }

    [Fact]
    public async Task An_older_good_of_the_source_takes_nothing_from_a_newer_one_of_the_document()
    {
        var report = await VerifyAsync(await ClearedAsync(), _ => Good() with { AsOf = On(2025), NextUpdate = On(2025, 1, 2) });

        Assert.Equal(Indication.TotalPassed, report.Signatures[0].Indication);
    }

    [Fact]
    public async Task What_a_list_clears_is_asked_again_where_a_newer_list_of_its_issuer_came_at_the_same_time()
    {
        RevocationFact Answer(string name) => name switch
        {
            "seals" when _asked.Count(asked => asked == name) > 1 => Revoked(On(2024, 12)),
            "seals" => Good() with { AsOf = Today.AddHours(-2), IsFromCompleteList = true }, // a mirror that is behind
            "stamps" => Good() with { IsFromCompleteList = true }, // of the same root
            _ => Good(),
        };

        var report = await VerifyAsync(await ClearedAsync(), Answer);

        Assert.Equal(
            (Indication.Indeterminate, SubIndication.RevokedCaNoPoe), (report.Signatures[0].Indication, report.Signatures[0].SubIndication));
        Assert.Equal(5, _asked.Count);
    }

    [Fact]
    public async Task It_is_judged_again_only_where_something_new_came()
    {
        using var pdf = PdfSource.FromMemory(await ClearedAsync());
        var inspection = PdfInspector.Inspect(pdf);
        var online = new OnlineRevocations(new Source(this, _ => null), new ManualClock(Today));
        DocumentVerifier.Verify(inspection, Request(online), Token);

        Assert.False(await online.AskAsync(Token));
        Assert.Equal(4, _asked.Count);

        var answered = new OnlineRevocations(new Source(this, _ => Good()), new ManualClock(Today));
        DocumentVerifier.Verify(inspection, Request(answered), Token);
        Assert.True(await answered.AskAsync(Token));
    }

    public void Dispose() => _world.Dispose();

    /// <summary>Sealed and stamped on 1 January, with everybody's lists of the 2nd.</summary>
    private async Task<ReadOnlyMemory<byte>> ClearedAsync() =>
        _world.Store(await _world.SealAsync(On(2025)), _world.Lists(On(2025, 1, 2)));

    private async Task<VerificationReport> VerifyAsync(ReadOnlyMemory<byte> document, Func<string, RevocationFact?> answer)
    {
        using var pdf = PdfSource.FromMemory(document);
        var request = Request(new OnlineRevocations(new Source(this, answer), new ManualClock(Today)));
        return await OnlineVerification.SettleAsync(PdfInspector.Inspect(pdf), request, Token);
    }

    private VerificationRequest Request(OnlineRevocations online) => new()
    {
        At = Today, Policy = InspectionPolicy.Pades, Trust = _world.Trust([]), Online = online,
    };

    private static RevocationFact Good() => new(
        default, null, RevocationReason.Unspecified, Today.AddMinutes(-1), Today.AddHours(1), Today, "the source");

    private static RevocationFact Revoked(DateTimeOffset at) => Good() with { RevokedAt = at, Reason = RevocationReason.KeyCompromise };

    /// <summary>Says what a test wants of whom it is asked about; null: it is down.</summary>
    private sealed class Source(OnlineRevocationsTests test, Func<string, RevocationFact?> answer) : IRevocationSource
    {
        public bool CanAsk(RevocationInquiry inquiry) => true;

        public RevocationFact? Recall(RevocationInquiry inquiry) => null;

        public ValueTask<RevocationAnswer> AskAsync(RevocationInquiry inquiry, CancellationToken cancellationToken)
        {
            string name = inquiry.Subject.Subject["CN=".Length..];
            test._asked.Add(name);
            return new(answer(name) is { } fact
                ? new RevocationAnswer.Known(fact with { Key = RevocationKey.Of(inquiry) })
                : new RevocationAnswer.Unavailable("It is down.", Today.AddMinutes(1)));
        }
    }
}
