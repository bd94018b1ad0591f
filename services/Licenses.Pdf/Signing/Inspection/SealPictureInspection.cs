using Licenses.Crypto;
using Licenses.Crypto.Seals;
using Licenses.Pdf.Composing.Seals;
using Licenses.Pdf.Difference;
using Licenses.Pdf.Document;
using Licenses.Pdf.Syntax;

namespace Licenses.Pdf.Signing;

/// <summary>
/// Whether a document shows an electronic seal's own picture where the signature is seen. The standards do not bind what
/// is drawn to the seal, and honest software draws it anew: what is not recognised is noted, and a person looks at it.
/// </summary>
internal static class SealPictureInspection
{
    private const int Deepest = 4;
    private const int MostWidgets = 1024;

    /// <param name="document">The document as of the signed revision.</param>
    /// <param name="field">The signature's field there.</param>
    /// <param name="seal">The seal that was applied.</param>
    public static Finding Inspect(PdfDocument document, PdfDictionary field, ElectronicSeal seal)
    {
        try
        {
            return !WidgetSight.IsVisible(document, field)
                ? SealFindings.Passed(SealFindings.Appearance, "The seal is invisible: it shows no picture.", "印章不可见，未显示图片。")
                : ElectronicSealPicture.TryDraw(seal, out var drawing, out _) && IsOwn(document, field, drawing)
                    ? SealFindings.Passed(SealFindings.Appearance, "The picture shown is the seal's own.", "所显示的图片即印章自带的图片。")
                    : Unrecognised();
        }
        catch (PdfFormatException)
        {
            return Unrecognised();
        }
    }

    private static Finding Unrecognised() => SealFindings.Passed(
        SealFindings.Appearance,
        "The picture shown was not recognised as the seal's own, which other software may well draw in another way; look at it (licenses seal show --picture).",
        "未能确认所显示的图片即印章自带的图片（其他软件可能以不同方式绘制），请导出印章自带的图片并人工核对。") with { IsNote = true };

    private static bool IsOwn(PdfDocument document, PdfDictionary field, SealDrawing drawing)
    {
        var own = OwnPicture.Of(drawing);
        var kids = (document.Resolve(field["Kids"]) as PdfArray)?.Items ?? [];
        PdfDictionary[] widgets =
        [
            .. kids.Take(MostWidgets).Select(document.Resolve).OfType<PdfDictionary>().Prepend(field)
                .Where(widget => widget.Has("AP") && WidgetSight.IsVisible(document, widget.Without("Kids"))),
        ];
        return kids.Length <= MostWidgets && widgets.Length > 0 && widgets.All(widget =>
            document.Resolve(widget["AP"]) is PdfDictionary { Entries: [{ Key: "N", Value: var looks }] }
            && document.Resolve(looks) is PdfStream form && Shows(document, form, own, 0));
    }

    /// <summary>Whether a form is the picture, or nothing but a place for it: it turns, scales or cuts what it draws.</summary>
    private static bool Shows(PdfDocument document, PdfStream form, OwnPicture own, int depth)
    {
        if (document.Resolve(form.Dictionary["Subtype"]) is PdfName { Value: "Image" })
        {
            return own.Has(document, form);
        }

        if (depth == Deepest || form.Dictionary.Has("OC") || document.Resolve(form.Dictionary["Resources"]) is not PdfDictionary resources
            || !own.HasColoursOf(document, resources))
        {
            return false;
        }

        if (Drawn(document.Decode(form)) is not { Count: > 0 } names)
        {
            return own.Has(document, form); // plain shapes
        }

        var objects = document.Resolve(resources["XObject"]) as PdfDictionary;
        return names.All(name => document.Resolve(objects?[name]) is PdfStream inner && Shows(document, inner, own, depth + 1));
    }

    /// <summary>The names of what a content draws; null where it does anything else than place it.</summary>
    private static HashSet<string>? Drawn(DecodedStream content)
    {
        if (content.RemainingFilter is not null)
        {
            return null;
        }

        var names = new HashSet<string>(StringComparer.Ordinal);
        var lexer = new PdfLexer(content.Bytes.Span, 0);
        string? last = null;
        while (lexer.Next() != PdfTokenKind.End)
        {
            bool isPlacing = lexer.Kind switch
            {
                PdfTokenKind.Integer or PdfTokenKind.Real => true,
                PdfTokenKind.Name => (last = System.Text.Encoding.Latin1.GetString(lexer.Raw[1..])) is not null,
                PdfTokenKind.Keyword when lexer.Raw.SequenceEqual("Do"u8) => last is not null && (names.Add(last) || true),
                PdfTokenKind.Keyword => lexer.Raw.SequenceEqual("q"u8) || lexer.Raw.SequenceEqual("Q"u8) || lexer.Raw.SequenceEqual("cm"u8),
                _ => false,
            };
            if (!isPlacing)
            {
                return null;
            }
        }

        return names;
    }
}
