namespace Licenses.Pdf.Composing.Images;

/// <summary>How a stored picture must be turned and mirrored to stand upright: Exif's eight cases (CIPA DC-008, 4.6.4).</summary>
internal enum ImageOrientation
{
    Upright = 1,
    Mirrored = 2,
    HalfTurn = 3,
    MirroredHalfTurn = 4,
    MirroredQuarterLeft = 5,
    QuarterRight = 6,
    MirroredQuarterRight = 7,
    QuarterLeft = 8,
}
