using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Licenses.Crypto.Sm;

namespace Licenses.Cli.Pki;

/// <summary>Signs certificates and revocation lists with SM2 (sm2sign-with-sm3, default user ID).</summary>
internal sealed class Sm2SignatureGenerator(byte[] pkcs8, PublicKey publicKey) : X509SignatureGenerator
{
    // SEQUENCE { 1.2.156.10197.1.501 }
    private static readonly byte[] Algorithm = Convert.FromHexString("300A06082A811CCF55018375");

    public override byte[] GetSignatureAlgorithmIdentifier(HashAlgorithmName hashAlgorithm) => Algorithm;

    public override byte[] SignData(byte[] data, HashAlgorithmName hashAlgorithm)
    {
        using var key = Sm2PrivateKey.ImportPkcs8(pkcs8);
        return key.Sign(Sm2Identity.DefaultUserId, data);
    }

    protected override PublicKey BuildPublicKey() => publicKey;
}
