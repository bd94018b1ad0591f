using Licenses.Crypto.X509;

namespace Licenses.Trust;

/// <summary>One certificate of a path, and what is known of its revocation (null: nobody asked).</summary>
public sealed record TrustStep(Certificate Certificate, Certificate Issuer, RevocationStatus? Status);
