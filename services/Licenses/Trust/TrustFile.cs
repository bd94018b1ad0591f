using System.Security.Cryptography;
using System.Text;
using Licenses.Crypto.Ocsp;
using Licenses.Crypto.X509;

namespace Licenses.Trust;

/// <summary>What one file holds: any number of certificates and CRLs in PEM, or one of them or an OCSP response in DER.</summary>
internal sealed record TrustFile(
    string Path, ImmutableArray<Certificate> Certificates, ImmutableArray<CertificateList> Lists)
{
    public ImmutableArray<OcspResponse> Responses { get; init; } = [];

    public bool IsEmpty => Certificates.IsEmpty && Lists.IsEmpty && Responses.IsEmpty;

    /// <exception cref="TrustFormatException">The file is neither.</exception>
    public static TrustFile Read(string path)
    {
        if (new FileInfo(path).Length > 2L * CertificateList.LargestSize)
        {
            throw new TrustFormatException(path, "the file is too large for certificates and CRLs");
        }

        byte[] bytes = File.ReadAllBytes(path);
        try
        {
            return bytes.AsSpan().IndexOf("-----BEGIN "u8) >= 0 ? ReadPem(path, bytes) : ReadDer(path, bytes);
        }
        catch (CertificateFormatException e)
        {
            throw new TrustFormatException(path, e.Message, e);
        }
    }

    private static TrustFile ReadPem(string path, byte[] bytes)
    {
        var certificates = ImmutableArray.CreateBuilder<Certificate>();
        var lists = ImmutableArray.CreateBuilder<CertificateList>();
        ReadOnlySpan<char> rest = Encoding.Latin1.GetString(bytes);
        while (PemEncoding.TryFind(rest, out var fields))
        {
            switch (rest[fields.Label])
            {
                case "CERTIFICATE" or "X509 CERTIFICATE":
                    certificates.Add(Certificate.Decode(Decode(rest, fields)));
                    break;
                case "X509 CRL":
                    lists.Add(CertificateList.Decode(Decode(rest, fields)));
                    break;
                default:
                    break; // a key or a request beside the certificate
            }

            rest = rest[fields.Location.End..];
        }

        return new TrustFile(path, certificates.ToImmutable(), lists.ToImmutable());
    }

    private static byte[] Decode(ReadOnlySpan<char> text, PemFields fields)
    {
        byte[] bytes = new byte[fields.DecodedDataLength];
        Convert.TryFromBase64Chars(text[fields.Base64Data], bytes, out _);
        return bytes;
    }

    private static TrustFile ReadDer(string path, byte[] bytes)
    {
        try
        {
            return new TrustFile(path, [Certificate.Decode(bytes)], []);
        }
        catch (CertificateFormatException)
        {
            return IsOcspResponse(bytes)
                ? new TrustFile(path, [], []) { Responses = [ReadResponse(path, bytes)] }
                : new TrustFile(path, [], [CertificateList.Decode(bytes)]);
        }
    }

    private static OcspResponse ReadResponse(string path, byte[] bytes)
    {
        try
        {
            return OcspResponse.Decode(bytes);
        }
        catch (OcspFormatException e)
        {
            throw new TrustFormatException(path, e.Message, e);
        }
    }

    // OCSPResponse ::= SEQUENCE { responseStatus ENUMERATED, … }: a certificate and a CRL begin with another SEQUENCE.
    private static bool IsOcspResponse(ReadOnlySpan<byte> bytes)
    {
        const byte Sequence = 0x30;
        const byte Enumerated = 0x0A;
        if (bytes.Length < 6 || bytes[0] != Sequence)
        {
            return false;
        }

        int header = bytes[1] < 0x80 ? 2 : 2 + (bytes[1] & 0x7F);
        return header < bytes.Length && bytes[header] == Enumerated;
    }
}
