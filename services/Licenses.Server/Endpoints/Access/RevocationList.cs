using System.Collections.Frozen;
using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace Licenses.Server.Endpoints.Access;

// CertificateList ::= SEQUENCE { tbsCertList, signatureAlgorithm AlgorithmIdentifier, signatureValue BIT STRING }
// TBSCertList ::= SEQUENCE { version INTEGER OPTIONAL, signature AlgorithmIdentifier, issuer Name, thisUpdate Time,
//   nextUpdate Time OPTIONAL, revokedCertificates SEQUENCE OF SEQUENCE { serial INTEGER, … } OPTIONAL,
//   crlExtensions [0] OPTIONAL }  -- RFC 5280, 5.1
/// <summary>A CRL of a client authority.</summary>
internal sealed class RevocationList
{
    private const int LargestFile = 16 * 1024 * 1024;

    private readonly byte[] _signed;
    private readonly byte[] _signature;
    private readonly string _algorithm;
    private readonly byte[] _issuer;
    private readonly DateTimeOffset _thisUpdate;
    private readonly DateTimeOffset? _nextUpdate;
    private readonly FrozenSet<string> _serials;

    private RevocationList(ReadOnlyMemory<byte> encoded)
    {
        var list = new AsnReader(encoded, AsnEncodingRules.DER).ReadSequence();
        _signed = list.PeekEncodedValue().ToArray();
        var signed = list.ReadSequence();
        _algorithm = list.ReadSequence().ReadObjectIdentifier();
        _signature = list.ReadBitString(out _);
        list.ThrowIfNotEmpty();

        if (signed.PeekTag().HasSameClassAndValue(Asn1Tag.Integer))
        {
            signed.ReadEncodedValue();
        }

        signed.ReadSequence();
        _issuer = signed.ReadEncodedValue().ToArray();
        _thisUpdate = ReadTime(signed);
        _nextUpdate = NextIsTime(signed) ? ReadTime(signed) : null;
        _serials = NextIs(signed, Asn1Tag.Sequence) ? ReadSerials(signed.ReadSequence()) : [];
    }

    /// <exception cref="FormatException">The file holds no CRL.</exception>
    public static RevocationList Load(string file)
    {
        if (new FileInfo(file).Length > LargestFile)
        {
            throw new FormatException($"'{file}' is too large for a CRL.");
        }

        var bytes = File.ReadAllBytes(file);
        try
        {
            return new RevocationList(Unwrap(bytes));
        }
        catch (AsnContentException e)
        {
            throw new FormatException($"'{file}' is not a CRL: {e.Message}", e);
        }
    }

    /// <summary>Whether this authority signed it, by name and by key.</summary>
    public bool IsBy(X509Certificate2 authority) =>
        authority.SubjectName.RawData.AsSpan().SequenceEqual(_issuer) && HasSignatureOf(authority);

    public bool Revokes(X509Certificate2 certificate) =>
        _serials.Contains(Convert.ToHexString(certificate.SerialNumberBytes.Span));

    public bool IsCurrentAt(DateTimeOffset time) => _thisUpdate <= time && time < _nextUpdate;

    private bool HasSignatureOf(X509Certificate2 authority)
    {
        if (DigestOf(_algorithm) is not { } digest)
        {
            return false;
        }

        using var ecdsa = authority.GetECDsaPublicKey();
        using var rsa = authority.GetRSAPublicKey();
        return ecdsa?.VerifyData(_signed, _signature, digest, DSASignatureFormat.Rfc3279DerSequence)
            ?? rsa?.VerifyData(_signed, _signature, digest, RSASignaturePadding.Pkcs1)
            ?? false;
    }

    private static HashAlgorithmName? DigestOf(string algorithm) => algorithm switch
    {
        "1.2.840.10045.4.3.2" or "1.2.840.113549.1.1.11" => HashAlgorithmName.SHA256,
        "1.2.840.10045.4.3.3" or "1.2.840.113549.1.1.12" => HashAlgorithmName.SHA384,
        "1.2.840.10045.4.3.4" or "1.2.840.113549.1.1.13" => HashAlgorithmName.SHA512,
        _ => null,
    };

    private static FrozenSet<string> ReadSerials(AsnReader entries)
    {
        var serials = new HashSet<string>();
        while (entries.HasData)
        {
            serials.Add(Convert.ToHexString(entries.ReadSequence().ReadIntegerBytes().Span));
        }

        return serials.ToFrozenSet();
    }

    private static bool NextIs(AsnReader reader, Asn1Tag tag) =>
        reader.HasData && reader.PeekTag().HasSameClassAndValue(tag);

    private static bool NextIsTime(AsnReader reader) =>
        NextIs(reader, Asn1Tag.UtcTime) || NextIs(reader, Asn1Tag.GeneralizedTime);

    private static DateTimeOffset ReadTime(AsnReader reader) => NextIs(reader, Asn1Tag.UtcTime)
        ? reader.ReadUtcTime(2049)
        : reader.ReadGeneralizedTime();

    /// <summary>DER from PEM, or the bytes as they are.</summary>
    private static byte[] Unwrap(byte[] bytes)
    {
        var text = Encoding.ASCII.GetString(bytes);
        return PemEncoding.TryFind(text, out var fields) && text[fields.Label] == "X509 CRL"
            ? Convert.FromBase64String(text[fields.Base64Data])
            : bytes;
    }
}
