using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Text;
using Licenses.Crypto.Ocsp;
using Licenses.Crypto.X509;

namespace Licenses.Trust;

/// <summary>What one file holds: any number of certificates and CRLs in PEM, or one of them in DER, or one OCSP response.</summary>
internal sealed record TrustFile(
    string Path, ImmutableArray<Certificate> Certificates, ImmutableArray<CertificateList> Lists)
{
    public ImmutableArray<OcspResponse> Responses { get; private init; } = [];

    /// <summary>What a bundle holds besides that cannot be read, each with the reason.</summary>
    public ImmutableArray<string> Faults { get; private init; } = [];

    public bool IsEmpty => Certificates.IsEmpty && Lists.IsEmpty && Responses.IsEmpty;

    /// <exception cref="TrustFormatException">The file is neither.</exception>
    public static TrustFile Read(string path)
    {
        if (new FileInfo(path).Length > 2L * CertificateList.LargestSize)
        {
            throw new TrustFormatException(path, "the file is too large for certificates and CRLs");
        }

        byte[] bytes = File.ReadAllBytes(path);
        return bytes.AsSpan().IndexOf("-----BEGIN "u8) >= 0 ? ReadPem(path, bytes) : ReadDer(path, bytes);
    }

    /// <summary>Reads a file that must be sound as a whole, since the operator named it.</summary>
    /// <exception cref="TrustFormatException">A part of it cannot be read, or nothing is there.</exception>
    public static TrustFile ReadSound(string path)
    {
        var file = Read(path);
        return !file.Faults.IsEmpty ? throw new TrustFormatException(path, file.Faults[0])
            : file.IsEmpty ? throw new TrustFormatException(path, "the file holds no certificate and no CRL")
            : file;
    }

    private static TrustFile ReadPem(string path, byte[] bytes)
    {
        var certificates = ImmutableArray.CreateBuilder<Certificate>();
        var lists = ImmutableArray.CreateBuilder<CertificateList>();
        var faults = ImmutableArray.CreateBuilder<string>();
        ReadOnlySpan<char> rest = Encoding.Latin1.GetString(bytes.AsSpan(bytes.AsSpan().StartsWith(Encoding.UTF8.Preamble) ? 3 : 0));
        int unread = rest.Count("-----BEGIN ");
        for (; PemEncoding.TryFind(rest, out var fields); unread--)
        {
            try
            {
                switch (rest[fields.Label])
                {
                    case "CERTIFICATE" or "X509 CERTIFICATE":
                        certificates.Add(Certificate.Decode(Decode(rest, fields)));
                        break;
                    case "X509 CRL":
                        lists.Add(CertificateList.Decode(Decode(rest, fields)));
                        break;
                    case "TRUSTED CERTIFICATE":
                        faults.Add("a TRUSTED CERTIFICATE bears OpenSSL's own trust settings, which are not read");
                        break;
                    default:
                        break; // a key or a request beside the certificate
                }
            }
            catch (CertificateFormatException e)
            {
                faults.Add(e.Message);
            }

            rest = rest[fields.Location.End..];
        }

        if (unread > 0)
        {
            faults.Add($"{unread} PEM block(s) of the file cannot be read: no base64, or no end");
        }

        return new TrustFile(path, certificates.ToImmutable(), lists.ToImmutable()) { Faults = faults.ToImmutable() };
    }

    private static byte[] Decode(ReadOnlySpan<char> text, PemFields fields)
    {
        byte[] bytes = new byte[fields.DecodedDataLength];
        Convert.TryFromBase64Chars(text[fields.Base64Data], bytes, out _);
        return bytes;
    }

    private static TrustFile ReadDer(string path, byte[] bytes)
    {
        if (bytes is not [0x30, ..])
        {
            throw new TrustFormatException(path, "neither certificate nor CRL nor OCSP response, whether DER or PEM");
        }

        try
        {
            return new TrustFile(path, [Certificate.Decode(bytes)], []);
        }
        catch (CertificateFormatException certificate)
        {
            return TryReadStatus(path, bytes)
                ?? (WithoutLineEnd(bytes) is { } element ? ReadDer(path, element) : null)
                ?? throw new TrustFormatException(path, "neither certificate nor CRL nor OCSP response: " + certificate.Message, certificate);
        }
    }

    // An editor may have put a line end behind the one element; the element's own last octets may look like one as well.
    private static byte[]? WithoutLineEnd(byte[] bytes) =>
        AsnDecoder.TryReadEncodedValue(bytes, AsnEncodingRules.BER, out _, out _, out _, out int length)
        && length < bytes.Length && !bytes.AsSpan(length).ContainsAnyExcept((byte)'\r', (byte)'\n')
            ? bytes[..length]
            : null;

    private static TrustFile? TryReadStatus(string path, byte[] bytes)
    {
        try
        {
            return new TrustFile(path, [], [CertificateList.Decode(bytes)]);
        }
        catch (CertificateFormatException)
        {
            return TryReadResponse(path, bytes);
        }
    }

    private static TrustFile? TryReadResponse(string path, byte[] bytes)
    {
        try
        {
            return new TrustFile(path, [], []) { Responses = [OcspResponse.Decode(bytes)] };
        }
        catch (OcspFormatException)
        {
            return null;
        }
    }
}
