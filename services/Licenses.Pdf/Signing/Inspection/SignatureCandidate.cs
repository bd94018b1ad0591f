using Licenses.Pdf.Document;
using Licenses.Pdf.Syntax;

namespace Licenses.Pdf.Signing;

/// <summary>A signature dictionary as some revision shows it.</summary>
/// <param name="Names">The full names of all fields whose value it is (R9).</param>
/// <param name="Number">Its object number; null where it is written directly into its field.</param>
/// <param name="FieldNumber">The object number of its first field; null where that has none.</param>
/// <param name="Field">That field's dictionary.</param>
/// <param name="Dictionary">The signature dictionary itself.</param>
/// <param name="Container">The indirect object in whose bytes it stands; null where there is none.</param>
/// <param name="SeenIn">The newest revision that shows it, from 1.</param>
internal sealed record SignatureCandidate(
    ImmutableArray<string> Names,
    int? Number,
    int? FieldNumber,
    PdfDictionary Field,
    PdfDictionary Dictionary,
    IndirectObject? Container,
    int SeenIn)
{
    public string? SubFilter => (Dictionary["SubFilter"] as PdfName)?.Value;

    public bool IsTimestamp => SubFilter == "ETSI.RFC3161";

    /// <summary>A document timestamp that says to be a signature: not used as either (R24).</summary>
    public bool IsMistypedTimestamp => IsTimestamp && Dictionary["Type"] is PdfName and not { Value: "DocTimeStamp" };

    /// <summary>A signature that is verified, not a blank or a mistyped timestamp.</summary>
    public bool IsUsed => !IsPlaceholder && !IsMistypedTimestamp;

    /// <summary>Prepared, but not signed: /Contents is there and holds zeros only.</summary>
    public bool IsPlaceholder =>
        Dictionary["Contents"] is PdfString { Bytes: { Length: > 0 } bytes } && !bytes.Span.ContainsAnyExcept((byte)0);
}
