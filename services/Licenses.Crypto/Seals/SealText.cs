using System.Buffers;
using System.Formats.Asn1;
using System.Text;

namespace Licenses.Crypto.Seals;

/// <summary>
/// A text of a seal in whatever string type it comes. Some makers write Chinese into IA5String or any sign into
/// PrintableString: such are read as UTF-8, and it is told.
/// </summary>
internal static class SealText
{
    private const int LargestPart = 64 * 1024;

    private static readonly UTF8Encoding Strict = new(false, throwOnInvalidBytes: true);

    private static readonly SearchValues<byte> Printable =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789 '()+,-./:=?"u8);

    public static bool IsText(Asn1Tag tag) => tag.TagClass == TagClass.Universal && (UniversalTagNumber)tag.TagValue
        is UniversalTagNumber.UTF8String or UniversalTagNumber.PrintableString or UniversalTagNumber.IA5String
        or UniversalTagNumber.VisibleString or UniversalTagNumber.T61String or UniversalTagNumber.GeneralString or UniversalTagNumber.BMPString;

    /// <param name="reader">At the text.</param>
    /// <param name="field">Its name in the standard.</param>
    /// <param name="odd">Gets that name where the text is none of its type.</param>
    public static string Read(AsnReader reader, string field, ICollection<string> odd) => SealFieldException.Read(reader, field, at =>
    {
        var tag = at.PeekTag();
        var type = IsText(tag) ? (UniversalTagNumber)tag.TagValue : UniversalTagNumber.IA5String;
        if (type is UniversalTagNumber.UTF8String or UniversalTagNumber.BMPString)
        {
            return at.ReadCharacterString(type);
        }

        var bytes = ReadBytes(at, type);
        if (type == UniversalTagNumber.PrintableString ? bytes.AsSpan().ContainsAnyExcept(Printable) : !Ascii.IsValid(bytes))
        {
            odd.Add(field);
        }

        return Decode(bytes);
    });

    private static byte[] ReadBytes(AsnReader reader, UniversalTagNumber type)
    {
        var tag = new Asn1Tag(type);
        if (reader.TryReadPrimitiveCharacterStringBytes(tag, out var content))
        {
            return content.ToArray();
        }

        var buffer = new byte[Math.Min(reader.PeekContentBytes().Length, LargestPart)];
        return reader.TryReadCharacterStringBytes(buffer, tag, out int written)
            ? buffer[..written]
            : throw new AsnContentException("A text is too long.");
    }

    private static string Decode(byte[] bytes)
    {
        try
        {
            return Strict.GetString(bytes);
        }
        catch (DecoderFallbackException e)
        {
            throw new AsnContentException("The text is neither of its type nor UTF-8.", e);
        }
    }
}
