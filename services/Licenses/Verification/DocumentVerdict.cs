namespace Licenses.Verification;

/// <summary>What verification says about a file as a whole.</summary>
public enum DocumentVerdict
{
    /// <summary>Every signature passed.</summary>
    Passed,

    /// <summary>At least one could not be decided, and none failed.</summary>
    Indeterminate,

    /// <summary>At least one failed, or the file is damaged.</summary>
    Failed,

    /// <summary>A document that nobody signed.</summary>
    NoSignature,

    /// <summary>Not a document that we read.</summary>
    NotADocument,
}
