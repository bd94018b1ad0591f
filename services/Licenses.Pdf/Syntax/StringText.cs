using System.Buffers;
using System.Text;

namespace Licenses.Pdf.Syntax;

/// <summary>Undoes the escapes of names and strings (ISO 32000-2, 7.3.4 and 7.3.5).</summary>
internal static class StringText
{
    public static byte[] DecodeHex(ReadOnlySpan<byte> raw, long offset)
    {
        var digits = raw[1..^1];
        var bytes = new byte[(digits.Length + 1) / 2];
        if (digits.Length % 2 == 0 && Convert.FromHexString(digits, bytes, out _, out _) == OperationStatus.Done)
        {
            return bytes; // pairs of digits and nothing else, as signatures are written
        }

        Array.Clear(bytes);
        int count = 0;
        for (int i = 0; i < digits.Length; i++)
        {
            int value = PdfCharacters.HexValue(digits[i]);
            if (value < 0)
            {
                if (PdfCharacters.IsWhite(digits[i]))
                {
                    continue;
                }

                throw new PdfFormatException("A hexadecimal string holds something else.", offset + 1 + i);
            }

            bytes[count / 2] |= (byte)((count & 1) == 0 ? value << 4 : value);
            count++;
        }

        int length = (count + 1) / 2;
        return length == bytes.Length ? bytes : bytes[..length];
    }

    public static byte[] DecodeLiteral(ReadOnlySpan<byte> raw)
    {
        var text = raw[1..^1];
        if (text.IndexOfAny((byte)'\\', (byte)'\r') < 0)
        {
            return text.ToArray();
        }

        var bytes = new byte[text.Length];
        int count = 0;
        for (int i = 0; i < text.Length; i++)
        {
            if (text[i] == '\r')
            {
                bytes[count++] = (byte)'\n'; // any line end in a string reads as one line feed
                i += i + 1 < text.Length && text[i + 1] == '\n' ? 1 : 0;
            }
            else if (text[i] != '\\')
            {
                bytes[count++] = text[i];
            }
            else if (++i < text.Length && DecodeEscape(text, ref i) is >= 0 and int value)
            {
                bytes[count++] = (byte)value;
            }
        }

        return bytes[..count];
    }

    public static string DecodeName(ReadOnlySpan<byte> raw)
    {
        var text = raw[1..];
        if (text.IndexOf((byte)'#') < 0)
        {
            return Encoding.Latin1.GetString(text);
        }

        var name = new StringBuilder(text.Length);
        for (int i = 0; i < text.Length; i++)
        {
            int high = text[i] == '#' && i + 2 < text.Length ? PdfCharacters.HexValue(text[i + 1]) : -1;
            int low = high >= 0 ? PdfCharacters.HexValue(text[i + 2]) : -1;
            name.Append(low >= 0 ? (char)(high << 4 | low) : (char)text[i]);
            i += low >= 0 ? 2 : 0;
        }

        return name.ToString();
    }

    /// <summary>The byte that an escape stands for; -1 for a line that goes on. Leaves i at its last character.</summary>
    private static int DecodeEscape(ReadOnlySpan<byte> text, ref int i)
    {
        switch ((char)text[i])
        {
            case 'n': return '\n';
            case 'r': return '\r';
            case 't': return '\t';
            case 'b': return '\b';
            case 'f': return '\f';
            case '\n': return -1;
            case '\r':
                i += i + 1 < text.Length && text[i + 1] == '\n' ? 1 : 0;
                return -1;
            case >= '0' and <= '7':
                int value = text[i] - '0';
                for (int digit = 1; digit < 3 && i + 1 < text.Length && text[i + 1] is >= (byte)'0' and <= (byte)'7'; digit++)
                {
                    value = value * 8 + (text[++i] - '0');
                }

                return value & 0xFF;
            default: return text[i];
        }
    }
}
