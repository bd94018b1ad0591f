using System.Formats.Asn1;
using Licenses.Crypto.Asn1;
using Licenses.Crypto.X509;

namespace Licenses.Crypto.Cms;

// ContentInfo ::= SEQUENCE { contentType OBJECT IDENTIFIER, content [0] EXPLICIT ANY }
// SignedData ::= SEQUENCE { version INTEGER, digestAlgorithms SET OF AlgorithmIdentifier,
//   encapContentInfo SEQUENCE { eContentType OBJECT IDENTIFIER, eContent [0] EXPLICIT OCTET STRING OPTIONAL },
//   certificates [0] IMPLICIT SET OPTIONAL, crls [1] IMPLICIT SET OPTIONAL, signerInfos SET OF SignerInfo }
//   -- RFC 5652, 3 and 5.1
/// <summary>A CMS signed message, or one of GM/T 0010, read as BER. Certificates and CRLs in it are offers: one that cannot be read is skipped.</summary>
public sealed class SignedData
{
    /// <summary>The largest message that is looked at: a chain with embedded CRLs stays far below.</summary>
    public const int LargestSize = 32 * 1024 * 1024;

    private const int MostParts = 1024;

    private readonly Lazy<Certificate?> _signerCertificate;

    private SignedData()
    {
        _signerCertificate = new Lazy<Certificate?>(FindSigner);
    }

    /// <summary>The message itself, without what followed it.</summary>
    public ReadOnlyMemory<byte> Encoded { get; private init; }

    /// <summary>By GM/T 0010-2012 (GB/T 35275-2017): the same structure under numbers of its own.</summary>
    public bool IsNational { get; private init; }

    /// <summary>How many bytes came after the message; a PDF fills its hole with them.</summary>
    public int TrailingBytes { get; private init; }

    /// <summary>Whether all of them are zero, as honest padding is.</summary>
    public bool TrailingIsZero { get; private init; } = true;

    public ImmutableArray<AlgorithmIdentifier> DigestAlgorithms { get; private init; }

    /// <summary>eContentType: what the signer says the content is.</summary>
    public string ContentType { get; private init; } = "";

    /// <summary>eContent; null where the message is detached. Empty is not absent.</summary>
    public ReadOnlyMemory<byte>? Content { get; private init; }

    public ImmutableArray<Certificate> Certificates { get; private init; }

    /// <summary>How many certificates could not be read.</summary>
    public int UnreadableCertificates { get; private init; }

    /// <summary>The CRLs, each still encoded.</summary>
    public ImmutableArray<ReadOnlyMemory<byte>> Crls { get; private init; }

    public ImmutableArray<SignerInfo> SignerInfos { get; private init; }

    /// <summary>
    /// The certificate that the one signer claims. Several may bear what he names it by, all but one of them forged: the one
    /// that the signature names by its digest counts; where it names none, whose key verifies, which
    /// <see cref="CmsVerifier"/> tells. Null where the message lacks it, or has not one signer.
    /// </summary>
    public Certificate? SignerCertificate => _signerCertificate.Value;

    /// <summary>The different certificates that bear what the one signer names his by; an issuer gives a number once.</summary>
    internal ImmutableArray<Certificate> Namesakes => SignerInfos is [var signer]
        ? [.. Certificates.Where(signer.Identifier.Names).Distinct()]
        : [];

    /// <exception cref="CmsFormatException">The bytes are not a SignedData.</exception>
    public static SignedData Decode(ReadOnlyMemory<byte> encoded)
    {
        if (encoded.Length > LargestSize)
        {
            throw new CmsFormatException($"A CMS message of more than {LargestSize} bytes", LargestSize);
        }

        try
        {
            int length = Ber.FirstElementLength(encoded.Span);
            var message = Ber.Open(encoded[..length]).ReadSequence();
            string type = message.ReadObjectIdentifier();
            if (type is not (Oids.SignedData or Oids.GmSignedData))
            {
                throw new CmsFormatException($"The CMS content is {type}, not SignedData", 0);
            }

            var wrapper = message.ReadSequence(Ber.Context(0, true));
            var trailing = encoded.Span[length..];
            var data = Read(wrapper.ReadSequence(), encoded[..length], trailing, type == Oids.GmSignedData);
            wrapper.ThrowIfNotEmpty();
            message.ThrowIfNotEmpty();
            return data;
        }
        catch (AsnContentException e)
        {
            throw Unreadable(encoded, e);
        }
    }

