using System.Collections.Concurrent;
using Licenses.Crypto.X509;
using Licenses.Trust;

namespace Licenses.Server.Tests.Fetching;

/// <summary>A source that says what a test wants, counts who asks, and may take its time.</summary>
internal sealed class ScriptedSource(TimeProvider clock) : IRevocationSource
{
    private int _asked;

    /// <summary>The answer; null: the source is down.</summary>
    public Func<RevocationInquiry, RevocationFact?> Answer { get; set; } = _ => null;

    public TimeSpan Delay { get; set; }

    /// <summary>What it waits for before it answers.</summary>
    public Func<RevocationInquiry, Task> Wait { get; set; } = _ => Task.CompletedTask;

    public UInt128 Basis { get; set; }

    public int Asked => Volatile.Read(ref _asked);

    public ConcurrentQueue<RevocationInquiry> Inquiries { get; } = new();

    public bool CanAsk(RevocationInquiry inquiry) => true;

    public RevocationFact? Recall(RevocationInquiry inquiry) => null;

    public async ValueTask<RevocationAnswer> AskAsync(RevocationInquiry inquiry, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _asked);
        Inquiries.Enqueue(inquiry);
        if (Delay > TimeSpan.Zero)
        {
            await Task.Delay(Delay, cancellationToken);
        }

        await Wait(inquiry);
        return Answer(inquiry) is { } fact
            ? new RevocationAnswer.Known(fact)
            : new RevocationAnswer.Unavailable("The source is down.", clock.GetUtcNow());
    }

    /// <summary>A fact as of now, good for an hour unless told otherwise.</summary>
    public RevocationFact Good(RevocationInquiry inquiry, TimeSpan? lifetime = null) => new(
        RevocationKey.Of(inquiry), null, RevocationReason.Unspecified,
        clock.GetUtcNow(), clock.GetUtcNow() + (lifetime ?? TimeSpan.FromHours(1)), clock.GetUtcNow(), "scripted")
    {
        Basis = Basis,
    };

    public RevocationFact Revoked(RevocationInquiry inquiry, RevocationReason reason = RevocationReason.KeyCompromise) =>
        Good(inquiry) with { RevokedAt = clock.GetUtcNow(), Reason = reason };
}
