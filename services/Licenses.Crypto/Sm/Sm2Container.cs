using Org.BouncyCastle.Asn1.Pkcs;
using Org.BouncyCastle.Pkcs;
using Org.BouncyCastle.Security;
using Org.BouncyCastle.X509;

namespace Licenses.Crypto.Sm;

/// <summary>
/// Writes an SM2 key with its certificates as PKCS#12, which .NET cannot: it does not join such a key and its certificate.
/// The encryption is the one that every reader knows (3DES and SHA-1): for samples and tests, not for keys of worth.
/// </summary>
public static class Sm2Container
{
    /// <param name="pkcs8">The private key.</param>
    /// <param name="certificates">Its certificate, then those above it.</param>
    /// <param name="password">Protects the file.</param>
    public static byte[] Export(
        ReadOnlySpan<byte> pkcs8, IReadOnlyList<ReadOnlyMemory<byte>> certificates, ReadOnlySpan<char> password)
    {
        ArgumentNullException.ThrowIfNull(certificates);
        var store = new Pkcs12StoreBuilder()
            .SetCertAlgorithm(PkcsObjectIdentifiers.PbeWithShaAnd3KeyTripleDesCbc)
            .SetKeyAlgorithm(PkcsObjectIdentifiers.PbeWithShaAnd3KeyTripleDesCbc)
            .Build();
        var parser = new X509CertificateParser();
        var chain = certificates
            .Select(certificate => new X509CertificateEntry(parser.ReadCertificate(certificate.ToArray()))).ToArray();
        store.SetKeyEntry("key", new AsymmetricKeyEntry(PrivateKeyFactory.CreateKey(pkcs8.ToArray())), chain);
        using var file = new MemoryStream();
        store.Save(file, password.ToArray(), new SecureRandom());
        return file.ToArray();
    }
}
