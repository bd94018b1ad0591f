using Licenses.Verification;

namespace Licenses.Sealing;

/// <summary>How high this house raises its own seals (EN 319 142-1, 6).</summary>
/// <param name="Documents">Seals on documents that departments bring; null: B-T where there is an authority to ask, else B-B.</param>
/// <param name="Licenses">Seals on the licenses that are issued.</param>
public sealed record SealLevels(SignatureLevel? Documents = null, SignatureLevel Licenses = SignatureLevel.BaselineB);
