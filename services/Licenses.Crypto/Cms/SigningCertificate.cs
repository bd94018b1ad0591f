using System.Formats.Asn1;
using System.Security.Cryptography;
using Licenses.Crypto.Asn1;
using Licenses.Crypto.Signatures;
using Licenses.Crypto.X509;

namespace Licenses.Crypto.Cms;

// SigningCertificateV2 ::= SEQUENCE { certs SEQUENCE OF ESSCertIDv2, policies SEQUENCE OF PolicyInformation OPTIONAL }
// ESSCertIDv2 ::= SEQUENCE { hashAlgorithm AlgorithmIdentifier DEFAULT sha256, certHash OCTET STRING,
//   issuerSerial SEQUENCE { issuer GeneralNames, serialNumber INTEGER } OPTIONAL }  -- RFC 5035, 3 and 4
// Version 1 (RFC 2634, 5.4) lacks hashAlgorithm and uses SHA-1.
/// <summary>The signer's certificate as the signature itself names it, so that no other can be put in its place.</summary>
/// <param name="Digest">Null where the digest is unknown.</param>
/// <param name="CertificateDigest">The digest of the encoded certificate.</param>
/// <param name="Issuer">The issuer's name where the optional issuerSerial gives it.</param>
/// <param name="SerialBytes">The serial number where the optional issuerSerial gives it.</param>
public sealed record SigningCertificate(
    HashAlgorithmName? Digest,
    ReadOnlyMemory<byte> CertificateDigest,
    DistinguishedName? Issuer,
    ReadOnlyMemory<byte>? SerialBytes)
{
    /// <summary>Whether the certificate is the one meant; an unknown digest is no match.</summary>
    public bool Names(Certificate certificate)
    {
        ArgumentNullException.ThrowIfNull(certificate);
        return Digest is { } digest
            && DigestAlgorithms.TryHash(digest, certificate.Encoded.Span) is { } actual
            && CryptographicOperations.FixedTimeEquals(actual, CertificateDigest.Span)
            && (SerialBytes is not { } serial || certificate.SerialBytes.Span.SequenceEqual(serial.Span))
            && (Issuer is null || certificate.IssuerName.Equals(Issuer));
    }

    /// <summary>Reads the first certificate that the attribute names: the signer's (RFC 5035, 4).</summary>
    internal static SigningCertificate Decode(CmsAttribute attribute)
    {
        if (attribute.Values.Length != 1)
        {
            throw new AsnContentException("signing-certificate must have one value.");
        }

        var certificates = Ber.Open(attribute.Values[0]).ReadSequence().ReadSequence();
        var first = certificates.ReadSequence();
        HashAlgorithmName? digest = attribute.Oid == Oids.SigningCertificate
            ? HashAlgorithmName.SHA1
            : HashAlgorithmName.SHA256;
        if (first.PeekTag().HasSameClassAndValue(Asn1Tag.Sequence))
        {
            digest = DigestAlgorithms.Find(AlgorithmIdentifier.Decode(first).Oid);
        }

        var hash = Ber.ReadOctets(first);
        if (!first.HasData)
        {
            return new SigningCertificate(digest, hash, null, null);
        }

        var issuerSerial = first.ReadSequence();
        var issuer = ReadDirectoryName(issuerSerial.ReadSequence());
        return new SigningCertificate(digest, hash, issuer, issuerSerial.ReadIntegerBytes());
    }

    /// <summary>Writes the value of a signing-certificate-v2 attribute.</summary>
    internal static void EncodeV2(AsnWriter writer, Certificate certificate, HashAlgorithmName digest)
    {
        using (writer.PushSequence())
        using (writer.PushSequence())
        using (writer.PushSequence())
        {
            if (digest != HashAlgorithmName.SHA256)
            {
                new AlgorithmIdentifier(DigestAlgorithms.OidOf(digest)).Encode(writer);
            }

            writer.WriteOctetString(
                DigestAlgorithms.TryHash(digest, certificate.Encoded.Span) ?? throw new PlatformNotSupportedException());
            WriteIssuerSerial(writer, certificate);
        }
    }

    private static void WriteIssuerSerial(AsnWriter writer, Certificate certificate)
    {
        using (writer.PushSequence())
        {
            using (writer.PushSequence())
            using (writer.PushSequence(Ber.Context(4, true))) // directoryName: explicit, since Name is a CHOICE
            {
                writer.WriteEncodedValue(certificate.IssuerName.Encoded.Span);
            }

            writer.WriteInteger(certificate.SerialBytes.Span);
        }
    }

    private static DistinguishedName? ReadDirectoryName(AsnReader names)
    {
        while (names.HasData)
        {
            if (Ber.NextIs(names, 4))
            {
                return DistinguishedName.Decode(names.ReadSequence(Ber.Context(4, true)));
            }

            names.ReadEncodedValue();
        }

        return null;
    }
}
