using Licenses.Crypto.X509;

namespace Licenses.Trust;

/// <summary>About whom a source of revocation data is asked.</summary>
/// <param name="Subject">The certificate.</param>
/// <param name="Issuer">Its issuer on a validated path.</param>
/// <param name="Anchor">The anchor of that path.</param>
public sealed record RevocationInquiry(Certificate Subject, Certificate Issuer, TrustAnchor Anchor)
{
    /// <summary>Complete lists older than this are outdated: a newer one has been seen, here or by another node. Null: any will do.</summary>
    public DateTimeOffset? ListSince { get; init; }

    /// <summary>
    /// What is at hand clears it: asked is only whether somebody knows of a revocation, and a source that failed when it was
    /// last asked is not waited for.
    /// </summary>
    public bool IsClearedAtHand { get; init; }
}
