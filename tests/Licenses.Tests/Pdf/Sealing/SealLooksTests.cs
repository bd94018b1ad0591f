using System.Text;
using Licenses.Pdf.Composing;
using Licenses.Pdf.Composing.Seals;
using Licenses.Pdf.Document;
using Licenses.Pdf.Signing;
using Licenses.Pdf.Syntax;
using Licenses.Tests.Pdf.Composing;

namespace Licenses.Tests.Pdf.Sealing;

/// <summary>Seals as they are seen: drawn by Poppler and compared.</summary>
public sealed class SealLooksTests
{
    private const int Side = 120; // points, which ten pages can share evenly

    private static readonly Lazy<SealDrawing> Seal = new(() => new RoundSeal
    {
        Name = "样例市公安局",
        SubLine = "电子证照专用章",
        DiameterMillimetres = Side / PageRectangle.PointsPerMillimetre,
    }.Draw(SampleFace.Fonts));

    private static readonly Lazy<Task<Raster>> Upright = new(() => Look(""));

    [Theory]
    [InlineData("/Rotate 90")]
    [InlineData("/Rotate 180")]
    [InlineData("/Rotate 270")]
    [InlineData("/Rotate -90")]
    [InlineData("/MediaBox[-100 -200 495 642]")]
    [InlineData("/MediaBox[595 842 0 0]")]
    [InlineData("/CropBox[50 60 550 800]")]
    [InlineData("/Rotate 90/CropBox[50 60 550 800]")]
    [InlineData("/Rotate 180/MediaBox[-100 -200 495 642]")]
    [InlineData("/Rotate 270/MediaBox[10 20 600 800]/CropBox[50 60 560 700]")]
    public async Task A_seal_stands_right_side_up_at_its_place_on_every_page(string entries)
    {
        var upright = await Upright.Value;

        var seen = await Look(entries);

        Assert.True(upright.Ink > 20);
        Assert.InRange(seen.DistanceTo(upright), 0, upright.Ink / 8);
    }

    [Fact]
    public async Task A_seal_that_stands_on_its_head_would_be_noticed()
    {
        var upright = await Upright.Value;
        var drawn = await Seal180();

        Assert.True(drawn.DistanceTo(upright) > upright.Ink / 4);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(10)]
    public async Task The_strips_of_a_cross_page_seal_join_into_the_whole(int pages)
    {
        var request = SealSample.Visible with
        {
            Appearance = new SealAppearance(Seal.Value, new SealPlacement.InRectangle(1, new PageRectangle(20, 20, Side, Side)))
            {
                CrossPage = new CrossPageSeal(),
            },
        };

        var document = await SealSample.Seal(Pages(pages), request);

        var strips = Enumerable.Range(1, pages).Select(page =>
        {
            var seen = Raster.OfPage(document, page);
            return seen.Part(seen.Width - Side / pages, (seen.Height - Side) / 2, Side / pages, Side);
        });
        var whole = Raster.OfPage(document).Part(20, 20, Side, Side);
        Assert.InRange(Raster.Joined([.. strips]).DistanceTo(whole), 0, whole.Ink / 8);
    }

    [Fact]
    public async Task Forty_pages_share_two_seals_of_twenty_strips()
    {
        var request = SealSample.Visible with
        {
            Appearance = SealSample.Visible.Appearance! with { CrossPage = new CrossPageSeal() },
        };

        var document = PdfDocument.Open(PdfSource.FromMemory(await SealSample.Seal(Pages(40), request)));

        var words = Annotations(document).Where(annotation => annotation["Subtype"] is PdfName { Value: "Stamp" })
            .Select(stamp => PdfText.Decode(((PdfString)document.Resolve(stamp["Contents"])).Bytes.Span).Split(' ')[1]);
        Assert.Equal([.. Twenty(), .. Twenty()], words);
        static IEnumerable<string> Twenty() => Enumerable.Range(1, 20).Select(i => $"{i}/20");
    }

    [Fact] // ISO 19005-2, 6.3.2 and 6.3.3
    public async Task Every_annotation_of_a_seal_is_printed_and_has_one_appearance()
    {
        var request = SealSample.Visible with
        {
            Appearance = SealSample.Visible.Appearance! with { CrossPage = new CrossPageSeal() },
        };
        var face = FaceComposer.Compose(SampleFace.Long, SampleFace.Fonts);

        var document = PdfDocument.Open(PdfSource.FromMemory(await SealSample.Seal(face, request)));

        var annotations = Annotations(document).ToList();
        Assert.Equal(5, annotations.Count);
        Assert.All(annotations, annotation =>
        {
            const int HiddenInvisibleOrNotViewed = 1 | 2 | 32;
            long flags = ((PdfInteger)annotation["F"]!).Value;
            var appearance = (PdfDictionary)document.Resolve(annotation["AP"]);
            Assert.Equal(4, flags & (4 | HiddenInvisibleOrNotViewed));
            Assert.Equal("N", Assert.Single(appearance.Entries).Key);
            Assert.IsType<PdfStream>(document.Resolve(appearance["N"]), exactMatch: false);
        });
    }

