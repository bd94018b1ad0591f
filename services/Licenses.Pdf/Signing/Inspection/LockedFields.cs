using Licenses.Pdf.Document;
using Licenses.Pdf.Syntax;

namespace Licenses.Pdf.Signing;

/// <summary>Which fields are locked: all, those named, or all but those named (ISO 32000-2, tables 236 and 258).</summary>
internal sealed class LockedFields
{
    private readonly string _action;
    private readonly HashSet<string> _fields;

    private LockedFields(string action, HashSet<string> fields)
    {
        _action = action;
        _fields = fields;
    }

    public static LockedFields Read(PdfDictionary dictionary, PdfDocument view)
    {
        string action = (view.Resolve(dictionary["Action"]) as PdfName)?.Value ?? "";
        var names = (view.Resolve(dictionary["Fields"]) as PdfArray)?.Items
            .Select(view.Resolve).OfType<PdfString>().Select(name => PdfText.Decode(name.Bytes.Span));
        return new(action, [.. names ?? []]);
    }

    /// <summary>Whether a change of the field is a change of what is locked.</summary>
    public bool Covers(string field) => _action switch
    {
        "Include" => IsNamed(field) || NamesBelow(field),
        "Exclude" => !IsNamed(field),
        _ => true, // All; and what we do not know, or what is missing, locks all
    };

    /// <summary>Whether a field below it is named: that one inherits its value and its looks.</summary>
    private bool NamesBelow(string field) => _fields.Any(name => field.Length == 0
        || name.Length > field.Length && name[field.Length] == '.' && name.StartsWith(field, StringComparison.Ordinal));

    /// <summary>Whether the field, or one above it, is named: a name locks what lies beneath it too.</summary>
    private bool IsNamed(string field)
    {
        var names = _fields.GetAlternateLookup<ReadOnlySpan<char>>();
        for (int end = field.Length; end >= 0; end = end > 0 ? field.LastIndexOf('.', end - 1) : -1)
        {
            if (names.Contains(field.AsSpan(0, end)))
            {
                return true;
            }
        }

        return false;
    }
}
