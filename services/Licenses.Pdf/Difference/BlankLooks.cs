using Licenses.Pdf.Document;
using Licenses.Pdf.Syntax;

namespace Licenses.Pdf.Difference;

/// <summary>Whether looks (/AP) show nothing, wherever a reader puts them: invisible seals are given such.</summary>
internal static class BlankLooks
{
    public static bool AreBlank(PdfDocument document, PdfObject? looks) => document.Resolve(looks) switch
    {
        PdfNull => true,
        PdfDictionary appearance => appearance.Entries.All(entry => AreStreamsBlank(document, entry.Value)),
        _ => false,
    };

    private static bool AreStreamsBlank(PdfDocument document, PdfObject value) => document.Resolve(value) switch
    {
        PdfNull => true,
        PdfStream stream => IsBlank(document, stream),
        PdfDictionary states => states.Entries.All(state => document.Resolve(state.Value) switch
        {
            PdfNull => true,
            PdfStream stream => IsBlank(document, stream),
            _ => false,
        }),
        _ => false,
    };

    private static bool IsBlank(PdfDocument document, PdfStream stream)
    {
        // All that a form draws is cut to its box, and this one has no room for anything.
        if (document.Resolve(stream.Dictionary["BBox"]) is PdfArray { Items.Length: 4 } box
            && box.Items.All(corner => document.Resolve(corner) is PdfInteger { Value: 0 } or PdfReal { Value: 0 }))
        {
            return true;
        }

        try
        {
            var decoded = document.Decode(stream);
            return decoded.RemainingFilter is null && IsBlank(decoded.Bytes.Span);
        }
        catch (PdfFormatException)
        {
            return false; // another reader may make something of it
        }
    }

    /// <summary>Nothing but white space and comments.</summary>
    private static bool IsBlank(ReadOnlySpan<byte> content)
    {
        while (!content.IsEmpty)
        {
            if (content[0] == (byte)'%')
            {
                int end = content.IndexOfAny(PdfCharacters.LineEnds);
                content = end < 0 ? [] : content[end..];
            }
            else if (PdfCharacters.IsWhite(content[0]))
            {
                content = content[1..];
            }
            else
            {
                return false;
            }
        }

        return true;
    }
}
