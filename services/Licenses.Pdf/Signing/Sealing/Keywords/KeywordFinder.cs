using System.Text;
using Licenses.Pdf.Document;
using Licenses.Pdf.Syntax;

namespace Licenses.Pdf.Signing;

/// <summary>Finds a text on the pages: its page, and its middle as seen.</summary>
internal static class KeywordFinder
{
    private const double MiddleOfLetters = 0.35; // of the font size, above the baseline

    public static (PageView View, double X, double Y)? Find(PdfDocument document, SealPlacement.AtKeyword wanted)
    {
        var keyword = new string([.. wanted.Text.Where(letter => !char.IsWhiteSpace(letter))]);
        if (keyword.Length == 0 || wanted.Occurrence == 0)
        {
            return null;
        }

        var found = new List<(PageView View, double X, double Y)>();
        foreach (var page in document.Pages)
        {
            foreach (var (x, y) in FindOn(document, page, keyword))
            {
                var view = PageView.Of(document, page);
                var (seenX, seenY) = view.ToView(x, y);
                found.Add((view, seenX, seenY));
                if (found.Count == wanted.Occurrence)
                {
                    return found[^1];
                }
            }
        }

        int fromEnd = found.Count + wanted.Occurrence;
        return wanted.Occurrence < 0 && fromEnd >= 0 ? found[fromEnd] : null;
    }

    private static List<(double X, double Y)> FindOn(PdfDocument document, PdfPage page, string keyword)
    {
        var text = new StringBuilder();
        var owners = new List<ShownCharacter>();
        foreach (var character in ReadText(document, page))
        {
            foreach (char letter in character.Text.Where(letter => !char.IsWhiteSpace(letter)))
            {
                text.Append(letter);
                owners.Add(character);
            }
        }

        var middles = new List<(double, double)>();
        string all = text.ToString();
        for (int at = 0; (at = all.IndexOf(keyword, at, StringComparison.Ordinal)) >= 0; at += keyword.Length)
        {
            middles.Add(Middle(owners[at], owners[at + keyword.Length - 1]));
        }

        return middles;
    }

    // A page whose content cannot be read has no text that could be meant; other pages may.
    private static IReadOnlyList<ShownCharacter> ReadText(PdfDocument document, PdfPage page)
    {
        try
        {
            return ContentText.Read(document, page);
        }
        catch (PdfFormatException)
        {
            return [];
        }
    }

    private static (double X, double Y) Middle(ShownCharacter first, ShownCharacter last)
    {
        double riseX = (first.Top.X - first.Start.X) * MiddleOfLetters;
        double riseY = (first.Top.Y - first.Start.Y) * MiddleOfLetters;
        return ((first.Start.X + last.End.X) / 2 + riseX, (first.Start.Y + last.End.Y) / 2 + riseY);
    }
}
