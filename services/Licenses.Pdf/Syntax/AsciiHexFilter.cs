namespace Licenses.Pdf.Syntax;

/// <summary>ASCIIHexDecode (ISO 32000-2, 7.4.2).</summary>
internal static class AsciiHexFilter
{
    public static ReadOnlyMemory<byte> Decode(ReadOnlySpan<byte> encoded, FilterContext context)
    {
        var output = new byte[(encoded.Length + 1) / 2];
        int count = 0;
        foreach (byte value in encoded)
        {
            if (value == '>')
            {
                break;
            }

            int digit = PdfCharacters.HexValue(value);
            if (digit >= 0)
            {
                output[count / 2] |= (byte)((count & 1) == 0 ? digit << 4 : digit);
                count++;
            }
            else if (!PdfCharacters.IsWhite(value))
            {
                throw context.Broken("ASCIIHex");
            }
        }

        context.Check(count / 2);
        return output.AsMemory(0, (count + 1) / 2);
    }
}
