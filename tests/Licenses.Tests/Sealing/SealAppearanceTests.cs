using System.Text;
using Licenses.Crypto;
using Licenses.Crypto.Seals;
using Licenses.Pdf.Composing.Seals;
using Licenses.Pdf.Signing;
using Licenses.Tests.Pdf.Composing;
using Licenses.Tests.Pdf.Sealing;
using Licenses.Verification;

namespace Licenses.Tests.Sealing;

/// <summary>Whether what a document shows is the picture of the seal that was applied.</summary>
public sealed class SealAppearanceTests
{
    private const string Ring = """<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 42 42"><circle cx="21" cy="21" r="19" fill="none" stroke="#c00" stroke-width="2"/></svg>""";

    private static readonly SealPlacement Place = new SealPlacement.Around(1, 300, 300);

    // The same picture in another colour, of the same size in pixels.
    private static readonly byte[] Other = PictureBuilder.Png((60, 40, 8, 6), (x, y) => x < 3 || y < 3 ? [20, 30, 220, 255] : [0, 0, 0, 0]);

    [Theory]
    [InlineData("classic", false)]
    [InlineData("qpdf-streams", false)]
    [InlineData("classic", true)]
    public async Task The_seal_s_own_picture_is_recognised_pixels_and_shapes(string input, bool isShapes)
    {
        var finding = await FindAsync(input, isShapes ? Shapes(Ring) : NationalSample.Seal, new SealAppearance(null, Place));

        Assert.Equal((Verdict.Passed, false), (finding.Verdict, finding.IsNote));
        Assert.Contains("the seal's own", finding.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Another_picture_is_noted()
    {
        foreach (var seal in new[] { NationalSample.Seal, Shapes(Ring) })
        {
            var finding = await FindAsync("classic", seal, new SealAppearance(SealDrawing.OfPicture(Other, 45, 30, "other"), Place));

            Assert.True(finding.IsNote);
            Assert.Contains("not recognised", finding.Detail, StringComparison.Ordinal);
            Assert.Contains("人工核对", finding.DetailZh!, StringComparison.Ordinal);
        }

        var shapes = SealDrawing.OfPicture(Encoding.UTF8.GetBytes(Ring.Replace("#c00", "#00c", StringComparison.Ordinal)), 45, 30, "other");
        Assert.True((await FindAsync("classic", Shapes(Ring), new SealAppearance(shapes, Place))).IsNote);
    }

    [Fact]
    public async Task An_invisible_seal_shows_no_other_picture()
    {
        var finding = await FindAsync("classic", NationalSample.Seal, null);

        Assert.Equal((Verdict.Passed, false), (finding.Verdict, finding.IsNote));
        Assert.Contains("invisible", finding.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void A_drawing_is_the_seal_s_own_whatever_its_size()
    {
        Assert.True(ElectronicSealPicture.IsOwn(SealDrawing.OfPicture(NationalSample.Picture, 20, 10, "small"), NationalSample.Seal));
        Assert.False(ElectronicSealPicture.IsOwn(SealDrawing.OfPicture(Other, 45, 30, "other"), NationalSample.Seal));
    }

    private static ElectronicSeal Shapes(string svg) => ElectronicSeal.Decode(NationalSample.Make(
        NationalSample.Info with { Picture = new SealPicture("SVG", Encoding.UTF8.GetBytes(svg), 42, 42) }));

    private static async Task<Finding> FindAsync(string input, ElectronicSeal seal, SealAppearance? appearance)
    {
        var request = NationalSample.Request(new SealProfile.Ses(seal)) with { Appearance = appearance };
        var report = NationalSample.Verify(await NationalSample.SealAsync(SealInputs.Get(input), request));
        Assert.True(report.Verdict == DocumentVerdict.Passed, NationalSample.Told(report));
        return report.Signatures.Single().Findings.Single(finding => finding.Check == "SEAL_APPEARANCE");
    }
}
