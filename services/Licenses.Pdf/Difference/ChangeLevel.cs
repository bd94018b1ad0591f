namespace Licenses.Pdf.Difference;

/// <summary>How far later revisions went. Ordered: the greatest counts.</summary>
public enum ChangeLevel
{
    /// <summary>Nothing that a reader could see or a machine could use.</summary>
    None,

    /// <summary>Validation data, document timestamps and document-level metadata only.</summary>
    LtaUpdates,

    /// <summary>Form fields filled in, or further signatures.</summary>
    FormFilling,

    /// <summary>Annotations added, changed or removed.</summary>
    Annotations,

    /// <summary>Anything else, or something that could not be explained.</summary>
    Other,
}
