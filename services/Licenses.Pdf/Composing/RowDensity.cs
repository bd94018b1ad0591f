namespace Licenses.Pdf.Composing;

/// <summary>How close the rows of a license's table stand, in points.</summary>
internal sealed record RowDensity(double LineHeight, double RowPadding, double MinRowHeight)
{
    public static readonly RowDensity Normal = new(17, 7.5, 32);

    /// <summary>For a table that would miss its one page by a little.</summary>
    public static readonly RowDensity Close = new(15, 4.5, 25.5);

    public double HeightOf(int lines) => Math.Max(MinRowHeight, 2 * RowPadding + lines * LineHeight);

    public int LinesWithin(double height) =>
        height < MinRowHeight ? 0 : (int)((height - 2 * RowPadding) / LineHeight);
}
