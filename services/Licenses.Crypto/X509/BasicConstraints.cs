using System.Formats.Asn1;
using System.Numerics;

namespace Licenses.Crypto.X509;

// BasicConstraints ::= SEQUENCE { cA BOOLEAN DEFAULT FALSE, pathLenConstraint INTEGER (0..MAX) OPTIONAL }
//   -- RFC 5280, 4.2.1.9
/// <summary>Whether the subject is an authority, and how many authorities may follow it (null: no limit).</summary>
public sealed record BasicConstraints(bool IsAuthority, int? PathLength)
{
    internal static BasicConstraints Decode(AsnReader reader)
    {
        var sequence = reader.ReadSequence();
        bool isAuthority = sequence.HasData && sequence.PeekTag().HasSameClassAndValue(Asn1Tag.Boolean)
            && sequence.ReadBoolean();
        int? length = sequence.HasData ? ReadLength(sequence.ReadInteger()) : null;
        sequence.ThrowIfNotEmpty();
        return new BasicConstraints(isAuthority, length);
    }

    // 0..MAX: more than any path has is as good as no limit.
    private static int ReadLength(BigInteger length) => length.Sign >= 0
        ? (int)BigInteger.Min(length, int.MaxValue)
        : throw new AsnContentException("pathLenConstraint is out of range.");
}
