using System.Text;

namespace Licenses;

/// <summary>Names and numbers as they can be compared without the tables of Unicode, which the platform has not everywhere.</summary>
internal static class PlainText
{
    private const int FirstFullWidth = 0xFF01;
    private const int LastFullWidth = 0xFF5E;
    private const int MiddleDot = 0xB7; // between the parts of a name

    /// <summary>
    /// What tells apart in a name or number: Chinese characters, Latin letters and digits, however they are spaced, cased
    /// and punctuated. Null where there is none, or anything else: letters that look like others, parts that may be joined
    /// in another way, and what is not seen at all cannot be compared.
    /// </summary>
    public static string? Of(string? text)
    {
        var plain = new StringBuilder();
        foreach (var rune in (text ?? "").EnumerateRunes().Select(HalfWidth))
        {
            if (Rune.IsWhiteSpace(rune) || (rune.IsAscii && Rune.IsPunctuation(rune)) || rune.Value == MiddleDot)
            {
                continue;
            }

            if (!IsPlain(rune))
            {
                return null;
            }

            plain.Append(rune);
        }

        return plain.Length == 0 ? null : plain.ToString().ToUpperInvariant();
    }

    private static bool IsPlain(Rune rune) =>
        (rune.IsAscii && Rune.IsLetterOrDigit(rune)) || rune.Value is (>= 0x3400 and <= 0x4DBF) or (>= 0x4E00 and <= 0x9FFF) or (>= 0x20000 and <= 0x2EBE0)
            or (>= 0x30000 and <= 0x323AF);

    private static Rune HalfWidth(Rune rune) =>
        rune.Value is >= FirstFullWidth and <= LastFullWidth ? new Rune(rune.Value - FirstFullWidth + '!') : rune;
}
