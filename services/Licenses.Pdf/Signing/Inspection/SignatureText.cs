using Licenses.Pdf.Document;
using Licenses.Pdf.Syntax;

namespace Licenses.Pdf.Signing;

/// <summary>What the signer wrote into the signature dictionary. Signed, but only his word.</summary>
internal sealed record SignatureText(DateTimeOffset? Time, string? Reason, string? Location, string? Name, string? ContactInfo)
{
    public static SignatureText Read(PdfDictionary signature, PdfDocument document)
    {
        DateTimeOffset? time = document.Resolve(signature["M"]) is PdfString written
            && PdfDate.TryParse(written.Bytes.Span, out var date) ? date : null;
        return new(time, Text("Reason"), Text("Location"), Text("Name"), Text("ContactInfo"));

        string? Text(string key) =>
            document.Resolve(signature[key]) is PdfString text ? PdfText.Decode(text.Bytes.Span) : null;
    }
}
