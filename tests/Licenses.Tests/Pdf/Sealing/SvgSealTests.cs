using System.Text;
using Licenses.Crypto.Seals;
using Licenses.Pdf.Composing;
using Licenses.Pdf.Composing.Images;
using Licenses.Pdf.Composing.Seals;
using Licenses.Pdf.Signing;
using Licenses.Tests.Cli;
using Licenses.Tests.Pdf.Composing;

namespace Licenses.Tests.Pdf.Sealing;

/// <summary>Seals that are drawn from an SVG: what a foreign viewer shows of them, and what is refused.</summary>
public sealed class SvgSealTests
{
    private const string Start = """<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 100">""";

    /// <summary>Each fills the middle of the picture (50, 50) red and leaves its corner (5, 5) white.</summary>
    public static TheoryData<string> Shapes { get; } =
    [
        """<rect x="30" y="30" width="40" height="40" fill="#f00"/>""",
        """<circle cx="50" cy="50" r="20" fill="red"/>""",
        """<ellipse cx="50" cy="50" rx="30" ry="20" fill="rgb(255,0,0)"/>""",
        """<line x1="20" y1="50" x2="80" y2="50" stroke="#ff0000" stroke-width="20" stroke-linecap="round"/>""",
        """<polygon points="50,20 80,80 20,80" fill="red"/>""",
        """<polyline points="20,50 80,50" stroke="red" fill="none" stroke-width="30"/>""",
        """<path d="M30 30H70V70H30Z" fill="red"/>""",
        """<path d="m30 30h40v40h-40z" fill="red"/>""",
        """<path d="M20 50A30 30 0 1 1 80 50A30 30 0 1 1 20 50" fill="red"/>""",
        """<path d="M20 50a30 30 0 0160 0 30 30 0 01-60 0" fill="red"/>""",
        """<path d="M20 80C20 0 80 0 80 80S40 90 20 80" fill="red"/>""",
        """<path d="M20 80Q50 -20 80 80T20 80" fill="red"/>""",
        """<path fill-rule="evenodd" d="M30 30h40v40h-40z" fill="red"/>""",
        """<g transform="translate(50 50) rotate(45)" fill="red"><rect x="-20" y="-20" width="40" height="40"/></g>""",
        """<g transform="matrix(1 0 0 1 10 10)"><g transform="scale(2)"><rect x="10" y="10" width="20" height="20" fill="red"/></g></g>""",
        """<title>Seal</title><defs><rect width="100" height="100"/></defs><rect x="30" y="30" width="40" height="40" fill="red" opacity="1"/>""",
    ];

    public static TheoryData<string> Refused { get; } =
    [
        """<text x="1" y="9">text</text>""",
        """<linearGradient id="g"/>""",
        """<rect width="9" height="9" fill="url(#g)"/>""",
        """<rect width="9" height="9" opacity="0.5"/>""",
        """<rect width="9" height="9" rx="2"/>""",
        """<rect width="50%" height="9"/>""",
        """<rect width="9" height="9" clip-path="url(#c)"/>""",
        """<line x2="9" stroke-dasharray="1 2"/>""",
        """<path d="30 30L1 1"/>""",
        """<path d="M1 1L2"/>""",
        """<path d="M1 1X2 2"/>""",
        """<path d="M1e9 1"/>""",
        """<path d="M0 0 0 0Z1 1"/>""",
        """<g transform="turn(3)"/>""",
        """<svg/>""",
        """<image href="#x"/>""",
        """<rect width="9" height="9" style="fill:red"/>""",
        "<g>",
    ];

    [Theory]
    [MemberData(nameof(Shapes))]
    public async Task A_foreign_viewer_shows_a_shape_where_it_is_and_nowhere_else(string shape)
    {
        var drawing = SealDrawing.OfPicture(Encoding.UTF8.GetBytes($"{Start}{shape}</svg>"), 40, 40, "印章");
        var request = SealSample.Visible with
        {
            Appearance = new SealAppearance(drawing, new SealPlacement.InRectangle(1, new PageRectangle(100, 100, 100, 100))),
        };

        var page = Raster.OfPage(await SealSample.Seal(SmallPdf.Bytes, request));

        Assert.Equal(2 * 255 / 3.0, page.Part(148, 148, 4, 4).Ink, 2.0); // red: no green, no blue
        Assert.Equal(0, page.Part(103, 193, 4, 4).Ink, 2.0);
    }

    [Theory]
    [MemberData(nameof(Refused))]
    public void What_is_not_drawn_is_refused_and_never_left_out(string content) =>
        Assert.Throws<ImageFormatException>(() => SealDrawing.OfPicture(Encoding.UTF8.GetBytes($"{Start}{content}</svg>"), 40, 40, "印章"));

    [Theory]
    [InlineData("<text x='5' y='5'>样例市公安局</text>")]
    [InlineData("<g><text><textPath href='#ring'>样例市公安局</textPath></text></g>")]
    public void Text_is_refused_with_what_to_do_about_it(string content)
    {
        var picture = new SealPicture("SVG", Encoding.UTF8.GetBytes($"{Start}{content}</svg>"), 40, 40);

        Assert.False(ElectronicSealPicture.TryDraw(picture, "印章", out _, out var reason));

        Assert.Contains("An SVG with text is not drawn, because its font is not in it; convert the text to paths", reason.En, StringComparison.Ordinal);
        Assert.Contains("文字须转为路径", reason.Zh, StringComparison.Ordinal);
    }
}
