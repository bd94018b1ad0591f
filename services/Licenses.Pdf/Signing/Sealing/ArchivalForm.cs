using System.Text;
using System.Text.RegularExpressions;
using Licenses.Pdf.Document;
using Licenses.Pdf.Syntax;

namespace Licenses.Pdf.Signing;

/// <summary>What a document's claim to be PDF/A allows a seal to bring along.</summary>
internal static partial class ArchivalForm
{
    private const int MaxMetadata = 1024 * 1024;

    /// <summary>
    /// A soft mask may stand in the document: PDF/A-1 allows none (ISO 19005-1, 6.4), the later parts only where an
    /// output intent names the colours that blend (ISO 19005-2, 6.2.10). What cannot be read claims nothing.
    /// </summary>
    public static bool AllowsBlending(PdfDocument document) => Part(document) switch
    {
        null => true,
        "1" => false,
        _ => document.Resolve(document.Catalog["OutputIntents"]) is PdfArray intents
            && intents.Items.Any(intent => document.Resolve(intent) is PdfDictionary entries
                && document.Resolve(entries["S"]) is PdfName { Value: "GTS_PDFA1" }),
    };

    private static string? Part(PdfDocument document)
    {
        try
        {
            if (document.Resolve(document.Catalog["Metadata"]) is not PdfStream stream)
            {
                return null;
            }

            var packet = document.Decode(stream).Bytes.Span;
            var match = Claim().Match(Encoding.Latin1.GetString(packet[..Math.Min(packet.Length, MaxMetadata)]));
            return match.Success ? match.Groups[1].Value : null;
        }
        catch (PdfFormatException)
        {
            return null;
        }
    }

    // As an element or as an attribute; the usual prefix, as ISO 19005-2, 6.6.4 demands.
    [GeneratedRegex("""pdfaid:part\s*(?:=\s*["']|>)\s*(\d)""", RegexOptions.CultureInvariant)]
    private static partial Regex Claim();
}
