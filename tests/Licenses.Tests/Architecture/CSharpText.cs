using System.Text;

namespace Licenses.Tests.Architecture;

/// <summary>
/// Blanks comments and string contents, so that a rule about code is not broken by a sentence about it. What an
/// interpolated string computes is blanked too: the rules may miss something there, but never accuse wrongly.
/// </summary>
internal static class CSharpText
{
    public static string WithoutCommentsAndStrings(string text)
    {
        var kept = new StringBuilder(text.Length);
        for (int index = 0; index < text.Length;)
        {
            int end = EndOfBlank(text, index);
            if (end == index)
            {
                kept.Append(text[index++]);
                continue;
            }

            kept.Append(text.AsSpan(index, end - index).Count('\n') is var lines and > 0 ? new string('\n', lines) : " ");
            index = end;
        }

        return kept.ToString();
    }

    // The end of the comment or literal that begins here; the index itself where none does.
    private static int EndOfBlank(string text, int index)
    {
        var rest = text.AsSpan(index);
        if (rest.StartsWith("//"))
        {
            return Until(text, index, "\n", after: 0);
        }

        if (rest.StartsWith("/*"))
        {
            return Until(text, index + 2, "*/", after: 2);
        }

        if (rest.StartsWith("'"))
        {
            return EndOfQuoted(text, index + 1, '\'');
        }

        int prefix = rest.IndexOfAnyExcept('$', '@');
        if (prefix < 0 || rest[prefix] != '"')
        {
            return index;
        }

        int quotes = rest[prefix..].IndexOfAnyExcept('"') is var count and >= 0 ? count : rest.Length - prefix;
        if (quotes >= 3)
        {
            return Until(text, index + prefix + quotes, new string('"', quotes), after: quotes);
        }

        return rest[..prefix].Contains('@')
            ? EndOfVerbatim(text, index + prefix + 1)
            : EndOfQuoted(text, index + prefix + 1, '"');
    }

    private static int Until(string text, int from, string mark, int after)
    {
        int found = text.IndexOf(mark, from, StringComparison.Ordinal);
        return found < 0 ? text.Length : found + after;
    }

    private static int EndOfQuoted(string text, int from, char quote)
    {
        for (int index = from; index < text.Length; index++)
        {
            if (text[index] == '\\')
            {
                index++;
            }
            else if (text[index] == quote || text[index] == '\n')
            {
                return index + 1;
            }
        }

        return text.Length;
    }

    private static int EndOfVerbatim(string text, int from)
    {
        for (int index = from; index < text.Length; index++)
        {
            if (text[index] == '"' && (index + 1 == text.Length || text[++index] != '"'))
            {
                return index;
            }
        }

        return text.Length;
    }
}
