using System.Globalization;
using System.Text;

namespace Licenses.Catalog;

/// <summary>What counts as a character on the face of a license.</summary>
internal static class FaceText
{
    /// <summary>Length as a person counts it: a rare character outside the basic plane (such as 𠮷) is one.</summary>
    public static int Length(string text) => text.EnumerateRunes().Count();

    /// <summary>
    /// Whether the text holds something that cannot be seen: control characters, line breaks, lone surrogates, and
    /// format characters, with which the order of what is read can be turned round (U+202E). U+FFFD counts too: it says
    /// that the real character was lost on the way.
    /// </summary>
    public static bool HoldsInvisible(string text)
    {
        for (int i = 0; i < text.Length;)
        {
            if (!Rune.TryGetRuneAt(text, i, out var rune) || rune == Rune.ReplacementChar
                || IsInvisible(Rune.GetUnicodeCategory(rune)))
            {
                return true;
            }

            i += rune.Utf16SequenceLength;
        }

        return false;
    }

    private static bool IsInvisible(UnicodeCategory category) => category
        is UnicodeCategory.Control
        or UnicodeCategory.Format
        or UnicodeCategory.LineSeparator
        or UnicodeCategory.ParagraphSeparator;
}
