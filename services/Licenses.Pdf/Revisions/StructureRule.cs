namespace Licenses.Pdf.Revisions;

/// <summary>Which rule of file structure a flaw breaks.</summary>
public enum StructureRule
{
    /// <summary>Revisions chain strictly backwards, and each ends with its own startxref (R10, R11).</summary>
    Chain,

    /// <summary>Every byte of a revision belongs to something that its cross-reference names (R11).</summary>
    Ownership,

    /// <summary>The cross-reference is exact (R13).</summary>
    CrossReference,

    /// <summary>The revision costs no more than the limits allow (R25).</summary>
    Limit,

    /// <summary>The two cross-references of a hybrid file agree (R14).</summary>
    Hybrid,
}
