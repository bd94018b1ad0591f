using FsCheck.Fluent;
using Licenses.Pdf.Composing;
using Licenses.Pdf.Composing.Images;
using Licenses.Pdf.Document;
using Licenses.Pdf.Syntax;

namespace Licenses.Tests.Pdf.Composing;

public sealed class ImageTests
{
    private static readonly byte[] Ramp = [10, 20, 30, 200, 0, 0, 0, 200, 0, 0, 0, 200];

    /// <summary>Each kind of PNG, plain and interlaced, in sizes that leave some passes empty.</summary>
    public static TheoryData<int, int, bool, int, int> Kinds
    {
        get
        {
            var kinds = new TheoryData<int, int, bool, int, int>();
            (int Color, int[] Depths)[] all =
                [(0, [1, 2, 4, 8, 16]), (2, [8, 16]), (3, [1, 2, 4, 8]), (4, [8, 16]), (6, [8, 16])];
            foreach (var (color, depths) in all)
            {
                foreach (int depth in depths)
                {
                    foreach (bool isInterlaced in new[] { false, true })
                    {
                        kinds.Add(color, depth, isInterlaced, 9, 5);
                        kinds.Add(color, depth, isInterlaced, 1, 3);
                    }
                }
            }

            return kinds;
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_png_of_any_kind_keeps_its_pixels(int color, int depth, bool isInterlaced, int width, int height)
    {
        int channels = color switch { 2 => 3, 4 => 2, 6 => 4, _ => 1 };
        int top = color == 3 ? Math.Min(3, (1 << depth) - 1) : (1 << depth) - 1;
        int[] Pixel(int x, int y) => [.. Enumerable.Range(0, channels).Select(i => (x * 7919 + y * 104729 + i * 1299709) % (top + 1))];
        var picture = PictureBuilder.Png((width, height, depth, color), Pixel, isInterlaced, ("PLTE", Ramp));

        var (colors, alpha) = Embedded(picture);

        int shown = color switch { 2 or 3 or 6 => 3, _ => 1 };
        for (int pixel = 0; pixel < width * height; pixel++)
        {
            int[] samples = Pixel(pixel % width, pixel / width);
            byte[] expected = color == 3
                ? Ramp[(3 * samples[0])..(3 * samples[0] + 3)]
                : [.. samples.Take(shown).Select(sample => Eight(sample, depth))];
            Assert.Equal(expected, colors[(shown * pixel)..(shown * pixel + shown)]);
            if (color is 4 or 6)
            {
                Assert.Equal(Eight(samples[^1], depth), alpha![pixel]);
            }
        }
    }

    [Theory]
    [InlineData(0, 8)]
    [InlineData(0, 2)]
    [InlineData(2, 16)]
    public void The_one_colour_that_a_png_calls_transparent_is(int color, int depth)
    {
        int channels = color == 2 ? 3 : 1;
        var key = new byte[2 * channels];
        key[1] = 1;
        var picture = PictureBuilder.Png(
            (2, 1, depth, color), (x, _) => [1 - x, .. Enumerable.Repeat(0, channels - 1)], further: ("tRNS", key));

        Assert.Equal([0, 255], Embedded(picture).Alpha!);
    }

    [Fact]
    public void A_picture_whose_alpha_hides_nothing_needs_no_mask()
    {
        Assert.Null(Embedded(PictureBuilder.Png((4, 4, 8, 6), (x, y) => [x, y, 0, 255])).Alpha);
    }

    public static TheoryData<int, string, string> Bitmaps { get; } = new()
    {
        { 1, "A0000000" + "40000000", "000000000000FF00" }, // entry 1 is red
        { 4, "10100000" + "01000000", "000000000000FF00" },
        { 8, "01000100" + "00010000", "000000000000FF00" },
        { 16, "007C0000007C0000" + "0000007C00000000", "" },
        { 24, "0000FF0000000000FF000000" + "0000000000FF000000000000", "" },
        { 32, "0000FF00000000000000FF00" + "000000000000FF0000000000", "" },
    };

    /// <summary>Lower row red, black, red; upper row black, red, black.</summary>
    [Theory]
    [MemberData(nameof(Bitmaps))]
    public void A_bitmap_of_any_depth_keeps_its_pixels(int bits, string rows, string palette)
    {
        byte[] red = [255, 0, 0];
        byte[] black = [0, 0, 0];
        byte[] upper = [.. black, .. red, .. black];
        byte[] lower = [.. red, .. black, .. red];
        var bottomFirst = PictureBuilder.Bmp(bits, Convert.FromHexString(rows), Convert.FromHexString(palette));
        var topFirst = PictureBuilder.Bmp(bits, Convert.FromHexString(rows), Convert.FromHexString(palette), height: -2);

        Assert.Equal([.. upper, .. lower], Embedded(bottomFirst).Colors);
        Assert.Equal([.. lower, .. upper], Embedded(topFirst).Colors);
    }

    [Theory]
    [InlineData(1, "run-length")]
    [InlineData(4, "compression 4")]
    public void A_compressed_bitmap_is_refused_with_advice(uint compression, string words)
    {
        var picture = PictureBuilder.Bmp(8, new byte[8], new byte[1024], compression: compression);

        Assert.Contains(words, Assert.Throws<ImageFormatException>(() => ImageFile.Parse(picture)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_jpeg_leaves_behind_what_the_camera_noted()
    {
        var (data, _) = Embedded(PictureBuilder.JpegHeld(6), decode: false);

        Assert.Equal(-1, data.AsSpan().IndexOf("taken at home"u8));
        Assert.Equal(-1, data.AsSpan().IndexOf("JFIF"u8));
    }

    [Theory]
    [InlineData(1, "1 0 0 1 0 0")]
    [InlineData(3, "-1 0 0 -1 1 1")]
    [InlineData(6, "0 -1 1 0 0 1")]
    [InlineData(8, "0 1 -1 0 1 0")]
    [InlineData(9, "1 0 0 1 0 0")]
    public void A_photo_is_turned_as_the_camera_was_held(int orientation, string matrix)
    {
        var content = new ContentBuilder();

        ImageFile.Parse(PictureBuilder.JpegHeld(orientation)).Draw(content, "Photo", new PageRectangle(0, 0, 1, 1));

        Assert.Equal($"q\n{matrix} cm\n/Photo Do\nQ\n", System.Text.Encoding.ASCII.GetString(content.Written.Span));
    }

    [Fact]
    public void A_png_that_unpacks_to_more_than_a_picture_holds_is_refused_before_it_does()
    {
        var bomb = PictureBuilder.Png((1, 1, 16, 6), (_, _) => [0, 0, 0, 0]);
        (bomb[18], bomb[19], bomb[22], bomb[23]) = (0x20, 0, 0x20, 0);

        Assert.Contains("8192 x 8192", Assert.Throws<ImageFormatException>(() => ImageFile.Parse(bomb)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_cut_picture_is_refused()
    {
        foreach (var picture in Samples())
        {
            for (int length = 0; length < picture.Length; length++)
            {
                Assert.Throws<ImageFormatException>(() => ImageFile.Parse(picture.AsMemory(0, length)));
            }
        }
    }

    [Fact]
    public void A_damaged_picture_ends_in_a_precise_error_or_is_embedded()
    {
        var samples = Samples().ToArray();
        var property = Prop.ForAll<int, ushort, byte>((which, at, value) =>
        {
            var picture = samples[(which & int.MaxValue) % samples.Length].ToArray();
            picture[at % picture.Length] = value;
            picture[at * 7 % picture.Length] ^= (byte)(1 << (value & 7));
            try
            {
                Embedded(picture, decode: false);
            }
            catch (ImageFormatException exception)
            {
                Assert.Contains("(byte ", exception.Message, StringComparison.Ordinal);
            }
        });
        FsCheck.Check.One(FsCheck.Config.QuickThrowOnFailure.WithMaxTest(3000), property);
    }

    private static IEnumerable<byte[]> Samples() =>
    [
        PictureBuilder.Png((5, 3, 8, 6), (x, y) => [x, y, 9, 100]),
        PictureBuilder.Png((5, 3, 2, 3), (x, _) => [x % 4], isInterlaced: true, ("PLTE", Ramp), ("tRNS", [9, 200])),
        PictureBuilder.JpegHeld(6),
        PictureBuilder.Bmp(4, [1, 0, 0, 0, 1, 0, 0, 0], new byte[64]),
        PictureBuilder.Bmp(24, new byte[24], []),
    ];

    private static byte Eight(int sample, int depth) => depth == 16 ? (byte)(sample >> 8) : (byte)(sample * 255 / ((1 << depth) - 1));

    private static (byte[] Colors, byte[]? Alpha) Embedded(byte[] picture, bool decode = true)
    {
        var file = new PdfFileWriter();
        var image = ImageFile.Parse(picture).Write(file);
        var catalog = file.Add(PdfObjects.Dictionary(("Type", PdfObjects.Name("Catalog"))));
        var document = PdfDocument.Open(PdfSource.FromMemory(file.Finish(catalog, catalog)));
        var colors = (PdfStream)document.Resolve(image);
        if (!decode)
        {
            return (colors.ReadEncoded().ToArray(), null);
        }

        var alpha = document.Resolve(colors.Dictionary["SMask"]) as PdfStream;
        return (document.Decode(colors).Bytes.ToArray(), alpha is null ? null : document.Decode(alpha).Bytes.ToArray());
    }
}
