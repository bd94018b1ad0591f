using System.Buffers.Binary;
using System.Numerics;
using System.Security.Cryptography;
using Licenses.Crypto.Asn1;
using Licenses.Crypto.X509;

namespace Licenses.Crypto.Signatures;

/// <summary>
/// RSASSA-PSS verification for what .NET does not offer: a salt that is not as long as the digest, or another digest in
/// MGF1. Public values only, so the plain arithmetic leaks nothing. RFC 8017, 8.1.2 and 9.1.2.
/// </summary>
internal static class PssEncoding
{
    public static bool Verify(
        SubjectPublicKeyInfo key, SignatureAlgorithm algorithm, ReadOnlySpan<byte> digest, ReadOnlySpan<byte> signature)
    {
        var sequence = Ber.Open(key.Key).ReadSequence();
        var modulus = sequence.ReadInteger();
        var exponent = sequence.ReadInteger();
        var value = new BigInteger(signature, isUnsigned: true, isBigEndian: true);
        if (signature.Length != (key.Bits + 7) / 8 || value >= modulus)
        {
            return false;
        }

        int encodedBits = key.Bits - 1;
        byte[] encoded = new byte[(encodedBits + 7) / 8];
        byte[] opened = BigInteger.ModPow(value, exponent, modulus).ToByteArray(isUnsigned: true, isBigEndian: true);
        if (opened.Length > encoded.Length)
        {
            return false;
        }

        opened.CopyTo(encoded.AsSpan(encoded.Length - opened.Length));
        return IsConsistent(encoded, encodedBits, algorithm, digest);
    }

    // RFC 8017, 9.1.2, steps 3 to 14.
    private static bool IsConsistent(
        byte[] encoded, int encodedBits, SignatureAlgorithm algorithm, ReadOnlySpan<byte> digest)
    {
        int saltLength = algorithm.SaltLength;
        int blockLength = encoded.Length - digest.Length - 1;
        int zeros = blockLength - saltLength - 1;
        if (zeros < 0 || encoded[^1] != 0xBC)
        {
            return false;
        }

        int unusedBits = (8 * encoded.Length) - encodedBits;
        var block = encoded.AsSpan(0, blockLength);
        var hash = encoded.AsSpan(blockLength, digest.Length);
        if (block[0] >> (8 - unusedBits) != 0 || !Unmask(block, hash, algorithm.MaskDigest))
        {
            return false;
        }

        block[0] &= (byte)(0xFF >> unusedBits);
        if (block[..zeros].ContainsAnyExcept((byte)0) || block[zeros] != 1)
        {
            return false;
        }

        byte[] text = [0, 0, 0, 0, 0, 0, 0, 0, .. digest, .. block[(zeros + 1)..]];
        return CryptographicOperations.FixedTimeEquals(hash, DigestAlgorithms.TryHash(algorithm.Digest, text));
    }

    // MGF1, RFC 8017, B.2.1
    private static bool Unmask(Span<byte> block, ReadOnlySpan<byte> seed, HashAlgorithmName digest)
    {
        byte[] input = [.. seed, 0, 0, 0, 0];
        for (int start = 0, counter = 0; start < block.Length; counter++)
        {
            BinaryPrimitives.WriteInt32BigEndian(input.AsSpan(seed.Length), counter);
            if (DigestAlgorithms.TryHash(digest, input) is not { } mask)
            {
                return false;
            }

            for (int i = 0; i < mask.Length && start < block.Length; i++, start++)
            {
                block[start] ^= mask[i];
            }
        }

        return true;
    }
}
