namespace Licenses.Pdf.Revisions;

/// <summary>A breach of file structure.</summary>
/// <param name="Rule">Which rule it breaks.</param>
/// <param name="Revision">The revision that has it, from 1.</param>
/// <param name="Offset">Where, in bytes from the file's start.</param>
/// <param name="Detail">One English sentence.</param>
/// <param name="DetailZh">The same in Chinese.</param>
public sealed record StructureFlaw(StructureRule Rule, int Revision, long Offset, string Detail, string DetailZh)
{
    /// <summary>Two readers could see two documents. Otherwise the flaw breaks a rule, and no more.</summary>
    public bool IsAmbiguous { get; init; } = true;
}
