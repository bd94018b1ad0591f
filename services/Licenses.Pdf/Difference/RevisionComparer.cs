using Licenses.Pdf.Revisions;
using Licenses.Pdf.Syntax;

namespace Licenses.Pdf.Difference;

/// <summary>Explains what a revision changed in its predecessor (R15). What no rule explains is <see cref="ChangeLevel.Other"/>.</summary>
public static class RevisionComparer
{
    /// <summary>The changes that revision <paramref name="number"/> (2 or more) made.</summary>
    public static ImmutableArray<Change> Compare(RevisionHistory history, int number)
    {
        ArgumentNullException.ThrowIfNull(history);
        ArgumentOutOfRangeException.ThrowIfLessThan(number, 2);
        try
        {
            var comparison = new Comparison(history.View(number - 1), history.View(number), number);
            TrailerRule.Apply(comparison);
            HiddenObjectsRule.Apply(comparison, history.Revisions[number - 1]);
            return comparison.Changes;
        }
        catch (PdfFormatException error)
        {
            return
            [
                new(ChangeLevel.Other, number, null, $"Revision {number} cannot be explained: {error.Message}",
                    $"第{number}版无法解释（字节{error.Offset}）。")
                {
                    IsLimit = error.IsLimit,
                },
            ];
        }
    }
}
