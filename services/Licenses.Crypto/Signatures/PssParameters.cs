using System.Formats.Asn1;
using System.Security.Cryptography;
using Licenses.Crypto.Asn1;

namespace Licenses.Crypto.Signatures;

// RSASSA-PSS-params ::= SEQUENCE { hashAlgorithm [0] DEFAULT sha1, maskGenAlgorithm [1] DEFAULT mgf1SHA1,
//   saltLength [2] INTEGER DEFAULT 20, trailerField [3] INTEGER DEFAULT 1 }  -- RFC 8017, A.2.3
/// <summary>The parameters of a PSS signature; null digests are ones that we do not know.</summary>
internal sealed record PssParameters(HashAlgorithmName? Digest, HashAlgorithmName? MaskDigest, int SaltLength)
{
    private const int LongestSalt = 512;

    public static PssParameters Decode(ReadOnlyMemory<byte>? encoded)
    {
        HashAlgorithmName? digest = HashAlgorithmName.SHA1;
        HashAlgorithmName? maskDigest = HashAlgorithmName.SHA1;
        int saltLength = 20;
        int trailer = 1;
        if (encoded is not { } parameters)
        {
            return new PssParameters(digest, maskDigest, saltLength);
        }

        var sequence = Ber.Open(parameters).ReadSequence();
        if (Ber.NextIs(sequence, 0))
        {
            digest = DigestAlgorithms.Find(AlgorithmIdentifier.Decode(sequence.ReadSequence(Ber.Context(0, true))).Oid);
        }

        if (Ber.NextIs(sequence, 1))
        {
            maskDigest = ReadMask(AlgorithmIdentifier.Decode(sequence.ReadSequence(Ber.Context(1, true))));
        }

        if (Ber.NextIs(sequence, 2) && !sequence.ReadSequence(Ber.Context(2, true)).TryReadInt32(out saltLength))
        {
            saltLength = -1;
        }

        if (Ber.NextIs(sequence, 3) && !sequence.ReadSequence(Ber.Context(3, true)).TryReadInt32(out trailer))
        {
            trailer = -1;
        }

        sequence.ThrowIfNotEmpty();
        return saltLength is >= 0 and <= LongestSalt && trailer == 1
            ? new PssParameters(digest, maskDigest, saltLength)
            : throw new AsnContentException("PSS parameters are out of range.");
    }

    public void Encode(AsnWriter writer)
    {
        string oid = DigestAlgorithms.OidOf(Digest ?? throw new InvalidOperationException("A digest is needed."));
        using (writer.PushSequence())
        {
            using (writer.PushSequence(Ber.Context(0, true)))
            {
                AlgorithmIdentifier.WithNull(oid).Encode(writer);
            }

            using (writer.PushSequence(Ber.Context(1, true)))
            {
                using (writer.PushSequence())
                {
                    writer.WriteObjectIdentifier(Oids.Mgf1);
                    AlgorithmIdentifier.WithNull(oid).Encode(writer);
                }
            }

            using (writer.PushSequence(Ber.Context(2, true)))
            {
                writer.WriteInteger(SaltLength);
            }
        }
    }

    private static HashAlgorithmName? ReadMask(AlgorithmIdentifier mask) =>
        mask.Oid == Oids.Mgf1 && mask.Parameters is { } parameters
            ? DigestAlgorithms.Find(AlgorithmIdentifier.Decode(Ber.Open(parameters)).Oid)
            : null;
}
