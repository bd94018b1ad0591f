namespace Licenses.Pdf.Signing;

/// <summary>How a field lock's names are meant.</summary>
public enum FieldLockAction
{
    All,

    /// <summary>The named fields are locked.</summary>
    Include,

    /// <summary>All but the named fields are locked.</summary>
    Exclude,
}
