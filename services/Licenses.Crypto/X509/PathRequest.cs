using Licenses.Crypto.X509.Paths;

namespace Licenses.Crypto.X509;

/// <summary>What a path is looked for.</summary>
/// <param name="Leaf">The certificate in question.</param>
/// <param name="At">The time that counts.</param>
/// <param name="Purpose">What the leaf is used for.</param>
/// <param name="Offered">Certificates that came with the document: material to build from, not to trust.</param>
public sealed record PathRequest(
    Certificate Leaf, DateTimeOffset At, CertificatePurpose Purpose, CertificatePool Offered)
{
    /// <summary>Policies of which one must hold along the path; empty: any, and none is needed.</summary>
    public ImmutableArray<string> Policies { get; init; } = [];

    /// <summary>Some policy must hold along the path, whichever (initial-explicit-policy: RFC 5280, 6.1.1, f).</summary>
    public bool RequirePolicy { get; init; }

    /// <summary>Policies are not mapped (initial-policy-mapping-inhibit: 6.1.1, e).</summary>
    public bool InhibitMapping { get; init; }

    /// <summary>anyPolicy does not stand for other policies (initial-any-policy-inhibit: 6.1.1, g).</summary>
    public bool InhibitAnyPolicy { get; init; }

    /// <summary>What the caller demands of each certificate below the anchor; a path that it refuses is not taken.</summary>
    public Func<Certificate, PathFault?>? Constraint { get; init; }

    /// <summary>What the caller demands of the anchor whose key begins the path; it has no issuer whose signature would count.</summary>
    public Func<Certificate, PathFault?>? AnchorConstraint { get; init; }

    /// <summary>What the judging may cost that this is a part of; null: this search is all of it.</summary>
    public WorkBudget? Work { get; init; }

    /// <summary>Whether only the time, the purpose and the certificates decide, so that the answer may be remembered.</summary>
    internal bool IsPlain =>
        Policies.IsEmpty && !RequirePolicy && !InhibitMapping && !InhibitAnyPolicy && Constraint is null && AnchorConstraint is null;
}
