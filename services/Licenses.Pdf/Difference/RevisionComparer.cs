using Licenses.Pdf.Revisions;

namespace Licenses.Pdf.Difference;

/// <summary>Explains what a revision changed in its predecessor (R15). What no rule explains is <see cref="ChangeLevel.Other"/>.</summary>
public static class RevisionComparer
{
    /// <summary>The changes that revision <paramref name="number"/> (2 or more) made.</summary>
    public static ImmutableArray<Change> Compare(RevisionHistory history, int number)
    {
        ArgumentNullException.ThrowIfNull(history);
        ArgumentOutOfRangeException.ThrowIfLessThan(number, 2);
        return new RevisionComparisons(history).Compare(number);
    }
}
