namespace Licenses.Crypto.Asn1;

/// <summary>The object identifiers that this library knows, by the names their standards give them.</summary>
internal static class Oids
{
    // Keys
    public const string RsaEncryption = "1.2.840.113549.1.1.1";
    public const string RsaPss = "1.2.840.113549.1.1.10";
    public const string Mgf1 = "1.2.840.113549.1.1.8";
    public const string EcPublicKey = "1.2.840.10045.2.1";
    public const string Ed25519 = "1.3.101.112";
    public const string Ed448 = "1.3.101.113";
    public const string Sm2 = "1.2.156.10197.1.301";
    public const string Sm2Sign = "1.2.156.10197.1.301.1";
    public const string Sm2WithSm3 = "1.2.156.10197.1.501";
    public const string Sm2WithSm3Misprinted = "1.2.156.10197.501"; // a widespread library's constant lacks the ".1"

    // Digests
    public const string Sha1 = "1.3.14.3.2.26";
    public const string Sha256 = "2.16.840.1.101.3.4.2.1";
    public const string Sha384 = "2.16.840.1.101.3.4.2.2";
    public const string Sha512 = "2.16.840.1.101.3.4.2.3";
    public const string Sha3_256 = "2.16.840.1.101.3.4.2.8";
    public const string Sha3_384 = "2.16.840.1.101.3.4.2.9";
    public const string Sha3_512 = "2.16.840.1.101.3.4.2.10";
    public const string Sm3 = "1.2.156.10197.1.401";
    public const string Sm3WithoutKey = "1.2.156.10197.1.401.1";
    public const string Shake256 = "2.16.840.1.101.3.4.2.12";

    // CMS content types and attributes
    public const string Data = "1.2.840.113549.1.7.1";
    public const string SignedData = "1.2.840.113549.1.7.2";
    public const string GmData = "1.2.156.10197.6.1.4.2.1"; // GM/T 0010-2012, clause 7
    public const string GmSignedData = "1.2.156.10197.6.1.4.2.2";
    public const string TstInfo = "1.2.840.113549.1.9.16.1.4";
    public const string ContentType = "1.2.840.113549.1.9.3";
    public const string MessageDigest = "1.2.840.113549.1.9.4";
    public const string SigningTime = "1.2.840.113549.1.9.5";
    public const string SigningCertificate = "1.2.840.113549.1.9.16.2.12";
    public const string SigningCertificateV2 = "1.2.840.113549.1.9.16.2.47";
    public const string SignatureTimeStamp = "1.2.840.113549.1.9.16.2.14";
    public const string ContentTimeStamp = "1.2.840.113549.1.9.16.2.20"; // id-aa-ets-contentTimestamp
    public const string SignaturePolicy = "1.2.840.113549.1.9.16.2.15";
    public const string AdobeRevocation = "1.2.840.113583.1.1.8";

    // Certificate and CRL extensions
    public const string SubjectKeyIdentifier = "2.5.29.14";
    public const string KeyUsage = "2.5.29.15";
    public const string SubjectAltName = "2.5.29.17";
    public const string BasicConstraints = "2.5.29.19";
    public const string CrlNumber = "2.5.29.20";
    public const string ReasonCode = "2.5.29.21";
    public const string InvalidityDate = "2.5.29.24";
    public const string DeltaCrlIndicator = "2.5.29.27";
    public const string IssuingDistributionPoint = "2.5.29.28";
    public const string CertificateIssuer = "2.5.29.29";
    public const string NameConstraints = "2.5.29.30";
    public const string CrlDistributionPoints = "2.5.29.31";
    public const string CertificatePolicies = "2.5.29.32";
    public const string PolicyMappings = "2.5.29.33";
    public const string AuthorityKeyIdentifier = "2.5.29.35";
    public const string PolicyConstraints = "2.5.29.36";
    public const string ExtendedKeyUsage = "2.5.29.37";
    public const string FreshestCrl = "2.5.29.46";
    public const string ExpiredCertsOnCrl = "2.5.29.60";
    public const string AnyPolicy = "2.5.29.32.0";
    public const string InhibitAnyPolicy = "2.5.29.54";
    public const string AuthorityInformation = "1.3.6.1.5.5.7.1.1";
    public const string OcspNoCheck = "1.3.6.1.5.5.7.48.1.5";
    public const string OcspAccess = "1.3.6.1.5.5.7.48.1";
    public const string IssuerAccess = "1.3.6.1.5.5.7.48.2"; // id-ad-caIssuers
    public const string OcspBasic = "1.3.6.1.5.5.7.48.1.1";
    public const string OcspNonce = "1.3.6.1.5.5.7.48.1.2";
    public const string OcspArchiveCutoff = "1.3.6.1.5.5.7.48.1.6";

    // Extended key usages
    public const string AnyExtendedKeyUsage = "2.5.29.37.0";
    public const string ClientAuthentication = "1.3.6.1.5.5.7.3.2";
    public const string ServerAuthentication = "1.3.6.1.5.5.7.3.1";
    public const string TimeStamping = "1.3.6.1.5.5.7.3.8";
    public const string OcspSigning = "1.3.6.1.5.5.7.3.9";

    // Name attributes
    public const string CommonName = "2.5.4.3";
    public const string Organization = "2.5.4.10";
    public const string EmailAddress = "1.2.840.113549.1.9.1";
    public const string OrganizationIdentifier = "2.5.4.97";
}
