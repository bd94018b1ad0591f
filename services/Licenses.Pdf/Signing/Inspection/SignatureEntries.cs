using Licenses.Pdf.Syntax;

namespace Licenses.Pdf.Signing;

/// <summary>Compares two readings of a signature dictionary, entry by entry (R12).</summary>
internal static class SignatureEntries
{
    public static bool AreSame(PdfDictionary one, PdfDictionary other) =>
        ReferenceEquals(one, other)
        || one.Entries.Length == other.Entries.Length
        && one.Entries.All(entry => other[entry.Key] is { } value && AreSame(entry.Value, value));

    private static bool AreSame(PdfObject one, PdfObject other) => (one, other) switch
    {
        (PdfDictionary first, PdfDictionary second) => AreSame(first, second),
        (PdfArray first, PdfArray second) => first.Items.Length == second.Items.Length
            && first.Items.Zip(second.Items).All(pair => AreSame(pair.First, pair.Second)),
        (PdfReference first, PdfReference second) => first.Number == second.Number && first.Generation == second.Generation,
        (PdfString first, PdfString second) => first.Bytes.Span.SequenceEqual(second.Bytes.Span),
        (PdfName first, PdfName second) => first.Value == second.Value,
        (PdfInteger first, PdfInteger second) => first.Value == second.Value,
        (PdfReal first, PdfReal second) => first.Value.Equals(second.Value),
        (PdfBoolean first, PdfBoolean second) => first.Value == second.Value,
        (PdfNull, PdfNull) => true,
        _ => false,
    };
}
