using System.Formats.Asn1;
using System.Numerics;
using System.Security.Cryptography;
using Licenses.Crypto.Asn1;
using Licenses.Crypto.Signatures;

namespace Licenses.Crypto.X509;

// CertificateList ::= SEQUENCE { tbsCertList, signatureAlgorithm AlgorithmIdentifier, signatureValue BIT STRING }
// TBSCertList ::= SEQUENCE { version INTEGER OPTIONAL, signature AlgorithmIdentifier, issuer Name, thisUpdate Time,
//   nextUpdate Time OPTIONAL, revokedCertificates SEQUENCE OF … OPTIONAL, crlExtensions [0] Extensions OPTIONAL }
//   -- RFC 5280, 5.1
/// <summary>A CRL: its entries stay encoded and are found through an index of four bytes each.</summary>
public sealed class CertificateList
{
    /// <summary>The largest list that is looked at: about 1.7 million entries.</summary>
    public const int LargestSize = 64 * 1024 * 1024;

    private readonly Lazy<byte[]> _thumbprint;
    private SerialIndex _entries = SerialIndex.Empty;
    private SignedText _text = null!;

    private CertificateList(ReadOnlyMemory<byte> encoded)
    {
        Encoded = encoded;
        _thumbprint = new Lazy<byte[]>(() => SHA256.HashData(Encoded.Span));
    }

    public ReadOnlyMemory<byte> Encoded { get; }

    public ReadOnlyMemory<byte> Signed { get; private set; }

    public DistinguishedName Issuer { get; private set; } = null!;

    public DateTimeOffset ThisUpdate { get; private set; }

    /// <summary>When its successor is due; null where it does not say, so that only a maximum age makes it fresh.</summary>
    public DateTimeOffset? NextUpdate { get; private set; }

    public AlgorithmIdentifier SignatureAlgorithm { get; private set; } = null!;

    public ReadOnlyMemory<byte> SignatureValue { get; private set; }

    public ImmutableArray<Extension> Extensions { get; private set; } = [];

    /// <summary>Grows with each list of one issuer and scope; null where the list has none.</summary>
    public BigInteger? Number { get; private set; }

    /// <summary>The base list's number where this is a delta; null for a complete list.</summary>
    public BigInteger? BaseNumber { get; private set; }

    /// <summary>Where its deltas are said to be (FreshestCRL). Never fetched unless the operator allows the host.</summary>
    public ImmutableArray<string> DeltaAddresses { get; private set; } = [];

    /// <summary>Certificates that expired since then are kept on the list (X.509, 9.5.2.8); null: dropped when expired.</summary>
    public DateTimeOffset? KeepsExpiredSince { get; private set; }

    public int Count => _entries.Count;

    /// <summary>Why the list must not be used at all (RFC 5280, 5.2: unknown critical extension; indirect); null if it may.</summary>
    public string? Defect { get; private set; }

    public ReadOnlySpan<byte> Thumbprint => _thumbprint.Value;

    /// <summary>It holds revocations for some reasons only: its silence clears nobody.</summary>
    public bool IsForSomeReasonsOnly => Scope is { Reasons: not ReasonFlags.All };

    /// <summary>What names its signer's key; null where nothing does.</summary>
    public ReadOnlyMemory<byte>? SignerKey { get; private set; }

    internal IssuingDistributionPoint? Scope { get; private set; }

    /// <exception cref="CertificateFormatException">The bytes are not a CRL that we accept.</exception>
    public static CertificateList Decode(ReadOnlyMemory<byte> encoded)
    {
        if (encoded.Length > LargestSize)
        {
            throw new CertificateFormatException($"A CRL of more than {LargestSize} bytes", LargestSize);
        }

        try
        {
            var reader = Ber.Open(encoded);
            var list = new CertificateList(reader.PeekEncodedValue());
            var sequence = reader.ReadSequence();
            reader.ThrowIfNotEmpty();
            list.Read(sequence);
            return list;
        }
        catch (AsnContentException e)
        {
            throw new CertificateFormatException("Not a CRL: " + e.Message, Ber.FirstFault(encoded.Span), e);
        }
    }

    /// <summary>The entry for a serial number (content octets), or null where the list has none.</summary>
    /// <exception cref="CertificateFormatException">The entry is there and cannot be read: not to be taken for absent.</exception>
    public RevokedCertificate? Find(ReadOnlySpan<byte> serial)
    {
        try
        {
            return _entries.Find(serial) is { } entry ? RevokedCertificate.Decode(entry) : null;
        }
        catch (AsnContentException e)
        {
            throw new CertificateFormatException("A CRL entry cannot be read: " + e.Message, 0, e);
        }
    }

