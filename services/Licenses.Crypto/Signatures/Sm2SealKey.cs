using System.Security.Cryptography;
using Licenses.Crypto.Sm;
using Licenses.Crypto.X509;

namespace Licenses.Crypto.Signatures;

/// <summary>An SM2 key in memory, under the default user ID. Disposed of with its private key.</summary>
public sealed class Sm2SealKey : ISealKey, IDisposable
{
    private readonly Sm2PrivateKey _key;

    /// <param name="key">The private key; this object owns it from now on.</param>
    /// <param name="certificate">The certificate of its public half.</param>
    /// <param name="chain">The certificates above it, in order.</param>
    /// <exception cref="CryptographicException">The certificate is another key's.</exception>
    public Sm2SealKey(Sm2PrivateKey key, Certificate certificate, ImmutableArray<Certificate> chain)
    {
        ArgumentNullException.ThrowIfNull(key);
        ArgumentNullException.ThrowIfNull(certificate);
        if (!Sm2PublicKey.TryDecode(certificate.PublicKey.Key.Span, out var certified)
            || !certified.Encoded.Span.SequenceEqual(key.PublicKey.Encoded.Span))
        {
            throw new CryptographicException("The certificate is not that of the private key.");
        }

        _key = key;
        Certificate = certificate;
        Chain = chain;
    }

    public Certificate Certificate { get; }

    public ImmutableArray<Certificate> Chain { get; }

    public SignatureAlgorithm Algorithm { get; } = new(SignatureScheme.Sm2, DigestAlgorithms.Sm3Name);

    public int LargestSignature => Sm2PrivateKey.LargestSignature;

    /// <summary>Reads PEM: one private key (PKCS#8 or RFC 5915, without password), its certificate, then those above it.</summary>
    /// <exception cref="CryptographicException">A part is missing or is not what it claims.</exception>
    public static Sm2SealKey FromPem(ReadOnlySpan<char> text)
    {
        byte[]? pkcs8 = null;
        var certificates = ImmutableArray.CreateBuilder<Certificate>();
        try
        {
            while (PemEncoding.TryFind(text, out var pem))
            {
                byte[] content = Convert.FromBase64String(text[pem.Base64Data].ToString());
                switch (text[pem.Label])
                {
                    case "PRIVATE KEY":
                        pkcs8 = content;
                        break;
                    case "EC PRIVATE KEY":
                        pkcs8 = Sm2PrivateKeyInfo.FromSec1(content);
                        CryptographicOperations.ZeroMemory(content);
                        break;
                    case "CERTIFICATE":
                        certificates.Add(Certificate.Decode(content));
                        break;
                    default:
                        break;
                }

                text = text[pem.Location.End..];
            }

            return pkcs8 is not null && certificates.Count > 0
                ? new Sm2SealKey(Sm2PrivateKey.ImportPkcs8(pkcs8), certificates[0], [.. certificates.Skip(1)])
                : throw new CryptographicException("The PEM text needs a PRIVATE KEY and a CERTIFICATE.");
        }
        catch (CertificateFormatException e)
        {
            throw new CryptographicException("The PEM text holds a certificate that cannot be read.", e);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(pkcs8);
        }
    }

    public ValueTask<byte[]> SignAsync(ReadOnlyMemory<byte> data, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return new ValueTask<byte[]>(_key.Sign(Sm2Identity.DefaultUserId, data.Span));
    }

    public void Dispose() => _key.Dispose();
}
