using Licenses.Pdf.Document;
using Licenses.Pdf.Syntax;

namespace Licenses.Pdf.Signing;

/// <summary>Which fields are locked: all, those named, or all but those named (ISO 32000-2, tables 236 and 258).</summary>
internal sealed record LockedFields(string Action, ImmutableArray<string> Fields)
{
    public static LockedFields Read(PdfDictionary dictionary, PdfDocument view)
    {
        string action = (view.Resolve(dictionary["Action"]) as PdfName)?.Value ?? "";
        var names = (view.Resolve(dictionary["Fields"]) as PdfArray)?.Items
            .Select(view.Resolve).OfType<PdfString>().Select(name => PdfText.Decode(name.Bytes.Span));
        return new(action, [.. names ?? []]);
    }

    public bool Covers(string field) => Action switch
    {
        "Include" => Fields.Any(name => IsSameOrBelow(field, name)),
        "Exclude" => !Fields.Any(name => IsSameOrBelow(field, name)),
        _ => true, // All; and what we do not know, or what is missing, locks all
    };

    private static bool IsSameOrBelow(string field, string name) =>
        field == name || field.StartsWith(name + ".", StringComparison.Ordinal);
}
