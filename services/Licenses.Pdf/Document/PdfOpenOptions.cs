using Licenses.Pdf.Syntax;

namespace Licenses.Pdf.Document;

/// <summary>How a document is opened.</summary>
public sealed record PdfOpenOptions
{
    public static readonly PdfOpenOptions Default = new();

    /// <summary>The user's or the owner's password; null: the empty one.</summary>
    public string? Password { get; init; }

    /// <summary>Open an encrypted document whose password is not known: its strings and streams stay as they are.</summary>
    public bool AllowLocked { get; init; }

    /// <summary>
    /// Open a broken file too, by looking for its objects. Only to say what is wrong with a file that was brought for
    /// sealing: what such a document shows is a guess, and it has no revisions to verify.
    /// </summary>
    public bool Tolerant { get; init; }

    public PdfLimits Limits { get; init; } = PdfLimits.Default;

    /// <summary>Ends all later reading of this document too.</summary>
    public CancellationToken Cancellation { get; init; }
}
