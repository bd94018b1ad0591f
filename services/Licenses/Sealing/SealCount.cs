using Licenses.Pdf.Document;
using Licenses.Pdf.Syntax;

namespace Licenses.Sealing;

/// <summary>How many signature fields of a document are signed.</summary>
internal static class SealCount
{
    public static int Of(ReadOnlyMemory<byte> pdf)
    {
        using var source = PdfSource.FromMemory(pdf);
        return PdfDocument.Open(source).Form.Fields.Count(field => field.Type == "Sig" && field.Value is not (null or PdfNull));
    }
}
