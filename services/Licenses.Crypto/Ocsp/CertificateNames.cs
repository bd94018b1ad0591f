using System.Security.Cryptography;
using Licenses.Crypto.Signatures;
using Licenses.Crypto.X509;

namespace Licenses.Crypto.Ocsp;

/// <summary>A certificate as OCSP names it, by every digest that is asked for; each is computed once.</summary>
internal sealed class CertificateNames(Certificate subject, Certificate issuer)
{
    private readonly Dictionary<HashAlgorithmName, CertificateId> _byDigest = [];

    /// <summary>Whether an identifier names the certificate, under exactly this issuer key.</summary>
    public bool AreIn(CertificateId id)
    {
        if (DigestAlgorithms.Find(id.Algorithm.Oid) is not { } digest)
        {
            return false;
        }

        if (!_byDigest.TryGetValue(digest, out var own))
        {
            _byDigest[digest] = own = CertificateId.Of(subject, issuer, digest);
        }

        return id.SerialBytes.Span.SequenceEqual(own.SerialBytes.Span)
            && id.NameHash.Span.SequenceEqual(own.NameHash.Span) && id.KeyHash.Span.SequenceEqual(own.KeyHash.Span)
            && !own.NameHash.IsEmpty && !own.KeyHash.IsEmpty; // no digest here: no match
    }
}
