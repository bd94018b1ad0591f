using System.Globalization;
using Licenses.Pdf.Composing.Images;

namespace Licenses.Pdf.Composing.Seals;

/// <summary>Numbers in an SVG's attributes: bounded, and without units but px.</summary>
internal static class SvgNumbers
{
    private const double Largest = 1_000_000;

    public static double[] Read(string text)
    {
        var numbers = new List<double>();
        int at = 0;
        while (TryNext(text, ref at, out double number))
        {
            numbers.Add(number);
        }

        return at == text.Length ? [.. numbers] : throw Fault(text);
    }

    /// <summary>One length; null where there is none.</summary>
    public static double? Length(string? text)
    {
        if (text is null)
        {
            return null;
        }

        string plain = text.Trim();
        return Read(plain.EndsWith("px", StringComparison.Ordinal) ? plain[..^2] : plain) is [var length] ? length : throw Fault(text);
    }

    /// <summary>The next number of a list that spaces, commas or signs part.</summary>
    /// <returns>Whether there was one; else the place is at the end, or at what is no number.</returns>
    public static bool TryNext(string text, ref int at, out double number)
    {
        SkipGaps(text, ref at);
        int from = at;
        bool hasPoint = false;
        if (at < text.Length && text[at] is '+' or '-')
        {
            at++;
        }

        while (at < text.Length && (char.IsAsciiDigit(text[at]) || (text[at] == '.' && !hasPoint)))
        {
            hasPoint |= text[at++] == '.';
        }

        SkipExponent(text, ref at);
        if (double.TryParse(text.AsSpan(from, at - from), NumberStyles.Float, CultureInfo.InvariantCulture, out number)
            && Math.Abs(number) <= Largest)
        {
            SkipGaps(text, ref at);
            return true;
        }

        at = from;
        return false;
    }

    private static void SkipExponent(string text, ref int at)
    {
        int next = at + 1;
        if (at >= text.Length || text[at] is not ('e' or 'E'))
        {
            return;
        }

        next += next < text.Length && text[next] is '+' or '-' ? 1 : 0;
        if (next < text.Length && char.IsAsciiDigit(text[next]))
        {
            for (at = next; at < text.Length && char.IsAsciiDigit(text[at]); at++)
            {
            }
        }
    }

    public static void SkipGaps(string text, ref int at)
    {
        while (at < text.Length && text[at] is ' ' or '\t' or '\r' or '\n' or ',')
        {
            at++;
        }
    }

    private static ImageFormatException Fault(string text) =>
        new($"The SVG's number {text[..Math.Min(text.Length, 20)]} cannot be read", 0);
}
