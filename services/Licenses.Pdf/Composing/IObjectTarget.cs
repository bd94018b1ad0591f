using Licenses.Pdf.Syntax;

namespace Licenses.Pdf.Composing;

/// <summary>Where composed objects go: a new document, or the new revision of one that exists.</summary>
internal interface IObjectTarget
{
    PdfReference Reserve();

    void Set(PdfReference reference, PdfObject value);

    PdfReference AddStream(PdfDictionary dictionary, EncodedStream stream);
}

internal static class ObjectTargetExtensions
{
    public static PdfReference Add(this IObjectTarget target, PdfObject value)
    {
        var reference = target.Reserve();
        target.Set(reference, value);
        return reference;
    }

    public static PdfReference AddStream(this IObjectTarget target, PdfDictionary dictionary, ReadOnlySpan<byte> data) =>
        target.AddStream(dictionary, EncodedStream.Deflated(data));
}
