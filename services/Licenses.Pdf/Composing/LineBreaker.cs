using System.Buffers;
using System.Text;
using Licenses.Pdf.Composing.Fonts;

namespace Licenses.Pdf.Composing;

/// <summary>
/// Breaks text into lines of a width: between any two Chinese characters, between Latin words, never before closing
/// punctuation nor after opening punctuation (避头尾).
/// </summary>
internal sealed class LineBreaker(FontSet fonts)
{
    private static readonly SearchValues<char> NoLineStart = SearchValues.Create("，。、；：？！）》」』】”’%‰℃·—…,.;:?!)]}");
    private static readonly SearchValues<char> NoLineEnd = SearchValues.Create("（《「『【“‘([{");

    public ImmutableArray<string> Break(string text, double size, double width)
    {
        var lines = ImmutableArray.CreateBuilder<string>();
        foreach (var paragraph in text.Replace('\t', ' ').ReplaceLineEndings("\n").Split('\n'))
        {
            BreakParagraph(paragraph, size, width, lines);
        }

        return lines.DrainToImmutable();
    }

    private void BreakParagraph(string text, double size, double width, ImmutableArray<string>.Builder lines)
    {
        var line = new StringBuilder();
        double used = 0;
        foreach (var unit in Units(text))
        {
            double unitWidth = fonts.WidthOf(unit.TrimEnd(' '), size);
            if (line.Length > 0 && used + unitWidth > width)
            {
                lines.Add(line.ToString().TrimEnd(' '));
                line.Clear();
                used = 0;
            }

            if (unitWidth > width) // a word longer than the line: cut where it must be
            {
                used = Cut(unit, size, width, line, lines);
            }
            else
            {
                line.Append(unit);
                used += fonts.WidthOf(unit, size);
            }
        }

        lines.Add(line.ToString().TrimEnd(' '));
    }

    private double Cut(
        string unit, double size, double width, StringBuilder line, ImmutableArray<string>.Builder lines)
    {
        double used = 0;
        foreach (var rune in unit.EnumerateRunes())
        {
            double runeWidth = fonts.WidthOf(rune.ToString(), size);
            if (line.Length > 0 && used + runeWidth > width)
            {
                lines.Add(line.ToString());
                line.Clear();
                used = 0;
            }

            line.Append(rune);
            used += runeWidth;
        }

        return used;
    }

    // The pieces between which a line may break.
    private static IEnumerable<string> Units(string text)
    {
        int start = 0;
        int at = 0;
        while (at < text.Length)
        {
            int next = at + (char.IsSurrogatePair(text, at) ? 2 : 1);
            if (next < text.Length && MayBreakBetween(text[next - 1], text[next]))
            {
                yield return text[start..next];
                start = next;
            }

            at = next;
        }

        if (start < text.Length)
        {
            yield return text[start..];
        }
    }

    private static bool MayBreakBetween(char before, char after) =>
        !NoLineStart.Contains(after) && !NoLineEnd.Contains(before) && after != ' '
        && (before == ' ' || IsWide(before) || IsWide(after));

    private static bool IsWide(char letter) => letter >= '\u2E80'; // surrogates too: rare Chinese characters
}
