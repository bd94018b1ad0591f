using System.Formats.Asn1;
using System.Numerics;
using System.Security.Cryptography;
using Licenses.Crypto.Asn1;
using Licenses.Crypto.Signatures;
using Licenses.Crypto.X509.Paths;

namespace Licenses.Crypto.X509;

// Certificate ::= SEQUENCE { tbsCertificate, signatureAlgorithm AlgorithmIdentifier, signatureValue BIT STRING }
// TBSCertificate ::= SEQUENCE { version [0] INTEGER DEFAULT v1, serialNumber INTEGER, signature AlgorithmIdentifier,
//   issuer Name, validity SEQUENCE { notBefore Time, notAfter Time }, subject Name, subjectPublicKeyInfo,
//   issuerUniqueID [1] OPTIONAL, subjectUniqueID [2] OPTIONAL, extensions [3] Extensions OPTIONAL }  -- RFC 5280, 4.1
/// <summary>An X.509 certificate, parsed once, kept as received; nothing in it is trusted by being here.</summary>
public sealed class Certificate : IEquatable<Certificate>
{
    /// <summary>The largest certificate that is looked at. Real ones stay under 8 KiB.</summary>
    public const int LargestSize = 64 * 1024;

    private readonly Lazy<byte[]> _thumbprint;
    private readonly Lazy<PathExtensions> _pathExtensions;
    private readonly Lazy<SignedText> _text;

    private Certificate(ReadOnlyMemory<byte> encoded)
    {
        Encoded = encoded;
        _pathExtensions = new Lazy<PathExtensions>(() => PathExtensions.Of(this));
        _thumbprint = new Lazy<byte[]>(() => SHA256.HashData(Encoded.Span));
        _text = new Lazy<SignedText>(() => new SignedText(Signed, SignatureAlgorithm, SignatureValue));
    }

    public ReadOnlyMemory<byte> Encoded { get; }

    /// <summary>The bytes that the issuer signed, as received.</summary>
    public ReadOnlyMemory<byte> Signed { get; private set; }

    public int Version { get; private set; }

    public BigInteger SerialNumber { get; private set; }

    /// <summary>The serial number's content octets, which CRLs and OCSP answers name it by.</summary>
    public ReadOnlyMemory<byte> SerialBytes { get; private set; }

    public AlgorithmIdentifier SignatureAlgorithm { get; private set; } = null!;

    public ReadOnlyMemory<byte> SignatureValue { get; private set; }

    public DistinguishedName IssuerName { get; private set; } = null!;

    public DistinguishedName SubjectName { get; private set; } = null!;

    /// <summary>The subject, written by RFC 4514.</summary>
    public string Subject => SubjectName.ToString();

    /// <summary>The issuer, written by RFC 4514.</summary>
    public string Issuer => IssuerName.ToString();

    public string? CommonName => SubjectName.Find(Oids.CommonName);

    public string? Organization => SubjectName.Find(Oids.Organization);

    /// <summary>The organisation's registered code (X.520 organizationIdentifier); here a unified social credit code.</summary>
    public string? OrganizationIdentifier => SubjectName.Find(Oids.OrganizationIdentifier);

    public DateTimeOffset NotBefore { get; private set; }

    public DateTimeOffset NotAfter { get; private set; }

    /// <summary>Whether both times are written to the second and in UTC, as RFC 5280, 4.1.2.5 demands.</summary>
    internal bool HasExactTimes { get; private set; }

    public SubjectPublicKeyInfo PublicKey { get; private set; } = null!;

    public ImmutableArray<Extension> Extensions { get; private set; } = [];

    /// <summary>What the extensions say, read once.</summary>
    public CertificateProfile Profile { get; private set; } = CertificateProfile.None;

    /// <summary>What the extensions demand of a path.</summary>
    internal PathExtensions PathExtensions => _pathExtensions.Value;

    public ReadOnlyMemory<byte>? SubjectKeyIdentifier => Profile.SubjectKeyIdentifier;

    public ReadOnlyMemory<byte>? AuthorityKeyIdentifier => Profile.AuthorityKeyIdentifier;

    /// <summary>Null: the certificate does not restrict its key.</summary>
    public KeyUsages? KeyUsage => Profile.KeyUsage;

    /// <summary>Null: the certificate does not restrict its purposes.</summary>
    public ImmutableArray<string>? ExtendedKeyUsages => Profile.ExtendedKeyUsages;

    public BasicConstraints? BasicConstraints => Profile.BasicConstraints;

    public bool IsAuthority => Profile.BasicConstraints is { IsAuthority: true };

    public bool IsSelfIssued => SubjectName.Equals(IssuerName);

    /// <summary>SHA-256 of the encoded certificate: what caches and reports know it by.</summary>
    public ReadOnlySpan<byte> Thumbprint => _thumbprint.Value;

    /// <exception cref="CertificateFormatException">The bytes are not a certificate that we accept.</exception>
    public static Certificate Decode(ReadOnlyMemory<byte> encoded)
    {
        if (encoded.Length > LargestSize)
        {
            throw new CertificateFormatException($"A certificate of more than {LargestSize} bytes", LargestSize);
        }

        try
        {
            var reader = Ber.Open(encoded);
            var certificate = Read(reader);
            reader.ThrowIfNotEmpty();
            return certificate;
        }
        catch (AsnContentException e)
        {
            throw new CertificateFormatException("Not a certificate: " + e.Message, Ber.FirstFault(encoded.Span), e);
        }
    }

