namespace Licenses.Pdf.Difference;

/// <summary>One change that a later revision made.</summary>
/// <param name="Level">How far it goes.</param>
/// <param name="Revision">The revision that made it, from 1.</param>
/// <param name="Page">The page it shows on, from 1; null where it shows on none, or on no certain one.</param>
/// <param name="Detail">What was changed, as one English sentence.</param>
/// <param name="DetailZh">The same sentence in Chinese.</param>
public sealed record Change(ChangeLevel Level, int Revision, int? Page, string Detail, string DetailZh)
{
    /// <summary>The full name of the form field that was changed; null where it is none.</summary>
    public string? Field { get; init; }

    /// <summary>It reaches every field of the form, locked ones too: how they are drawn.</summary>
    public bool IsFormWide { get; init; }

    /// <summary>A signature field that is new and can be seen: forbidden once a document is certified (R17).</summary>
    public bool IsNewVisibleField { get; init; }

    /// <summary>Not a change as such: looking further would have cost more than the limits allow (R25).</summary>
    public bool IsLimit { get; init; }

    /// <summary>An annotation of a kind that can hide what is below it.</summary>
    public bool MayCover { get; init; }
}
