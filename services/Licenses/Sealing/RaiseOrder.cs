using Licenses.Pdf.Signing;
using Licenses.Verification;

namespace Licenses.Sealing;

/// <summary>How far a document's seals are to be raised.</summary>
/// <param name="Target">The level.</param>
/// <param name="Stamper">Gives document timestamps; null where there is no authority to ask.</param>
public sealed record RaiseOrder(SignatureLevel Target, DigestStamper? Stamper)
{
    /// <summary>Where data for the level lacks, raise as far as it goes; otherwise nothing is made.</summary>
    public bool IsBestEffort { get; init; }

    /// <summary>Opens an encrypted document.</summary>
    public string? Password { get; init; }

    /// <summary>Room for each timestamp, in bytes; a larger one is tried again with room enough.</summary>
    public int StampReserve { get; init; } = 9 * 1024;
}
