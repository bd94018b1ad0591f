using Licenses.Pdf.Signing;
using Licenses.Verification;

namespace Licenses.Cli.Seal;

/// <summary>What came of a run of <c>licenses seal</c>.</summary>
internal abstract record SealAnswer
{
    private SealAnswer() { } // closed: only the cases below exist

    /// <param name="Field">The new seal's field; null where seals were raised only.</param>
    /// <param name="Length">Bytes written.</param>
    /// <param name="Level">What the seals reach.</param>
    /// <param name="Missing">What kept them from the level that was asked for.</param>
    public sealed record Written(
        string? Field, long Length, SignatureLevel? Level, ImmutableArray<LocalizedText> Missing) : SealAnswer;

    /// <summary>Cannot be done; nothing was written.</summary>
    public sealed record Refused(SealRefusal Code, LocalizedText Why, int ExitCode) : SealAnswer;

    /// <summary>Data for the level lacks; nothing was written.</summary>
    public sealed record Lacking(ImmutableArray<LocalizedText> Missing) : SealAnswer;
}
