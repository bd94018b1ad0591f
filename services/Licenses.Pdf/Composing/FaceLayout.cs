using System.Globalization;
using Licenses.Pdf.Composing.Fonts;

namespace Licenses.Pdf.Composing;

/// <summary>One table row with its value broken into lines.</summary>
internal sealed record FaceRow(string Label, string? LabelEnglish, ImmutableArray<string> Lines);

/// <summary>A row, or a part of one, at its place on a page.</summary>
internal sealed record PlacedRow(FaceRow Row, int Index, int FirstLine, int LineCount, double Top, double Height, double Right)
{
    public required RowDensity Density { get; init; }
}

/// <summary>Distributes a license's rows over pages. A row moves to the next page whole, unless no page could hold it.</summary>
internal sealed class FaceLayout
{
    private readonly List<List<PlacedRow>> _pages = [[]];
    private readonly LineBreaker _breaker;
    private readonly RowDensity _density;
    private readonly double _photoBottom;
    private double _top = FaceStyle.FirstTop;

    private FaceLayout(LicenseFace face, FontSet fonts, RowDensity density)
    {
        _density = density;
        _breaker = new LineBreaker(fonts);
        _photoBottom = face.Photo.IsEmpty ? double.MaxValue : FaceStyle.FirstTop - FaceStyle.PhotoHeight;
        int index = 0;
        foreach (var field in Rows(face))
        {
            Place(field, index++);
        }

        if (_top < FaceStyle.ClosingTop) // the closing block (QR code, issuer, seal) needs its room on the last page
        {
            MoveLastRowOn();
        }
    }

    /// <summary>The rows in their usual distance, or closer where that saves a second page.</summary>
    public static IReadOnlyList<IReadOnlyList<PlacedRow>> Arrange(LicenseFace face, FontSet fonts)
    {
        var usual = new FaceLayout(face, fonts, RowDensity.Normal)._pages;
        if (usual.Count == 1)
        {
            return usual;
        }

        var closer = new FaceLayout(face, fonts, RowDensity.Close)._pages;
        return closer.Count == 1 ? closer : usual;
    }

    public static string Chinese(DateOnly date) => date.ToString("yyyy'年'M'月'd'日'", CultureInfo.InvariantCulture);

    private static IEnumerable<FaceField> Rows(LicenseFace face) =>
    [
        new FaceField("持证主体", face.Holder, "Holder"),
        .. face.Fields,
        new FaceField("有效期", Validity(face), "Validity"),
    ];

    private static string Validity(LicenseFace face) => face.ValidUntil is { } end
        ? $"{Chinese(face.IssuedOn)} 至 {Chinese(end)}"
        : $"{Chinese(face.IssuedOn)} 至 长期";

    private void Place(FaceField field, int index)
    {
        double right = Right();
        var row = Break(field, right);
        if (_density.HeightOf(row.Lines.Length) > _top - FaceStyle.Bottom && !IsPageEmpty
            && _density.HeightOf(row.Lines.Length) <= FaceStyle.NextTop - FaceStyle.Bottom)
        {
            NextPage();
            right = Right();
            row = Break(field, right);
        }

        for (int line = 0; line < row.Lines.Length;)
        {
            int count = Math.Min(row.Lines.Length - line, LinesThatFit());
            if (count <= 0)
            {
                NextPage();
                continue;
            }

            double height = _density.HeightOf(count);
            _pages[^1].Add(new PlacedRow(row, index, line, count, _top, height, right) { Density = _density });
            _top -= height;
            line += count;
        }
    }

    // A page with nothing but the seal would prove nothing: the last row goes with it.
    private void MoveLastRowOn()
    {
        var last = _pages[^1][^1];
        bool isWhole = last.FirstLine == 0 && last.LineCount == last.Row.Lines.Length;
        NextPage();
        if (isWhole && _pages[^2].Count > 1 && last.Height < FaceStyle.NextTop - FaceStyle.ClosingTop)
        {
            _pages[^2].RemoveAt(_pages[^2].Count - 1);
            _pages[^1].Add(last with { Top = _top, Right = FaceStyle.Right });
        }
    }

    private bool IsPageEmpty => _pages[^1].Count == 0;

    // Beside the portrait the table is narrower.
    private double Right() => _pages.Count == 1 && _photoBottom < double.MaxValue && _top > _photoBottom
        ? FaceStyle.Right - FaceStyle.PhotoWidth - 12
        : FaceStyle.Right;

    private FaceRow Break(FaceField field, double right) => new(
        field.Label,
        field.LabelEnglish,
        _breaker.Break(
            field.Value,
            FaceStyle.Value.Size,
            right - FaceStyle.Left - FaceStyle.LabelWidth - 2 * FaceStyle.CellPadding));

    private int LinesThatFit() => _density.LinesWithin(_top - FaceStyle.Bottom);

    private void NextPage()
    {
        _pages.Add([]);
        _top = FaceStyle.NextTop;
    }
}