    [Theory]
    [InlineData("", true)]
    [InlineData("<pdfaid:part>1</pdfaid:part>", false)]
    [InlineData("<rdf:Description pdfaid:part='1' pdfaid:conformance='B'/>", false)]
    [InlineData("<pdfaid:part>2</pdfaid:part>", false)] // and no output intent to blend in
    [InlineData("<pdfaid:part>2</pdfaid:part>/OutputIntents", true)]
    [InlineData("<pdfaid:part>3</pdfaid:part>/OutputIntents", true)]
    public async Task A_picture_that_lets_the_text_through_brings_a_soft_mask_only_where_it_may(string claim, bool mayBlend)
    {
        bool hasIntent = claim.EndsWith("/OutputIntents", StringComparison.Ordinal);
        string packet = hasIntent ? claim[..^"/OutputIntents".Length] : claim;
        var input = SealInputs.Classic(
            "", $"/Metadata 4 0 R{(hasIntent ? "/OutputIntents[<</Type/OutputIntent/S/GTS_PDFA1/OutputConditionIdentifier(x)>>]" : "")}",
            $"<</Type/Metadata/Subtype/XML/Length {packet.Length}>>\nstream\n{packet}\nendstream");
        var picture = PictureBuilder.Png((4, 4, 8, 6), (x, y) => [200, 0, 0, 60 * x]);
        var drawing = SealDrawing.OfPicture(picture, 30, 30, "印章");
        var request = SealSample.Visible with
        {
            Appearance = new SealAppearance(drawing, new SealPlacement.Around(1, 200, 200)),
        };

        string document = Encoding.Latin1.GetString(await SealSample.Seal(input, request));

        Assert.Equal(mayBlend, document.Contains("/SMask ", StringComparison.Ordinal));
        Assert.Equal(!mayBlend, document.Contains("/Mask ", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-42)]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    [InlineData(100_000)]
    public void A_size_that_no_seal_has_is_refused(double millimetres)
    {
        Assert.Throws<ArgumentException>(() => SealDrawing.OfPicture(PictureBuilder.Jpeg, millimetres, 42, ""));
        Assert.Throws<ArgumentException>(() => new RoundSeal { Name = "甲", DiameterMillimetres = millimetres }.Draw(SampleFace.Fonts));
    }

    private static async Task<Raster> Look(string entries)
    {
        var request = SealSample.Visible with
        {
            Appearance = new SealAppearance(Seal.Value, new SealPlacement.InRectangle(1, new PageRectangle(100, 40, Side, Side))),
        };
        return Raster.OfPage(await SealSample.Seal(SealInputs.Classic(entries), request)).Part(100, 40, Side, Side);
    }

    // The page was turned after it was sealed.
    private static async Task<Raster> Seal180()
    {
        var request = SealSample.Visible with
        {
            Appearance = new SealAppearance(Seal.Value, new SealPlacement.InRectangle(1, new PageRectangle(100, 40, Side, Side))),
        };
        var sealedPage = Encoding.Latin1.GetString(await SealSample.Seal(SealInputs.Classic("/Rotate 000"), request));
        var turned = Raster.OfPage(Encoding.Latin1.GetBytes(sealedPage.Replace("/Rotate 0", "/Rotate 180", StringComparison.Ordinal)));
        return turned.Part(turned.Width - 100 - Side, turned.Height - 40 - Side, Side, Side);
    }

    private static byte[] Pages(int count)
    {
        string kids = string.Join(' ', Enumerable.Range(3, count).Select(number => $"{number} 0 R"));
        return SealInputs.Build(
        [
            "<</Type/Catalog/Pages 2 0 R>>",
            $"<</Type/Pages/Count {count}/Kids[{kids}]/MediaBox[0 0 300 400]>>",
            .. Enumerable.Range(0, count).Select(i => $"<</Type/Page/Parent 2 0 R{(i % 2 == 1 ? "/Rotate 90" : "")}>>"),
        ]);
    }

    private static IEnumerable<PdfDictionary> Annotations(PdfDocument document) => document.Pages
        .SelectMany(page => document.Resolve(page.Dictionary["Annots"]) is PdfArray list ? list.Items : [])
        .Select(item => (PdfDictionary)document.Resolve(item));
}
