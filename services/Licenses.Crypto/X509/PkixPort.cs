using Org.BouncyCastle.Pkix;
using Org.BouncyCastle.Security.Certificates;
using Org.BouncyCastle.Utilities.Collections;
using Org.BouncyCastle.Utilities.Date;

namespace Licenses.Crypto.X509;

/// <summary>
/// The only door to BouncyCastle's path validation (RFC 5280, 6.1): names, validity, path length, key usage of issuers,
/// policies and name constraints. Revocation and purposes are ours.
/// </summary>
internal static class PkixPort
{
    private static readonly TimeLimit Limit = new(TimeSpan.FromSeconds(3), mostOverruns: 4);

    /// <summary>Why the path does not hold; null where it does.</summary>
    public static string? Refuse(CertificatePath path, DateTimeOffset at, ImmutableArray<string> policies)
    {
        try
        {
            return Limit.Run(() => Validate(path, at, policies));
        }
        catch (TimeoutException e)
        {
            return e.Message;
        }
    }

    private static string? Validate(CertificatePath path, DateTimeOffset at, ImmutableArray<string> policies)
    {
        try
        {
            var certificates = path.Certificates.Select(PkixCertificate.From).ToArray();
            new PkixCertPathValidator().Validate(new PkixCertPath(certificates), Parameters(path, at, policies));
            return null;
        }
        catch (Exception e) when (IsRefusal(e))
        {
            return e.Message;
        }
    }

    private static PkixParameters Parameters(CertificatePath path, DateTimeOffset at, ImmutableArray<string> policies)
    {
        var anchor = path.Anchor.Certificate;
        byte[]? constraints = anchor.Extensions
            .FirstOrDefault(extension => extension.Oid == Asn1.Oids.NameConstraints)?.Value.ToArray();
        var anchors = new HashSet { new Org.BouncyCastle.Pkix.TrustAnchor(PkixCertificate.From(anchor), constraints) };
        var parameters = new PkixParameters(anchors)
        {
            IsRevocationEnabled = false,
            Date = new DateTimeObject(at.UtcDateTime),
            IsExplicitPolicyRequired = !policies.IsEmpty,
        };
        if (!policies.IsEmpty)
        {
            parameters.SetInitialPolicies(new HashSet(policies.ToArray()));
        }

        parameters.AddCertPathChecker(new PurposeChecker());
        return parameters;
    }

    // What the library throws on bytes that are not what they claim, by its own convention or by accident.
    private static bool IsRefusal(Exception e) =>
        e is PkixCertPathValidatorException or CertificateException or ArgumentException or InvalidOperationException
            or InvalidCastException or NullReferenceException or IndexOutOfRangeException or FormatException
            or IOException or ArithmeticException or Org.BouncyCastle.Security.GeneralSecurityException
            or Org.BouncyCastle.Crypto.CryptoException or KeyNotFoundException or NotSupportedException;

    /// <summary>Tells the library that extended key usage is understood: the purpose rules look at it.</summary>
    private sealed class PurposeChecker : PkixCertPathChecker
    {
        public override void Init(bool forward)
        {
        }

        public override bool IsForwardCheckingSupported() => true;

        public override ISet GetSupportedExtensions() => new HashSet { Asn1.Oids.ExtendedKeyUsage };

        public override void Check(Org.BouncyCastle.X509.X509Certificate cert, ISet unresolvedCritExts) =>
            unresolvedCritExts.Remove(Asn1.Oids.ExtendedKeyUsage);

        public override object Clone() => this;
    }
}
