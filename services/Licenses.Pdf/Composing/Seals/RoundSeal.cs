using System.Text;
using Licenses.Pdf.Composing.Fonts;

namespace Licenses.Pdf.Composing.Seals;

/// <summary>
/// A round official seal as the State Council's rules on seals shape it (国发〔1999〕25号): a ring, a five-pointed star,
/// the organisation's name on the arc from left to right.
/// </summary>
public sealed record RoundSeal
{
    private const double RingRadius = 48.4;
    private const double NameRadius = 36.2;
    private const double CodeRadius = 42.2;
    private const int MaxNameLength = 40;

    /// <summary>The organisation's name, on the arc.</summary>
    public required string Name { get; init; }

    /// <summary>A line beneath the star, for example 电子证照专用章.</summary>
    public string? SubLine { get; init; }

    /// <summary>The seal's registration code, small along the lower edge.</summary>
    public string? Code { get; init; }

    /// <summary>What tells a sample from a real seal; null for none.</summary>
    public string? Mark { get; init; } = "样章";

    public Color Ink { get; init; } = Color.SealRed;

    /// <summary>42 mm is the size for provincial and municipal departments.</summary>
    public double DiameterMillimetres { get; init; } = 42;

    /// <summary>Draws the seal once; the drawing serves any number of documents.</summary>
    public SealDrawing Draw(FontSet fonts)
    {
        ArgumentNullException.ThrowIfNull(fonts);
        if (Name.Length is 0 or > MaxNameLength)
        {
            throw new ArgumentException($"A seal's name has 1 to {MaxNameLength} characters, not {Name.Length}.");
        }

        SealDrawing.Demand(DiameterMillimetres);
        double size = DiameterMillimetres * PageRectangle.PointsPerMillimetre;
        var content = new ContentBuilder(32 * 1024);
        content.Transform(size / 100, 0, 0, size / 100, size / 2, size / 2).Fill(Ink).Stroke(Ink)
            .LineWidth(2.6).Ellipse(0, 0, RingRadius, RingRadius).StrokePath();
        DrawName(content, fonts);
        DrawStar(content, StarHeight, 14.5);
        DrawLine(content, fonts, Mark, SubLine is null ? -24 : -15, 7.5, 11);
        DrawLine(content, fonts, SubLine, Mark is null ? -24 : -25, 7.5, 7.9); // clear of a code along the edge
        DrawCode(content, fonts);
        return new SealDrawing(size, size, EncodedStream.DeflatedSmall(content.Written.Span), null, Describe());
    }

    private double StarHeight => (SubLine, Mark) switch { (null, null) => 0, (null, _) or (_, null) => 5, _ => 8 };

    private string Describe() => string.Join(' ', new[] { Name, SubLine, Code, Mark }.Where(part => part is { Length: > 0 }));

    private void DrawName(ContentBuilder content, FontSet fonts)
    {
        Rune[] characters = [.. Name.EnumerateRunes()];
        double step = Math.Min(27.0, 250.0 / Math.Max(1, characters.Length - 1)) * Math.PI / 180;
        double height = characters.Length > 16 ? 12 : 15.5;
        double width = Math.Min(height * 0.92, step * NameRadius * 0.97);
        double angle = step * (characters.Length - 1) / 2; // from the top, counterclockwise
        foreach (var character in characters)
        {
            OutlinePen.DrawCentred(content, fonts, character, new CharacterPlace(
                -Math.Sin(angle) * NameRadius, Math.Cos(angle) * NameRadius, angle, width, height));
            angle -= step;
        }
    }

    // The code reads from left to right along the lower edge, its feet outward.
    private void DrawCode(ContentBuilder content, FontSet fonts)
    {
        Rune[] characters = [.. (Code ?? "").EnumerateRunes()];
        double step = Math.Min(5.6, 110.0 / Math.Max(1, characters.Length)) * Math.PI / 180;
        double angle = -step * (characters.Length - 1) / 2; // from the bottom, counterclockwise
        foreach (var character in characters)
        {
            OutlinePen.DrawCentred(content, fonts, character, new CharacterPlace(
                Math.Sin(angle) * CodeRadius, -Math.Cos(angle) * CodeRadius, angle, 5, 5.6));
            angle += step;
        }
    }

    private static void DrawLine(
        ContentBuilder content, FontSet fonts, string? text, double y, double size, double pitch)
    {
        Rune[] characters = [.. (text ?? "").EnumerateRunes()];
        double step = Math.Min(pitch, 52.0 / Math.Max(1, characters.Length));
        double x = -step * (characters.Length - 1) / 2;
        foreach (var character in characters)
        {
            OutlinePen.DrawCentred(content, fonts, character, new CharacterPlace(x, y, 0, Math.Min(size, step), size));
            x += step;
        }
    }

    private static void DrawStar(ContentBuilder content, double y, double radius)
    {
        const double InnerShare = 0.381966; // where the lines of a pentagram cross
        for (int i = 0; i < 10; i++)
        {
            double reach = i % 2 == 0 ? radius : radius * InnerShare;
            double angle = Math.PI / 2 + i * Math.PI / 5;
            double x = Math.Cos(angle) * reach;
            double rise = y + Math.Sin(angle) * reach;
            _ = i == 0 ? content.Move(x, rise) : content.Line(x, rise);
        }

        content.Close().FillPath();
    }
}
