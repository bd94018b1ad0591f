using Licenses.Pdf.Syntax;

namespace Licenses.Pdf.Signing;

/// <summary>How a document is inspected.</summary>
public sealed record PdfInspectionOptions
{
    public static readonly PdfInspectionOptions Default = new();

    public InspectionPolicy Policy { get; init; } = InspectionPolicy.Strict;

    /// <summary>The user's or the owner's password; null: the empty one.</summary>
    public string? Password { get; init; }

    public PdfLimits Limits { get; init; } = PdfLimits.Default;

    /// <summary>The caller's limit on time.</summary>
    public CancellationToken Cancellation { get; init; }
}
