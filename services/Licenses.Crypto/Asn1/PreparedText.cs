using System.Globalization;
using System.Text;

namespace Licenses.Crypto.Asn1;

/// <summary>
/// Text as RFC 4518 prepares it for comparison, as far as that goes without tables: what is not seen is left out, wide
/// letters become narrow. The runtime does not normalise here (globalization is invariant), so that text with other
/// characters that normalisation might change is not prepared at all, rather than compared wrongly.
/// </summary>
internal static class PreparedText
{
    private const int WideToNarrow = 0xFF01 - 0x21;

    /// <summary>The prepared text; null where it may equal a text that is written otherwise.</summary>
    public static string? Of(string text)
    {
        var prepared = new StringBuilder(text.Length);
        foreach (char c in text.Where(c => char.IsWhiteSpace(c) || !IsUnseen(c)))
        {
            prepared.Append(c is >= '\uFF01' and <= '\uFF5E' ? (char)(c - WideToNarrow) : c);
        }

        string folded = string.Join(' ', prepared.ToString().Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))
            .ToLowerInvariant();
        return folded.All(IsStable) ? folded : null;
    }

    // RFC 4518, 2.2: mapped to nothing
    private static bool IsUnseen(char c) => c is '\u034F' or (>= '\u180B' and <= '\u180D') or (>= '\uFE00' and <= '\uFE0F')
        || char.GetUnicodeCategory(c) is UnicodeCategory.Control or UnicodeCategory.Format;

    // In lower case, the same under normalisation and folding, whatever stands beside it.
    private static bool IsStable(char c) => c < 0x80
        || c is '\u00B7' or (>= '\u00E0' and <= '\u017E'
                and not ('\u0130' or '\u0131' or '\u0132' or '\u0133'
                    or '\u013F' or '\u0140' or '\u0149'))
            or (>= '\u03B1' and <= '\u03C1') or (>= '\u03C3' and <= '\u03C9') or (>= '\u0430' and <= '\u045F')
            or (>= '\u3001' and <= '\u3003') or (>= '\u3008' and <= '\u3011')
            or (>= '\u3041' and <= '\u3096') or (>= '\u30A1' and <= '\u30FA')
            or (>= '\u3400' and <= '\u4DBF') or (>= '\u4E00' and <= '\u9FFF') or (>= '\uAC00' and <= '\uD7A3');
}
