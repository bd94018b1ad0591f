using System.Formats.Asn1;
using Licenses.Crypto.Asn1;

namespace Licenses.Crypto.Seals;

// SES_ESPictrueInfo [sic] ::= SEQUENCE { type IA5String, data OCTET STRING, width INTEGER, height INTEGER }
//   -- GB/T 38540-2020, 6.1
/// <summary>What the seal looks like.</summary>
/// <param name="Type">GIF, BMP, JPG, PNG, SVG or OFD, in any case of letters.</param>
/// <param name="Data">The picture's file.</param>
/// <param name="Width">In millimetres.</param>
/// <param name="Height">In millimetres.</param>
public sealed record SealPicture(string Type, ReadOnlyMemory<byte> Data, int Width, int Height)
{
    internal static SealPicture Decode(AsnReader reader, ICollection<string> odd)
    {
        var sequence = reader.ReadSequence();
        string type = SealText.Read(sequence, "picture.type", odd);
        var data = Ber.ReadOctets(sequence);
        var picture = new SealPicture(type, data, SealReader.ReadNumber(sequence), SealReader.ReadNumber(sequence));
        sequence.ThrowIfNotEmpty();
        return picture;
    }

    internal void Encode(AsnWriter writer)
    {
        using (writer.PushSequence())
        {
            writer.WriteCharacterString(UniversalTagNumber.IA5String, Type);
            writer.WriteOctetString(Data.Span);
            writer.WriteInteger(Width);
            writer.WriteInteger(Height);
        }
    }
}
