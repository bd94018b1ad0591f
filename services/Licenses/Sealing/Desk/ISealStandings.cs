using Licenses.Crypto.Seals;

namespace Licenses.Sealing.Desk;

/// <summary>Whom a verification asks where a seal stands: the desk itself, or nobody (offline).</summary>
public interface ISealStandings
{
    /// <summary>What is known of the seal within a signature. Never throws for a register that does not answer.</summary>
    ValueTask<SealStanding> AskAsync(ElectronicSeal seal, CancellationToken cancellationToken);
}
