using Licenses.Pdf.Document;
using Licenses.Pdf.Signing;
using Licenses.Pdf.Syntax;

namespace Licenses.Verification;

/// <summary>The license identifier that a document carries (Info dictionary), read from the revision that was sealed first.</summary>
internal static class LicenseIdentifier
{
    /// <summary>Key in the document information dictionary; the face composer writes it.</summary>
    private const string InfoKey = "LicenseIdentifier";

    /// <summary>The identifier that stood under the first seal; null where the document claims to be no license.</summary>
    public static string? Find(PdfSource source, PdfInspection inspection, string? password)
    {
        long? signedLength = inspection.Signatures.FirstOrDefault(signature => signature.Kind == SignatureKind.Signature)?.SignedLength;
        return inspection.Document is { } read && (signedLength is null || signedLength == source.Length)
            ? Find(() => read)
            : Find(source, signedLength, password);
    }

    /// <summary>The identifier as written; null where the document claims to be no license.</summary>
    public static string? Find(PdfSource source, long? signedLength, string? password) => Find(() =>
    {
        var signed = signedLength is { } length ? source.Head(length) : source;
        return PdfDocument.Open(signed, new PdfOpenOptions { Password = password });
    });

    private static string? Find(Func<PdfDocument> open)
    {
        try
        {
            var document = open();
            return document.Resolve(document.Trailer["Info"]) is PdfDictionary info
                && document.Resolve(info[InfoKey]) is PdfString text
                    ? PdfText.Decode(text.Bytes.Span)
                    : null;
        }
        catch (PdfFormatException)
        {
            return null; // the inspection has said so already
        }
    }
}
