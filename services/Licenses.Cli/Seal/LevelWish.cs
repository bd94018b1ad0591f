using Licenses.Verification;

namespace Licenses.Cli.Seal;

/// <summary>How far a seal, or the seals that are there, shall be raised.</summary>
/// <param name="Level">The level.</param>
/// <param name="IsUpgrade">No new seal is set.</param>
/// <param name="IsBestEffort">Less is welcome where data lacks.</param>
/// <param name="Evidence">The data.</param>
internal sealed record LevelWish(SignatureLevel Level, bool IsUpgrade, bool IsBestEffort, Evidence Evidence) : IDisposable
{
    public void Dispose() => Evidence.Dispose();
}
