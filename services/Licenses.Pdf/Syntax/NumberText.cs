using System.Buffers.Text;

namespace Licenses.Pdf.Syntax;

/// <summary>Numbers as ISO 32000-2, 7.3.3 writes them: no exponents, one sign, one point.</summary>
internal static class NumberText
{
    public static bool TryParseInteger(ReadOnlySpan<byte> raw, out long value)
    {
        value = 0;
        int start = raw[0] is (byte)'+' or (byte)'-' ? 1 : 0;
        if (raw.Length == start || raw.Length - start > 18)
        {
            return false;
        }

        for (int i = start; i < raw.Length; i++)
        {
            if (!PdfCharacters.IsDigit(raw[i]))
            {
                return false;
            }

            value = value * 10 + (raw[i] - '0');
        }

        value = raw[0] == '-' ? -value : value;
        return true;
    }

    public static bool TryParseReal(ReadOnlySpan<byte> raw, out double value)
    {
        int points = 0;
        int digits = 0;
        for (int i = 0; i < raw.Length; i++)
        {
            points += raw[i] == '.' ? 1 : 0;
            digits += PdfCharacters.IsDigit(raw[i]) ? 1 : 0;
            if (raw[i] != '.' && !PdfCharacters.IsDigit(raw[i]) && !(i == 0 && raw[i] is (byte)'+' or (byte)'-'))
            {
                value = 0;
                return false;
            }
        }

        value = 0;
        var text = raw[0] == '+' ? raw[1..] : raw;
        return points <= 1 && digits is > 0 and <= 400
            && Utf8Parser.TryParse(text, out value, out int consumed, 'F') && consumed == text.Length
            && double.IsFinite(value);
    }
}
