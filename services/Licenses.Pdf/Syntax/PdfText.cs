using System.Text;

namespace Licenses.Pdf.Syntax;

/// <summary>Text strings: UTF-16BE or UTF-8 behind a mark, else PDFDocEncoding (ISO 32000-2, 7.9.2.2).</summary>
public static class PdfText
{
    private const string From18 = "\u02D8\u02C7\u02C6\u02D9\u02DD\u02DB\u02DA\u02DC"; // 0x18 to 0x1F

    // 0x80 to 0xA0
    private const string From80 =
        "\u2022\u2020\u2021\u2026\u2014\u2013\u0192\u2044\u2039\u203A\u2212\u2030\u201E\u201C\u201D\u2018"
        + "\u2019\u201A\u2122\uFB01\uFB02\u0141\u0152\u0160\u0178\u017D\u0131\u0142\u0153\u0161\u017E\uFFFD\u20AC";

    public static string Decode(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length >= 2 && bytes[0] == 0xFE && bytes[1] == 0xFF)
        {
            return Encoding.BigEndianUnicode.GetString(bytes[2..]);
        }

        if (bytes.Length >= 2 && bytes[0] == 0xFF && bytes[1] == 0xFE)
        {
            return Encoding.Unicode.GetString(bytes[2..]); // against the standard, and common
        }

        if (bytes.Length >= 3 && bytes[0] == 0xEF && bytes[1] == 0xBB && bytes[2] == 0xBF)
        {
            return Encoding.UTF8.GetString(bytes[3..]);
        }

        var text = new StringBuilder(bytes.Length);
        foreach (byte value in bytes)
        {
            text.Append(value switch
            {
                >= 0x18 and <= 0x1F => From18[value - 0x18],
                >= 0x80 and <= 0xA0 => From80[value - 0x80],
                _ => (char)value,
            });
        }

        return text.ToString();
    }
}
