using System.Security.Cryptography;
using Org.BouncyCastle.Asn1;
using Org.BouncyCastle.Asn1.Pkcs;
using Org.BouncyCastle.Asn1.Sec;
using Org.BouncyCastle.Crypto.EC;
using Org.BouncyCastle.Crypto.Parameters;
using Org.BouncyCastle.Crypto.Signers;
using Org.BouncyCastle.Math;
using Org.BouncyCastle.Security;

namespace Licenses.Crypto.Sm;

/// <summary>
/// A private key inside BouncyCastle, for platforms without libcrypto 3. Only our own keys come here, so nothing that is
/// known against this build applies. CustomNamedCurves: its plain curve is ten times slower.
/// </summary>
internal sealed class BouncyCastleSm2Key : Sm2PrivateKey
{
    private static readonly ECDomainParameters Domain = CreateDomain();

    private readonly ECPrivateKeyParameters _key;

    private BouncyCastleSm2Key(ECPrivateKeyParameters key, Sm2PublicKey publicKey)
        : base(publicKey) => _key = key;

    public static BouncyCastleSm2Key Import(byte[] pkcs8)
    {
        var info = PrivateKeyInfo.GetInstance(Asn1Object.FromByteArray(pkcs8));
        var scalar = ECPrivateKeyStructure.GetInstance(info.ParsePrivateKey()).GetKey();
        if (scalar.SignValue <= 0 || scalar.CompareTo(Domain.N.Subtract(BigInteger.One)) >= 0)
        {
            throw new CryptographicException("The private key is not between 1 and n − 2.");
        }

        byte[] point = Domain.G.Multiply(scalar).Normalize().GetEncoded();
        return Sm2PublicKey.TryDecode(point, out var half)
            ? new BouncyCastleSm2Key(new ECPrivateKeyParameters(scalar, Domain), half)
            : throw new CryptographicException("BouncyCastle gave a public key that is not on the curve.");
    }

    // The signer digests by itself: it is given a digest that hands e through.
    protected override byte[] Compute(ReadOnlySpan<byte> digest)
    {
        var signer = new SM2Signer(StandardDsaEncoding.Instance, new GivenDigest(digest.ToArray()));
        signer.Init(true, new ParametersWithRandom(_key, new SecureRandom()));
        return signer.GenerateSignature();
    }

    private static ECDomainParameters CreateDomain()
    {
        var curve = CustomNamedCurves.GetByName("sm2p256v1");
        return new ECDomainParameters(curve.Curve, curve.G, curve.N, curve.H);
    }

    private sealed class GivenDigest(byte[] value) : Org.BouncyCastle.Crypto.IDigest
    {
        public string AlgorithmName => "SM3";

        public int GetDigestSize() => value.Length;

        public int GetByteLength() => Sm3Compression.BlockLength;

        public void Update(byte input)
        {
        }

        public void BlockUpdate(byte[] input, int inOff, int length)
        {
        }

        public int DoFinal(byte[] output, int outOff)
        {
            value.CopyTo(output, outOff);
            return value.Length;
        }

        public void Reset()
        {
        }
    }
}
