using System.Text;

namespace Licenses.Pdf.Composing.Fonts;

/// <summary>The PostScript name in a font's name table (OpenType, name ID 6).</summary>
internal static class FontName
{
    private const int PostScript = 6;
    private const int MaxLength = 63;

    public static string? Read(ReadOnlyMemory<byte> table)
    {
        if (table.Length < 6)
        {
            return null;
        }

        var reader = new FontReader(table);
        int count = reader.U16(2);
        long storage = reader.U16(4);
        for (int i = 0; i < count; i++)
        {
            long record = 6 + 12L * i;
            if (reader.U16(record + 6) == PostScript)
            {
                var bytes = reader.Slice(storage + reader.U16(record + 10), reader.U16(record + 8));
                bool isUtf16 = reader.U16(record) is 0 or 3;
                return Clean((isUtf16 ? Encoding.BigEndianUnicode : Encoding.Latin1).GetString(bytes));
            }
        }

        return null;
    }

    // A name goes into the PDF and must stay one token.
    private static string? Clean(string name)
    {
        var kept = new string([.. name.Where(letter => char.IsAsciiLetterOrDigit(letter) || letter == '-')]);
        return kept.Length is > 0 and <= MaxLength ? kept : null;
    }
}