    private Certificate? FindSigner()
    {
        if (SignerInfos is not [var signer])
        {
            return null;
        }

        var named = Certificates.Where(signer.Identifier.Names).ToArray();
        return named.Length < 2
            ? named.FirstOrDefault()
            : Array.Find(named, certificate => CmsAttributes.NameCertificate(signer, certificate)) ?? named[0];
    }

    private static CmsFormatException Unreadable(ReadOnlyMemory<byte> encoded, AsnContentException cause)
    {
        long fault = Ber.FirstFault(encoded.Span);
        return new CmsFormatException("Not a CMS message: " + cause.Message, fault, cause)
        {
            NestsSoundly = fault == 0 && IsSignedData(encoded),
        };
    }

    private static bool IsSignedData(ReadOnlyMemory<byte> encoded)
    {
        try
        {
            return Ber.Open(encoded).ReadSequence().ReadObjectIdentifier() is Oids.SignedData or Oids.GmSignedData;
        }
        catch (AsnContentException)
        {
            return false;
        }
    }

    private static SignedData Read(
        AsnReader reader, ReadOnlyMemory<byte> encoded, ReadOnlySpan<byte> trailing, bool isNational)
    {
        reader.ReadInteger();
        var digests = ReadSet(reader.ReadSetOf(skipSortOrderValidation: true), AlgorithmIdentifier.Decode);
        var encapsulated = reader.ReadSequence();
        string contentType = encapsulated.ReadObjectIdentifier();
        var content = ReadContent(encapsulated);
        int unreadable = 0;
        var certificates = Ber.NextIs(reader, 0)
            ? ReadCertificates(reader.ReadSetOf(true, Ber.Context(0, true)), out unreadable)
            : [];
        var crls = Ber.NextIs(reader, 1)
            ? ReadSet(reader.ReadSetOf(true, Ber.Context(1, true)), set => set.ReadEncodedValue())
            : [];
        var signers = ReadSet(reader.ReadSetOf(skipSortOrderValidation: true), SignerInfo.Decode);
        reader.ThrowIfNotEmpty();
        return new SignedData
        {
            Encoded = encoded,
            IsNational = isNational,
            TrailingBytes = trailing.Length,
            TrailingIsZero = !trailing.ContainsAnyExcept((byte)0),
            DigestAlgorithms = digests,
            ContentType = contentType,
            Content = content,
            Certificates = certificates,
            UnreadableCertificates = unreadable,
            Crls = crls,
            SignerInfos = signers,
        };
    }

    // PKCS #7 1.5 allowed any type in eContent; an OCTET STRING is the only one that we can digest as RFC 5652 says.
    private static ReadOnlyMemory<byte>? ReadContent(AsnReader encapsulated)
    {
        if (!encapsulated.HasData)
        {
            return null;
        }

        var wrapper = encapsulated.ReadSequence(Ber.Context(0, true));
        encapsulated.ThrowIfNotEmpty();
        var content = Ber.ReadOctets(wrapper);
        wrapper.ThrowIfNotEmpty();
        return content;
    }

    private static ImmutableArray<T> ReadSet<T>(AsnReader set, Func<AsnReader, T> read)
    {
        var parts = ImmutableArray.CreateBuilder<T>(1);
        while (set.HasData)
        {
            parts.Add(parts.Count < MostParts
                ? read(set)
                : throw new AsnContentException($"More than {MostParts} entries in one set."));
        }

        return parts.ToImmutable();
    }

    // CertificateChoices ::= CHOICE { certificate Certificate, … [0] to [3] others }  -- RFC 5652, 10.2.2
    private static ImmutableArray<Certificate> ReadCertificates(AsnReader set, out int unreadable)
    {
        int failed = 0;
        var certificates = ImmutableArray.CreateBuilder<Certificate>(3);
        foreach (var encoded in ReadSet(set, reader => reader.ReadEncodedValue()))
        {
            try
            {
                certificates.Add(Certificate.Decode(encoded));
            }
            catch (CertificateFormatException)
            {
                failed++; // an attribute certificate, or one with a hostile key: the signer's own is missed if it was that
            }
        }

        unreadable = failed;
        return certificates.ToImmutable();
    }
}
