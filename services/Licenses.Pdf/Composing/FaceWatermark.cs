using System.Collections.Concurrent;
using Licenses.Pdf.Composing.Fonts;

namespace Licenses.Pdf.Composing;

/// <summary>The pale words across the page, as shapes, compressed once per text.</summary>
internal static class FaceWatermark
{
    private const int MaxRemembered = 64; // texts come from configuration; a bound all the same
    private const double Size = 44;

    private static readonly ConcurrentDictionary<(string Text, FontSet Fonts), EncodedStream> Known = new();

    public static EncodedStream Encode(string text, FontSet fonts)
    {
        if (Known.Count > MaxRemembered)
        {
            Known.Clear();
        }

        return Known.GetOrAdd((text, fonts), static key => EncodedStream.DeflatedSmall(Build(key.Text, key.Fonts)));
    }

    private static ReadOnlySpan<byte> Build(string text, FontSet fonts)
    {
        const double Cos = 0.8660; // 30 degrees
        const double Sin = 0.5;
        double half = fonts.WidthOf(text, Size) / 2;
        var content = new ContentBuilder(64 * 1024).Fill(FaceStyle.Mark);
        foreach (var (x, y) in new[] { (330.0, 262.0), (330, 445), (330, 640) })
        {
            content.Save().Transform(Cos, Sin, -Sin, Cos, x - half * Cos, y - half * Sin);
            OutlinePen.Draw(content, fonts, text, Size);
            content.Restore();
        }

        return content.Written.Span;
    }
}