    /// <summary>Both ends count (RFC 5280, 4.1.2.5: inclusive), and not a moment more.</summary>
    public bool IsValidAt(DateTimeOffset time) => NotBefore <= time && time <= NotAfter;

    /// <summary>Whether this key signed it, within what a judging may cost; what is not checked any more is not signed.</summary>
    public bool IsSignedBy(SubjectPublicKeyInfo key, WorkBudget work) => _text.Value.IsSignedBy(key, work);

    public bool Equals(Certificate? other) => other is not null && Encoded.Span.SequenceEqual(other.Encoded.Span);

    public override bool Equals(object? obj) => Equals(obj as Certificate);

    public override int GetHashCode()
    {
        var hash = default(HashCode);
        hash.AddBytes(SignatureValue.Span);
        return hash.ToHashCode();
    }

    public override string ToString() => Subject;

    private static Certificate Read(AsnReader reader)
    {
        var certificate = new Certificate(reader.PeekEncodedValue());
        var sequence = reader.ReadSequence();
        certificate.Signed = sequence.PeekEncodedValue();
        certificate.ReadSigned(sequence.ReadSequence(), out var inner);
        certificate.SignatureAlgorithm = AlgorithmIdentifier.Decode(sequence);
        certificate.SignatureValue = Ber.ReadWholeBytes(sequence);
        sequence.ThrowIfNotEmpty();

        // RFC 5280, 4.1.1.2: the unsigned copy must say what the signed one says.
        return certificate.SignatureAlgorithm.Equals(inner)
            ? certificate
            : throw new AsnContentException("The certificate names two signature algorithms.");
    }

    private void ReadSigned(AsnReader signed, out AlgorithmIdentifier algorithm)
    {
        Version = 1;
        if (Ber.NextIs(signed, 0))
        {
            var version = signed.ReadSequence(Ber.Context(0, true));
            Version = version.TryReadInt32(out int number) && number is >= 0 and <= 2
                ? number + 1
                : throw new AsnContentException("The certificate's version is unknown.");
        }

        SerialNumber = new BigInteger(signed.PeekContentBytes().Span, isBigEndian: true);
        SerialBytes = signed.ReadIntegerBytes();
        algorithm = AlgorithmIdentifier.Decode(signed);
        IssuerName = DistinguishedName.Decode(signed);
        var validity = signed.ReadSequence();
        HasExactTimes = IsExact(validity);
        NotBefore = ReadTime(validity);
        HasExactTimes &= IsExact(validity);
        NotAfter = ReadTime(validity);
        validity.ThrowIfNotEmpty();
        SubjectName = DistinguishedName.Decode(signed);
        PublicKey = SubjectPublicKeyInfo.Decode(signed);
        SkipUniqueIdentifiers(signed);
        if (Ber.NextIs(signed, 3))
        {
            var list = signed.ReadSequence(Ber.Context(3, true));
            Extensions = Extension.DecodeList(list);
            list.ThrowIfNotEmpty();
            Profile = CertificateProfile.Decode(Extensions);
        }

        signed.ThrowIfNotEmpty();
        if (Version < 3 && !Extensions.IsEmpty)
        {
            throw new AsnContentException("Extensions need version 3.");
        }
    }

    private static void SkipUniqueIdentifiers(AsnReader signed)
    {
        if (Ber.NextIs(signed, 1))
        {
            signed.ReadEncodedValue();
        }

        if (Ber.NextIs(signed, 2))
        {
            signed.ReadEncodedValue();
        }
    }

    // Time ::= CHOICE { utcTime UTCTime, generalTime GeneralizedTime }  -- RFC 5280, 4.1.2.5
    internal static DateTimeOffset ReadTime(AsnReader reader, TimeSpan? zone = null) =>
        reader.PeekTag().HasSameClassAndValue(Asn1Tag.UtcTime)
            ? reader.ReadUtcTime(2049).ToUniversalTime()
            : ReadGeneralizedTime(reader, zone);

    /// <summary>Reads a time of four digits for the year. One that has no zone, where none is given, would be another on each machine.</summary>
    internal static DateTimeOffset ReadGeneralizedTime(AsnReader reader, TimeSpan? zone = null)
    {
        bool hasZone = reader.PeekContentBytes().Span.ContainsAny("Z+-"u8);
        var time = reader.ReadGeneralizedTime();
        return hasZone ? time.ToUniversalTime()
            : zone is { } offset ? new DateTimeOffset(time.DateTime, offset).ToUniversalTime()
            : throw new AsnContentException("A time has no zone.");
    }

    private static bool IsExact(AsnReader reader) => reader.PeekContentBytes().Span is [.., (byte)'Z'] content
        && content.Length == (reader.PeekTag().HasSameClassAndValue(Asn1Tag.UtcTime) ? "yyMMddHHmmssZ" : "yyyyMMddHHmmssZ").Length;
}
