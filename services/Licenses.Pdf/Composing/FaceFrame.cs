namespace Licenses.Pdf.Composing;

/// <summary>
/// The page's ornament, the same for every license: a border of woven lines and a pale rosette. Each repeats one
/// short piece of text, so that it compresses to almost nothing, and only once.
/// </summary>
internal static class FaceFrame
{
    public const double PageWidth = 595.276;
    public const double PageHeight = 841.89;

    private const double Outer = 24;
    private const double Band = 17;
    private const double Inner = Outer + Band;
    private const double TargetPeriod = 18;

    private static readonly Color Gold = Color.Of(0xB3, 0x8B, 0x4D);
    private static readonly Color Rose = Color.Of(0xCF, 0x8F, 0x7A);
    private static readonly Color PaleGold = Color.Of(0xF3, 0xEA, 0xD8);
    private static readonly Color Ground = Color.Of(0xFF, 0xFD, 0xF8);

    public static EncodedStream Encoded { get; } = EncodedStream.DeflatedSmall(Build().Written.Span);

    private static ContentBuilder Build()
    {
        var content = new ContentBuilder(64 * 1024);
        content.Fill(Ground).Rectangle(Outer, Outer, PageWidth - 2 * Outer, PageHeight - 2 * Outer).FillPath();
        Rosette(content, PageWidth / 2, PageHeight / 2 + 20, 172);
        Weave(content);
        Borders(content);
        foreach (double x in new[] { Outer, PageWidth - Inner })
        {
            Corner(content, x, Outer);
            Corner(content, x, PageHeight - Inner);
        }

        return content;
    }

    private static void Rosette(ContentBuilder content, double x, double y, double radius)
    {
        const int Petals = 48;
        double angle = 2 * Math.PI / Petals;
        content.Save().Translate(x, y).Stroke(PaleGold).LineWidth(0.45);
        for (int i = 0; i < Petals; i++)
        {
            content.Transform(Math.Cos(angle), Math.Sin(angle), -Math.Sin(angle), Math.Cos(angle), 0, 0)
                .Ellipse(radius / 2, 0, radius / 2, radius / 6)
                .Ellipse(radius * 0.3, 0, radius * 0.3, radius / 9)
                .StrokePath();
        }

        content.Restore();
    }

    private static void Weave(ContentBuilder content)
    {
        double middle = Outer + Band / 2;
        Side(content, [1, 0, 0, 1, Inner, middle], PageWidth - 2 * Inner);
        Side(content, [1, 0, 0, 1, Inner, PageHeight - middle], PageWidth - 2 * Inner);
        Side(content, [0, 1, -1, 0, middle, Inner], PageHeight - 2 * Inner);
        Side(content, [0, 1, -1, 0, PageWidth - middle, Inner], PageHeight - 2 * Inner);
    }

    // Three strands, a third of a period apart, and their mirror images: one period drawn, then the page moves on.
    private static void Side(ContentBuilder content, ReadOnlySpan<double> matrix, double length)
    {
        const double Amplitude = Band / 2 - 2.2;
        int periods = (int)Math.Round(length / TargetPeriod);
        double period = length / periods;
        content.Save().Transform(matrix[0], matrix[1], matrix[2], matrix[3], matrix[4], matrix[5]).LineWidth(0.5);
        for (int i = 0; i < periods; i++)
        {
            content.Stroke(Gold);
            Strand(content, 0, period, Amplitude);
            Strand(content, 0, period, -Amplitude);
            content.StrokePath().Stroke(Rose);
            Strand(content, 0, period, Amplitude / 2);
            Strand(content, 0, period, -Amplitude / 2);
            content.StrokePath().Translate(period, 0);
        }

        content.Restore();
    }

    // One sine period as two Bézier curves with the right slopes where it crosses the middle.
    private static void Strand(ContentBuilder content, double x, double period, double amplitude)
    {
        double half = period / 2;
        double lift = amplitude * 4 / 3;
        content.Move(x, 0)
            .Curve(x + half * 0.364, lift, x + half * 0.636, lift, x + half, 0)
            .Curve(x + half * 1.364, -lift, x + half * 1.636, -lift, x + period, 0);
    }

    private static void Borders(ContentBuilder content)
    {
        content.Stroke(Gold).LineWidth(1.4);
        Box(content, Outer - 3);
        content.LineWidth(0.5);
        Box(content, Outer);
        Box(content, Inner);
        content.LineWidth(0.9);
        Box(content, Inner + 3);
    }

    private static void Box(ContentBuilder content, double inset) => content
        .Rectangle(inset, inset, PageWidth - 2 * inset, PageHeight - 2 * inset).StrokePath();

    private static void Corner(ContentBuilder content, double x, double y)
    {
        const double Middle = Band / 2;
        content.Fill(Color.White).Rectangle(x, y, Band, Band).FillPath()
            .Stroke(Gold).LineWidth(0.6).Rectangle(x, y, Band, Band).StrokePath()
            .Save().Translate(x + Middle, y + Middle).LineWidth(0.45);
        for (int i = 0; i < 8; i++)
        {
            content.Transform(Math.Cos(Math.PI / 8), Math.Sin(Math.PI / 8), -Math.Sin(Math.PI / 8), Math.Cos(Math.PI / 8), 0, 0)
                .Ellipse(0, 0, Middle - 1.5, Middle / 3).StrokePath();
        }

        content.Restore();
    }
}
