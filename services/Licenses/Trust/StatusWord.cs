using Licenses.Crypto.X509;

namespace Licenses.Trust;

/// <summary>What one list or response says about a certificate.</summary>
/// <param name="Evidence">It, with the chain of who signed it.</param>
/// <param name="AsOf">As of when.</param>
/// <param name="IsList">A list, not a response.</param>
/// <param name="Reason">Why the certificate is revoked; null: it is not.</param>
internal sealed record StatusWord(ChainEvidence Evidence, DateTimeOffset AsOf, bool IsList, RevocationReason? Reason)
{
    /// <summary>Only a hold can be lifted, and only by what a source of the same kind said later (RFC 5280, 5.3.1).</summary>
    public bool IsLiftedBy(StatusWord other) => Reason == RevocationReason.CertificateHold
        && other.Reason is null && other.IsList == IsList && other.AsOf > AsOf;
}
