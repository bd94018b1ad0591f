namespace Licenses.Trust.Fetching;

/// <summary>A question about a certificate's revocation, and who judges what comes of it.</summary>
/// <param name="Inquiry">About whom.</param>
/// <param name="Judge">The same that a verification has.</param>
/// <param name="MaxAge">How old an answer may be.</param>
internal sealed record EvidenceCase(RevocationInquiry Inquiry, HarvestJudge Judge, TimeSpan MaxAge);
