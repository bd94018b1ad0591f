using Licenses.Crypto.Asn1;
using Licenses.Crypto.X509;
using Licenses.Crypto.X509.Paths;

namespace Licenses.Trust;

/// <summary>Whether a certificate is to be trusted, for what, and when.</summary>
/// <param name="Leaf">The certificate in question.</param>
/// <param name="At">The time that counts; data from later than this is not believed.</param>
/// <param name="Purpose">What it is used for.</param>
public sealed record TrustQuestion(Certificate Leaf, DateTimeOffset At, CertificatePurpose Purpose)
{
    /// <summary>Policies of which one must hold; empty: none is asked for.</summary>
    public ImmutableArray<string> Policies { get; init; } = [];

    public bool RequirePolicy { get; init; }

    public bool InhibitMapping { get; init; }

    public bool InhibitAnyPolicy { get; init; }

    /// <summary>Whether each certificate below the anchor must be shown not to be revoked.</summary>
    public bool CheckRevocation { get; init; } = true;

    /// <summary>How old revocation data may be, even where it would let itself stand longer; null: as it says itself.</summary>
    public TimeSpan? MaxAge { get; init; }

    /// <summary>What else each certificate below the anchor must meet.</summary>
    public Func<Certificate, PathFault?>? Constraint { get; init; }

    /// <summary>What else the anchor's key must meet.</summary>
    public Func<Certificate, PathFault?>? AnchorConstraint { get; init; }

    /// <summary>Why revocation data clears nobody, by its signature, its signer's key and the time; null where it may.</summary>
    public Func<AlgorithmIdentifier, SubjectPublicKeyInfo, DateTimeOffset, string?>? DataConstraint { get; init; }

    /// <summary>What the answer may cost; null: what one document may.</summary>
    public WorkBudget? Work { get; init; }

    internal PathRequest ToRequest() => new(Leaf, At, Purpose, CertificatePool.Empty)
    {
        Policies = Policies,
        RequirePolicy = RequirePolicy,
        InhibitMapping = InhibitMapping,
        InhibitAnyPolicy = InhibitAnyPolicy,
        Constraint = Constraint,
        AnchorConstraint = AnchorConstraint,
        Work = Work,
    };
}
