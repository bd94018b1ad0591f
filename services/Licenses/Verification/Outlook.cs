namespace Licenses.Verification;

/// <summary>What verification will say of a document's seals as time goes on.</summary>
/// <param name="Until">They pass up to this time and not beyond; null: not even now.</param>
/// <param name="Doubt">The first that does not pass then, as verification will report it; null where nothing was seen to end.</param>
internal sealed record Outlook(DateTimeOffset? Until, SignatureReport? Doubt);
