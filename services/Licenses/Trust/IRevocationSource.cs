namespace Licenses.Trust;

/// <summary>Who can be asked whether a certificate is revoked: the sources themselves, or a memory in front of them.</summary>
public interface IRevocationSource
{
    /// <summary>What its facts are judged by now; a fact that was judged by something else is none.</summary>
    UInt128 Basis => UInt128.Zero;

    /// <summary>Whether there is anybody to ask: no configured source, and no allowed address, means that it is no use.</summary>
    bool CanAsk(RevocationInquiry inquiry);

    /// <summary>What can be told at once without asking anybody; null for nothing.</summary>
    RevocationFact? Recall(RevocationInquiry inquiry);

    /// <summary>Asks. Never throws for what a source does; only for the caller's own cancellation.</summary>
    ValueTask<RevocationAnswer> AskAsync(RevocationInquiry inquiry, CancellationToken cancellationToken);
}
