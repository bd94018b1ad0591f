using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Licenses.Crypto.X509;
using Licenses.Server.Caching;
using Licenses.Server.Tests.Caching;
using Licenses.Testing.Clock;
using Licenses.Testing.SamplePki;
using Licenses.Trust;
using Certificate = Licenses.Crypto.X509.Certificate;

namespace Licenses.Server.Tests.Fetching;

/// <summary>How long facts are used, when they are refreshed, and what is left when nobody can be asked. The clock is moved by hand.</summary>
public sealed class RevocationReaderTests
{
    private static readonly RevocationInquiry Police =
        FetchKit.About(Certificate.Decode(SampleCertificates.Seal("police").RawData));

    private readonly ManualClock _clock = new(new DateTimeOffset(2026, 6, 1, 0, 0, 0, TimeSpan.Zero));
    private readonly ScriptedSource _source;
    private readonly RecentRevocations _recent;
    private RevocationReader _reader;

    public RevocationReaderTests()
    {
        _source = new ScriptedSource(_clock);
        _source.Answer = inquiry => _source.Good(inquiry);
        _recent = new RecentRevocations(1_000, _clock);
        _reader = Reader(new RevocationReaderOptions());
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Ten_thousand_who_ask_at_once_cost_one_fetch()
    {
        _source.Delay = TimeSpan.FromMilliseconds(300);

        var answers = await Task.WhenAll(Enumerable.Range(0, 10_000).Select(_ => Task.Run(() => _reader.AskAsync(Police, Token).AsTask())));

        Assert.All(answers, answer => Assert.IsType<RevocationAnswer.Known>(answer));
        Assert.Equal(1, _source.Asked);
    }

    [Fact]
    public async Task A_fact_is_asked_for_once_while_it_is_current_and_ahead_of_its_end()
    {
        for (int minute = 0; minute < 7; minute++)
        {
            await KnownAsync();
            _clock.Advance(TimeSpan.FromMinutes(1));
        }

        Assert.Equal(1, _source.Asked); // due after 72 to 80 per cent of ten minutes
        _clock.Advance(TimeSpan.FromMinutes(2));
        await KnownAsync(); // answered from memory, refreshed beside it
        await Eventually.BecomesTrueAsync(() => _source.Asked == 2);
    }

    [Fact]
    public async Task A_fact_that_was_judged_by_another_trust_is_asked_for_again_and_never_remembered()
    {
        await KnownAsync();

        _source.Basis = 1; // the trust list has changed
        await KnownAsync();
        Assert.Equal(2, _source.Asked);
        _source.Basis = 2;
        _source.Answer = _ => null;

        Assert.IsType<RevocationAnswer.Unavailable>(await _reader.AskAsync(Police, Token));
    }

    [Fact]
    public async Task A_revocation_by_another_trust_does_not_keep_out_what_is_judged_now()
    {
        _source.Answer = inquiry => _source.Revoked(inquiry);
        await KnownAsync();

        _source.Basis = 1;
        _source.Answer = inquiry => _source.Good(inquiry);

        Assert.False(Assert.IsType<RevocationAnswer.Known>(await _reader.AskAsync(Police, Token)).Fact.IsRevoked);
    }

    [Fact]
    public async Task A_clock_that_was_set_back_makes_a_later_fact_a_miss_and_is_doubted()
    {
        var clock = new MovedClock { By = TimeSpan.FromMinutes(10) };
        var source = new ScriptedSource(clock);
        source.Answer = inquiry => source.Good(inquiry);
        var recent = new RecentRevocations(1_000, clock);
        var reader = new RevocationReader(
            source, new MemoryRevocationCache(1_000, clock), recent, clock, new RevocationReaderOptions());
        Assert.IsType<RevocationAnswer.Known>(await reader.AskAsync(Police, Token));
        Assert.False(recent.Watch.IsDoubtful());

        clock.By = TimeSpan.Zero;
        source.Answer = inquiry => source.Revoked(inquiry, RevocationReason.CertificateHold);
        var after = Assert.IsType<RevocationAnswer.Known>(await reader.AskAsync(Police, Token));

        Assert.True(after.Fact.IsRevoked);
        Assert.True(recent.Watch.IsDoubtful());
        clock.By = TimeSpan.FromMinutes(-10);
        source.Answer = _ => null;
        Assert.IsType<RevocationAnswer.Unavailable>(await reader.AskAsync(Police, Token));
    }

    [Fact]
    public async Task A_fact_ends_with_the_algorithms_that_it_rests_on()
    {
        _source.Answer = inquiry => _source.Good(inquiry) with { ReliableUntil = _clock.GetUtcNow().AddMinutes(5) };
        var known = await KnownAsync();
        _source.Answer = _ => null;

        _clock.Advance(TimeSpan.FromMinutes(5));

        Assert.IsType<RevocationAnswer.Unavailable>(await _reader.AskAsync(Police, Token));
        var question = new RevocationQuestion(Police.Subject, Police.Issuer, Police.Anchor, _clock.GetUtcNow(), _clock.GetUtcNow());
        Assert.Equal(
            Licenses.Crypto.SubIndication.CryptoConstraintsFailureNoPoe,
            Assert.IsType<RevocationStatus.Unknown>(known.ToStatus(question)).Reason);
    }

    [Fact]
    public async Task A_short_next_update_goes_before_the_policy()
    {
        _source.Answer = inquiry => _source.Good(inquiry, TimeSpan.FromSeconds(30));
        await KnownAsync();

        _source.Answer = _ => null;
        _clock.Advance(TimeSpan.FromSeconds(31));

        Assert.IsType<RevocationAnswer.Unavailable>(await _reader.AskAsync(Police, Token));
    }

    [Fact]
    public async Task A_source_that_is_down_leaves_the_last_fact_until_its_end_and_then_nothing()
    {
        await KnownAsync();
        _source.Answer = _ => null;

        _clock.Advance(TimeSpan.FromMinutes(59));
        Assert.False((await KnownAsync()).IsRevoked);
        _clock.Advance(TimeSpan.FromMinutes(2));

        var none = Assert.IsType<RevocationAnswer.Unavailable>(await _reader.AskAsync(Police, Token));
        Assert.True(none.RetryAt > _clock.GetUtcNow());
        Assert.Contains("down", none.Why, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_policys_age_ends_a_fact_whose_source_would_let_it_stand()
    {
        _source.Answer = inquiry => _source.Good(inquiry, TimeSpan.FromDays(300));
        await KnownAsync();
        _source.Answer = _ => null;

        _clock.Advance(TimeSpan.FromDays(6));
        await KnownAsync();
        _clock.Advance(TimeSpan.FromDays(1.1));

        Assert.IsType<RevocationAnswer.Unavailable>(await _reader.AskAsync(Police, Token));
    }

    [Fact]
    public async Task A_failure_is_remembered_for_seconds_only()
    {
        _source.Answer = _ => null;
        for (int i = 0; i < 50; i++)
        {
            Assert.IsType<RevocationAnswer.Unavailable>(await _reader.AskAsync(Police, Token));
        }

        Assert.Equal(1, _source.Asked);
        _source.Answer = inquiry => _source.Good(inquiry);
        _clock.Advance(TimeSpan.FromSeconds(6));

        await KnownAsync();
    }

    [Fact]
    public async Task While_a_source_fails_the_last_fact_is_answered_without_waiting_for_it()
    {
        await KnownAsync();
        _source.Answer = _ => null;
        _clock.Advance(TimeSpan.FromMinutes(15)); // past its age, short of its end
        await KnownAsync();

        _source.Delay = TimeSpan.FromSeconds(30);
        for (int i = 0; i < 20; i++)
        {
            _clock.Advance(TimeSpan.FromSeconds(6));
            await KnownAsync().WaitAsync(TimeSpan.FromSeconds(5), Token);
        }
    }

    [Fact]
    public async Task Whom_the_data_at_hand_clear_does_not_wait_for_a_source_that_failed_and_others_do()
    {
        var back = new TaskCompletionSource();
        var cleared = Police with { IsClearedAtHand = true };
        _source.Answer = _ => null;
        Assert.IsType<RevocationAnswer.Unavailable>(await _reader.AskAsync(cleared, Token));
        _clock.Advance(TimeSpan.FromSeconds(6));
        (_source.Wait, _source.Answer) = (_ => back.Task, inquiry => _source.Revoked(inquiry));

        Assert.IsType<RevocationAnswer.Unavailable>(await _reader.AskAsync(cleared, Token));
        var waits = _reader.AskAsync(Police, Token).AsTask();
        Assert.False(waits.IsCompleted);
        back.SetResult();

        Assert.True(Assert.IsType<RevocationAnswer.Known>(await waits).Fact.IsRevoked);
        Assert.True(Assert.IsType<RevocationAnswer.Known>(await _reader.AskAsync(cleared, Token)).Fact.IsRevoked);
    }

    [Fact]
    public async Task A_final_revocation_stays_whatever_is_said_later_and_a_hold_may_be_lifted()
    {
        _source.Answer = inquiry => _source.Revoked(inquiry, RevocationReason.CertificateHold);
        Assert.True((await KnownAsync()).IsRevoked);
        _clock.Advance(TimeSpan.FromMinutes(11));
        _source.Answer = inquiry => _source.Good(inquiry);
        Assert.False((await KnownAsync()).IsRevoked);

        _clock.Advance(TimeSpan.FromMinutes(11));
        _source.Answer = inquiry => _source.Revoked(inquiry);
        Assert.True((await KnownAsync()).IsRevoked);
        _source.Answer = inquiry => _source.Good(inquiry);
        for (int i = 0; i < 30; i++)
        {
            _clock.Advance(TimeSpan.FromDays(1));
            Assert.True((await KnownAsync()).IsRevoked);
        }
    }

    [Fact]
    public async Task A_clock_that_is_set_back_makes_facts_useless_and_not_younger()
    {
        await KnownAsync();
        _source.Answer = _ => null;
        var earlier = new ManualClock(_clock.GetUtcNow().AddDays(-1));
        var reader = new RevocationReader(
            _source, new MemoryRevocationCache(1_000, earlier), _recent, earlier, new RevocationReaderOptions());

        Assert.IsType<RevocationAnswer.Unavailable>(await reader.AskAsync(Police, Token));
    }

    [Fact]
    public async Task More_fetches_than_may_be_are_refused_at_once()
    {
        _reader = Reader(new RevocationReaderOptions { MostFetches = 4 });
        _source.Delay = TimeSpan.FromMilliseconds(500);
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var inquiries = Enumerable.Range(0, 20).Select(i =>
        {
            using var one = new CertificateRequest($"CN={i}", key, HashAlgorithmName.SHA256)
                .CreateSelfSigned(_clock.GetUtcNow(), _clock.GetUtcNow().AddDays(1));
            return FetchKit.About(Certificate.Decode(one.RawData));
        }).ToArray();

        var answers = await Task.WhenAll(inquiries.Select(inquiry => _reader.AskAsync(inquiry, Token).AsTask()));

        Assert.Equal(4, answers.OfType<RevocationAnswer.Known>().Count());
        Assert.All(answers.OfType<RevocationAnswer.Unavailable>(), one => Assert.Contains("Too many", one.Why, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_caller_who_gives_up_takes_nothing_from_the_others()
    {
        _source.Delay = TimeSpan.FromMilliseconds(500);
        using var soon = new CancellationTokenSource(TimeSpan.FromMilliseconds(50));
        var impatient = _reader.AskAsync(Police, soon.Token).AsTask();
        var patient = _reader.AskAsync(Police, Token).AsTask();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => impatient);
        Assert.IsType<RevocationAnswer.Known>(await patient);
        Assert.Equal(1, _source.Asked);
    }

    private async Task<RevocationFact> KnownAsync() =>
        Assert.IsType<RevocationAnswer.Known>(await _reader.AskAsync(Police, Token)).Fact;

    private RevocationReader Reader(RevocationReaderOptions options) =>
        new(_source, new MemoryRevocationCache(1_000, _clock), _recent, _clock, options);
}
