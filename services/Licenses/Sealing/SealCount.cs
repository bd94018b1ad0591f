using Licenses.Pdf.Document;
using Licenses.Pdf.Syntax;

namespace Licenses.Sealing;

/// <summary>How many signature fields of a document are signed; timestamps of the document are no seals.</summary>
internal static class SealCount
{
    public static int Of(ReadOnlyMemory<byte> pdf)
    {
        using var source = PdfSource.FromMemory(pdf);
        var document = PdfDocument.Open(source);
        return document.Form.Fields.Count(field => field.Type == "Sig" && document.Resolve(field.Value) is { } value and not PdfNull
            && (value as PdfDictionary)?["Type"] is not PdfName { Value: "DocTimeStamp" });
    }
}
