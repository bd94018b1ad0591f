using Licenses.Crypto;
using Licenses.Crypto.X509;

namespace Licenses.Verification;

/// <summary>What was found about an electronic seal and who applied it.</summary>
/// <param name="Findings">One for each step that needs somebody's word.</param>
/// <param name="Path">The signer's path; null where there is none.</param>
/// <param name="Control">Until when the path's authorities can be relied on; null where there is no path.</param>
internal sealed record SealJudgement(ImmutableArray<Finding> Findings, CertificatePath? Path, DateTimeOffset? Control);
