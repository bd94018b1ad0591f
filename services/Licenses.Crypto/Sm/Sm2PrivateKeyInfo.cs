using System.Formats.Asn1;
using System.Security.Cryptography;
using Licenses.Crypto.Asn1;

namespace Licenses.Crypto.Sm;

// PrivateKeyInfo ::= SEQUENCE { version INTEGER, privateKeyAlgorithm AlgorithmIdentifier, privateKey OCTET STRING, … }
//   -- RFC 5208, 5
// ECPrivateKey ::= SEQUENCE { version INTEGER (1), privateKey OCTET STRING, parameters [0] OPTIONAL,
//   publicKey [1] BIT STRING OPTIONAL }  -- RFC 5915, 3
/// <summary>The PKCS#8 form of an SM2 key, in the one spelling that libraries know.</summary>
internal static class Sm2PrivateKeyInfo
{
    /// <summary>The private scalar again under id-ecPublicKey and the curve's name; the public half is left to compute.</summary>
    /// <exception cref="CryptographicException">The bytes are not an SM2 key.</exception>
    public static byte[] Normalize(ReadOnlySpan<byte> encoded)
    {
        byte[] copy = GC.AllocateUninitializedArray<byte>(encoded.Length, pinned: true);
        encoded.CopyTo(copy);
        byte[] scalar = GC.AllocateArray<byte>(Scalar.Length, pinned: true);
        try
        {
            ReadScalar(copy, scalar);
            return Encode(scalar);
        }
        catch (AsnContentException e)
        {
            throw new CryptographicException("The bytes are not a private key in PKCS#8.", e);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(copy);
            CryptographicOperations.ZeroMemory(scalar);
        }
    }

    /// <summary>Whether the PKCS#8 form names SM2, in any spelling.</summary>
    public static bool IsSm2(ReadOnlyMemory<byte> encoded)
    {
        try
        {
            var sequence = Ber.Open(encoded).ReadSequence();
            sequence.ReadInteger();
            return IsSm2(AlgorithmIdentifier.Decode(sequence));
        }
        catch (AsnContentException)
        {
            return false;
        }
    }

    /// <summary>The PKCS#8 form of a bare ECPrivateKey, which must name the curve itself.</summary>
    /// <exception cref="CryptographicException">The bytes are not an SM2 key.</exception>
    public static byte[] FromSec1(ReadOnlyMemory<byte> encoded)
    {
        byte[] scalar = GC.AllocateArray<byte>(Scalar.Length, pinned: true);
        try
        {
            var key = Ber.Open(encoded).ReadSequence();
            ReadScalar(key, scalar);
            return Ber.NextIs(key, 0) && key.ReadSequence(Ber.Context(0, true)).ReadObjectIdentifier() == Oids.Sm2
                ? Encode(scalar)
                : throw new CryptographicException("The private key does not name SM2's curve.");
        }
        catch (AsnContentException e)
        {
            throw new CryptographicException("The bytes are not a private key of RFC 5915.", e);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(scalar);
        }
    }

    public static byte[] Encode(ReadOnlySpan<byte> scalar)
    {
        var inner = new AsnWriter(AsnEncodingRules.DER);
        using (inner.PushSequence())
        {
            inner.WriteInteger(1);
            inner.WriteOctetString(scalar);
        }

        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            writer.WriteInteger(0);
            using (writer.PushSequence())
            {
                writer.WriteObjectIdentifier(Oids.EcPublicKey);
                writer.WriteObjectIdentifier(Oids.Sm2);
            }

            byte[] key = inner.Encode();
            writer.WriteOctetString(key);
            CryptographicOperations.ZeroMemory(key);
        }

        byte[] encoded = writer.Encode();
        inner.Reset(); // wipes what it held
        writer.Reset();
        return encoded;
    }

    private static void ReadScalar(ReadOnlyMemory<byte> encoded, Span<byte> scalar)
    {
        var sequence = Ber.Open(encoded).ReadSequence();
        sequence.ReadInteger();
        if (!IsSm2(AlgorithmIdentifier.Decode(sequence)))
        {
            throw new CryptographicException("The private key is not an SM2 key.");
        }

        ReadScalar(Ber.Open(Ber.ReadOctets(sequence)).ReadSequence(), scalar);
    }

    private static void ReadScalar(AsnReader key, Span<byte> scalar)
    {
        key.ReadInteger();
        var number = Ber.ReadOctets(key).Span.TrimStart((byte)0);
        if (number.Length > scalar.Length)
        {
            throw new CryptographicException("The private key is too long for SM2.");
        }

        number.CopyTo(scalar[(scalar.Length - number.Length)..]);
    }

    private static bool IsSm2(AlgorithmIdentifier algorithm) => algorithm.Oid switch
    {
        Oids.Sm2 or Oids.Sm2Sign => true,
        Oids.EcPublicKey => algorithm.Parameters is { } parameters
            && Ber.Open(parameters) is var reader && reader.PeekTag().HasSameClassAndValue(Asn1Tag.ObjectIdentifier)
            && reader.ReadObjectIdentifier() == Oids.Sm2,
        _ => false,
    };
}
