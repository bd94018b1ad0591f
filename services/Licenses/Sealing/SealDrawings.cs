using System.Collections.Concurrent;
using Licenses.Catalog;
using Licenses.Pdf.Composing.Fonts;
using Licenses.Pdf.Composing.Seals;

namespace Licenses.Sealing;

/// <summary>The departments' round seals, each drawn once. Samples are marked 样章.</summary>
public sealed class SealDrawings(FontSet fonts)
{
    /// <summary>Diameter for municipal departments, in millimetres.</summary>
    public const double StandardDiameter = 42;

    private readonly ConcurrentDictionary<(string Code, string Line, double Diameter), SealDrawing> _drawings = new();

    /// <summary>The seal that stands on licenses.</summary>
    public SealDrawing OfLicenses(Department department) =>
        Find(department, "电子证照专用章", StandardDiameter);

    /// <summary>The seal that stands on other documents; odd sizes are drawn anew each time.</summary>
    public SealDrawing OfDocuments(Department department, double diameterMillimetres) =>
        diameterMillimetres == StandardDiameter
            ? Find(department, "电子印章", StandardDiameter)
            : Draw(department, "电子印章", diameterMillimetres);

    private SealDrawing Find(Department department, string line, double diameter) =>
        _drawings.GetOrAdd((department.Code.Value, line, diameter), _ => Draw(department, line, diameter));

    private SealDrawing Draw(Department department, string line, double diameter) => new RoundSeal
    {
        Name = department.Name.Zh,
        SubLine = line,
        Code = department.Code.Value,
        DiameterMillimetres = diameter,
    }.Draw(fonts);
}
