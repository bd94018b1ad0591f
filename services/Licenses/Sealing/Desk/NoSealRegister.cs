using Licenses.Crypto.Seals;

namespace Licenses.Sealing.Desk;

/// <summary>For verifying offline: nobody is asked, and the report says so.</summary>
public sealed class NoSealRegister : ISealStandings
{
    public ValueTask<SealStanding> AskAsync(
        ElectronicSeal seal, ReadOnlyMemory<byte> applied, CancellationToken cancellationToken) =>
        new(new SealStanding.NotAsked());
}
