using System.Runtime.CompilerServices;
using Licenses.Crypto.Signatures;
using Org.BouncyCastle.Asn1;
using Org.BouncyCastle.Asn1.X509;
using Org.BouncyCastle.Crypto;
using Org.BouncyCastle.Security;

namespace Licenses.Crypto.X509;

/// <summary>
/// A certificate as BouncyCastle's PKIX code sees it. Its signature is verified by our own verifier over the bytes as
/// received, so no foreign signature reaches BouncyCastle's arithmetic.
/// </summary>
internal sealed class PkixCertificate : Org.BouncyCastle.X509.X509Certificate
{
    private static readonly ConditionalWeakTable<AsymmetricKeyParameter, SubjectPublicKeyInfo> Keys = [];

    private readonly Certificate _certificate;
    private readonly Lazy<AsymmetricKeyParameter> _key;

    private PkixCertificate(Certificate certificate, X509CertificateStructure structure)
        : base(structure)
    {
        _certificate = certificate;
        _key = new Lazy<AsymmetricKeyParameter>(ParseKey);
    }

    /// <summary>Hands a certificate over; only one whose key passed the whitelist.</summary>
    public static PkixCertificate From(Certificate certificate) => IsAdmissible(certificate)
        ? new PkixCertificate(
            certificate, X509CertificateStructure.GetInstance(Asn1Object.FromByteArray(certificate.Encoded.ToArray())))
        : throw new ArgumentException("The certificate's key must not reach the library.", nameof(certificate));

    /// <summary>RSA and named prime curves. What else there is has known ways to occupy the library for ever.</summary>
    public static bool IsAdmissible(Certificate certificate) =>
        certificate.PublicKey.Kind is KeyKind.Rsa or KeyKind.RsaPss or KeyKind.EllipticCurve or KeyKind.Sm2;

    public override AsymmetricKeyParameter GetPublicKey() => _key.Value;

    public override void Verify(AsymmetricKeyParameter key)
    {
        if (!Keys.TryGetValue(key, out var issuer)
            || !SignatureVerifier.Verify(
                issuer, _certificate.SignatureAlgorithm, _certificate.Signed.Span, _certificate.SignatureValue.Span).IsValid)
        {
            throw new SignatureException("The issuer's key does not verify the certificate's signature.");
        }
    }

    private AsymmetricKeyParameter ParseKey()
    {
        var key = base.GetPublicKey();
        Keys.AddOrUpdate(key, _certificate.PublicKey);
        return key;
    }
}