    /// <summary>Whether this key signed the list. A long list is costly to digest: that is done once for all keys.</summary>
    public bool IsSignedBy(SubjectPublicKeyInfo key) => _text.IsSignedBy(key);

    /// <summary>The same, within what a judging may cost: what is not checked any more is not signed.</summary>
    public bool IsSignedBy(SubjectPublicKeyInfo key, WorkBudget work) => _text.IsSignedBy(key, work);

    /// <summary>Whether it names this certificate's key as its signer's (RFC 5280, 5.2.1), or does not say.</summary>
    public bool Names(Certificate signer)
    {
        ArgumentNullException.ThrowIfNull(signer);
        return SignerKey is not { } wanted || signer.SubjectKeyIdentifier is not { } offered || wanted.Span.SequenceEqual(offered.Span);
    }

    /// <summary>How often the list was digested so far.</summary>
    internal int Digestings => _text.Digestings;

    /// <summary>Whether the list speaks about a certificate of its issuer at all.</summary>
    public bool Covers(Certificate certificate) => ReasonsFor(certificate) != ReasonFlags.None;

    /// <summary>For which reasons it does. A certificate that names only other issuers' lists is on none of ours.</summary>
    internal int ReasonsFor(Certificate certificate)
    {
        ArgumentNullException.ThrowIfNull(certificate);
        try
        {
            var points = DistributionPoint.ListOf(certificate);
            return points is { } named && !named.Any(point => point.IsDirect)
                ? ReasonFlags.None
                : Scope?.ReasonsFor(certificate, [.. points ?? [], DistributionPoint.OfIssuer(certificate)]) ?? ReasonFlags.All;
        }
        catch (AsnContentException)
        {
            return ReasonFlags.None; // unreadable: the list is not known to speak about this certificate
        }
    }

    private void Read(AsnReader sequence)
    {
        Signed = sequence.PeekEncodedValue();
        var signed = sequence.ReadSequence();
        SignatureAlgorithm = AlgorithmIdentifier.Decode(sequence);
        SignatureValue = Ber.ReadWholeBytes(sequence);
        _text = new SignedText(Signed, SignatureAlgorithm, SignatureValue);
        sequence.ThrowIfNotEmpty();
        if (signed.PeekTag().HasSameClassAndValue(Asn1Tag.Integer))
        {
            signed.ReadInteger();
        }

        if (!AlgorithmIdentifier.Decode(signed).Equals(SignatureAlgorithm))
        {
            throw new AsnContentException("The CRL names two signature algorithms.");
        }

        Issuer = DistinguishedName.Decode(signed);
        ThisUpdate = Certificate.ReadTime(signed);
        NextUpdate = signed.HasData && signed.PeekTag().TagValue is (int)UniversalTagNumber.UtcTime
            or (int)UniversalTagNumber.GeneralizedTime ? Certificate.ReadTime(signed) : null;
        if (signed.HasData && signed.PeekTag().HasSameClassAndValue(Asn1Tag.Sequence))
        {
            _entries = SerialIndex.Build(signed.ReadEncodedValue());
            Defect = _entries.Defect;
        }

        if (Ber.NextIs(signed, 0))
        {
            Extensions = Extension.DecodeList(signed.ReadSequence(Ber.Context(0, true)));
            Extensions.ToList().ForEach(Apply);
        }

        signed.ThrowIfNotEmpty();
    }

    private void Apply(Extension extension)
    {
        switch (extension.Oid)
        {
            case Oids.CrlNumber:
                Number = Ber.Open(extension.Value).ReadInteger();
                break;
            case Oids.DeltaCrlIndicator:
                BaseNumber = Ber.Open(extension.Value).ReadInteger();
                break;
            case Oids.IssuingDistributionPoint:
                Scope = IssuingDistributionPoint.Decode(extension.Value, Issuer);
                Defect ??= Scope.IsIndirect ? "The CRL is indirect, which is not supported." : null;
                break;
            case Oids.ExpiredCertsOnCrl:
                KeepsExpiredSince = Certificate.ReadGeneralizedTime(Ber.Open(extension.Value));
                break;
            case Oids.FreshestCrl:
                DeltaAddresses = CertificateProfile.ReadCrlAddresses(Ber.Open(extension.Value));
                break;
            case Oids.AuthorityKeyIdentifier:
                SignerKey = CertificateProfile.ReadAuthorityKey(Ber.Open(extension.Value));
                break;
            default:
                Defect ??= extension.IsCritical ? $"The CRL has the critical extension {extension.Oid}." : null;
                break;
        }
    }
}
