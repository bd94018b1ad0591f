using System.Formats.Asn1;

namespace Licenses.Crypto.X509;

// ReasonFlags ::= BIT STRING { unused(0), keyCompromise(1), … aACompromise(8) }  -- RFC 5280, 4.2.1.13
/// <summary>For which reasons a CRL revokes, as a set of bits: only lists for all reasons together can clear anybody.</summary>
internal static class ReasonFlags
{
    public const int None = 0;
    public const int All = 0b1_1111_1110;

    public static int Read(AsnReader reader, Asn1Tag tag)
    {
        byte[] bits = reader.ReadBitString(out _, tag);
        int reasons = None;
        for (int bit = 1; bit <= 8 && bit < 8 * bits.Length; bit++)
        {
            if ((bits[bit / 8] & (0x80 >> (bit % 8))) != 0)
            {
                reasons |= 1 << bit;
            }
        }

        return reasons;
    }
}
