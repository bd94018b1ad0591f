using System.Formats.Asn1;
using Licenses.Crypto.Asn1;
using Licenses.Crypto.Signatures;
using Licenses.Crypto.X509;

namespace Licenses.Crypto.Ocsp;

// CertID ::= SEQUENCE { hashAlgorithm AlgorithmIdentifier, issuerNameHash OCTET STRING, issuerKeyHash OCTET STRING,
//   serialNumber INTEGER }  -- RFC 6960, 4.1.1
/// <summary>A certificate as OCSP names it: its serial number, and digests of its issuer's name and key.</summary>
public sealed record CertificateId(
    AlgorithmIdentifier Algorithm, ReadOnlyMemory<byte> NameHash, ReadOnlyMemory<byte> KeyHash, ReadOnlyMemory<byte> SerialBytes)
{
    public static CertificateId Of(
        Certificate subject, Certificate issuer, System.Security.Cryptography.HashAlgorithmName digest)
    {
        ArgumentNullException.ThrowIfNull(subject);
        ArgumentNullException.ThrowIfNull(issuer);
        return new CertificateId(
            new AlgorithmIdentifier(DigestAlgorithms.OidOf(digest)),
            DigestAlgorithms.TryHash(digest, subject.IssuerName.Encoded.Span),
            DigestAlgorithms.TryHash(digest, issuer.PublicKey.Key.Span),
            subject.SerialBytes);
    }

    /// <summary>Whether this names the certificate, under exactly this issuer key.</summary>
    public bool Names(Certificate subject, Certificate issuer)
    {
        ArgumentNullException.ThrowIfNull(subject);
        ArgumentNullException.ThrowIfNull(issuer);
        return new CertificateNames(subject, issuer).AreIn(this);
    }

    public void Encode(AsnWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        using (writer.PushSequence())
        {
            Algorithm.Encode(writer);
            writer.WriteOctetString(NameHash.Span);
            writer.WriteOctetString(KeyHash.Span);
            writer.WriteInteger(SerialBytes.Span);
        }
    }

    internal static CertificateId Decode(AsnReader reader)
    {
        var sequence = reader.ReadSequence();
        var id = new CertificateId(
            AlgorithmIdentifier.Decode(sequence), Ber.ReadOctets(sequence), Ber.ReadOctets(sequence), sequence.ReadIntegerBytes());
        sequence.ThrowIfNotEmpty();
        return id;
    }
}
