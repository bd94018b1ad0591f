using Licenses.Crypto;
using Licenses.Pdf.Document;

namespace Licenses.Pdf.Signing;

/// <summary>What the bytes of a document tell about its signatures.</summary>
public sealed record PdfInspection
{
    /// <summary>How many revisions the file has; 0 where it could not be opened.</summary>
    public int Revisions { get; init; }

    /// <summary>The document as it was read, for as long as its source is open; null where it could not be read or is locked.</summary>
    public PdfDocument? Document { get; init; }

    /// <summary>In the order in which they were made.</summary>
    public ImmutableArray<InspectedSignature> Signatures { get; init; } = [];

    public DocumentSecurityStore? Dss { get; init; }

    /// <summary>Findings on the file as such.</summary>
    public ImmutableArray<Finding> Findings { get; init; } = [];

    /// <summary>The bytes hold a signature that can no longer be read: the file is damaged, not unsigned.</summary>
    public bool HoldsUnreadableSignature { get; init; }

    /// <summary>A document timestamp was prepared and never made: /Contents holds zeros only.</summary>
    public bool HoldsUnfinishedTimestamp { get; init; }
}
