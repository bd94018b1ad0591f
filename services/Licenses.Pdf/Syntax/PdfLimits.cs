namespace Licenses.Pdf.Syntax;

/// <summary>
/// What a document may cost us at most (R25). A breach is a <see cref="PdfFormatException"/> that names the limit.
/// Time is limited by the caller's cancellation token.
/// </summary>
public sealed record PdfLimits
{
    public static readonly PdfLimits Default = new();

    /// <summary>Bytes of the file.</summary>
    public long FileSize { get; init; } = 4L << 30;

    /// <summary>The highest object number plus one (ISO 32000-1, annex C allows 8,388,607).</summary>
    public int Objects { get; init; } = 8_388_608;

    /// <summary>Entries of all cross-reference sections together.</summary>
    public int CrossReferenceEntries { get; init; } = 16_777_216;

    /// <summary>Arrays and dictionaries inside one another.</summary>
    public int Nesting { get; init; } = 128;

    /// <summary>Bytes of one object without its stream data.</summary>
    public int ObjectBytes { get; init; } = 64 << 20;

    /// <summary>Bytes of one stream once its filters are undone.</summary>
    public int DecodedStream { get; init; } = 128 << 20;

    /// <summary>Bytes of all streams that are decoded for one document.</summary>
    public long DecodedTotal { get; init; } = 512L << 20;

    /// <summary>Bytes that were read through in vain, for objects that turned out to be broken.</summary>
    public long BrokenBytes { get; init; } = 2L << 30;

    /// <summary>Filters of one stream.</summary>
    public int Filters { get; init; } = 8;

    /// <summary>Cross-reference sections that follow one another.</summary>
    public int Revisions { get; init; } = 1024;

    /// <summary>Signatures and document timestamps.</summary>
    public int Signatures { get; init; } = 512;

    /// <summary>Values that are looked at while forms are read and revisions compared, all of them together.</summary>
    public long ComparedValues { get; init; } = 50_000_000;

    /// <summary>
    /// Of these, so many for each byte of the file and <see cref="ComparedValuesAtLeast"/> for any file: a small file with
    /// many revisions of a large form must not take longer than its bytes are worth.
    /// </summary>
    public int ComparedValuesPerByte { get; init; } = 4;

    public long ComparedValuesAtLeast { get; init; } = 5_000_000;
}
