using Licenses.Pdf.Signing;
using Licenses.Verification;

namespace Licenses.Sealing;

/// <summary>A seal, the level that it came to, and what kept it from a higher one.</summary>
/// <param name="Outcome">The sealed document, or why it cannot be sealed.</param>
/// <param name="Level">What the seal reaches.</param>
/// <param name="Missing">Why that is less than was wanted; null where it is not.</param>
public sealed record LeveledSeal(SealOutcome Outcome, SignatureLevel Level, string? Missing = null)
{
    /// <summary>By when it must be raised (at once, where it is lower than wanted) or renewed; null: there is nothing to renew.</summary>
    public DateTimeOffset? RenewBy { get; init; }
}
