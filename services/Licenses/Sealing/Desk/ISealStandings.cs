using Licenses.Crypto.Seals;

namespace Licenses.Sealing.Desk;

/// <summary>Whom a verification asks where a seal stands: the desk itself, or nobody (offline).</summary>
public interface ISealStandings
{
    /// <summary>What is known of a seal. Never throws for a register that does not answer.</summary>
    /// <param name="seal">The very seal.</param>
    /// <param name="applied">The signature by it, whose recorded use is looked for; null for the seal alone.</param>
    /// <param name="cancellationToken">Ends the question.</param>
    ValueTask<SealStanding> AskAsync(ElectronicSeal seal, SealedSignature? applied, CancellationToken cancellationToken);
}
