using System.IO.Compression;
using System.Text;
using Licenses.Pdf.Syntax;

namespace Licenses.Tests.Pdf.Reading;

public sealed class StreamDecoderTests
{
    [Fact]
    public void Lzw_is_read_as_in_the_example_of_the_standard() // ISO 32000-2, 7.4.4.2
    {
        byte[] encoded = Convert.FromHexString("800B6050220C0C8501");

        Assert.Equal([45, 45, 45, 45, 45, 65, 45, 45, 45, 66], Decode("/Filter /LZWDecode", encoded));
    }

    [Theory]
    [InlineData("9jqo^~>", "Man ")]
    [InlineData("9jqo^BlbD-~>", "Man is d")]
    [InlineData("z9jqo^~>", "\0\0\0\0Man ")]
    [InlineData("9jqo~>", "Man")]
    public void Ascii85(string encoded, string text) =>
        Assert.Equal(Encoding.Latin1.GetBytes(text), Decode("/Filter /ASCII85Decode", Encoding.Latin1.GetBytes(encoded)));

    [Fact]
    public void Hexadecimal_with_blanks_and_an_odd_digit() =>
        Assert.Equal([0x4A, 0xB0], Decode("/Filter /ASCIIHexDecode", "4 a\nB>"u8.ToArray()));

    [Fact]
    public void Run_lengths() =>
        Assert.Equal("abcxxxx"u8.ToArray(), Decode("/Filter /RunLengthDecode", [2, (byte)'a', (byte)'b', (byte)'c', 253, (byte)'x', 128]));

    [Theory]
    [InlineData(0, 1, 2, 3, 4, 5, 6)]
    [InlineData(1, 1, 3, 6, 4, 9, 15)]
    [InlineData(2, 1, 2, 3, 5, 7, 9)]
    [InlineData(3, 1, 2, 4, 4, 8, 12)]
    [InlineData(4, 1, 3, 6, 5, 10, 16)]
    public void Png_predictors(byte kind, byte a, byte b, byte c, byte d, byte e, byte f)
    {
        byte[] rows = [kind, 1, 2, 3, kind, 4, 5, 6];

        byte[] decoded = Decode("/Filter /FlateDecode /DecodeParms << /Predictor 15 /Columns 3 >>", Deflate(rows));

        Assert.Equal([a, b, c, d, e, f], decoded);
    }

    [Fact]
    public void Tiff_prediction() => Assert.Equal(
        [1, 3, 6, 4, 9, 15],
        Decode("/Filter /FlateDecode /DecodeParms << /Predictor 2 /Columns 3 >>", Deflate([1, 2, 3, 4, 5, 6])));

    // Rows of three pixels; each decoded component is the sum of those before it in its row, modulo its depth.
    [Theory]
    [InlineData(1, 1, 3, "A0", "C0")] // 1 0 1 -> 1 1 0
    [InlineData(2, 1, 3, "6C", "78")] // 1 2 3 -> 1 3 2
    [InlineData(4, 1, 3, "F120", "F020")] // 15 1 2 -> 15 0 2
    [InlineData(4, 2, 2, "1234", "1246")] // (1,2) (3,4) -> (1,2) (4,6)
    [InlineData(8, 3, 2, "0102030A0B0C", "0102030B0D0F")]
    [InlineData(16, 1, 3, "00FF0001FFFF", "00FF010000FF")]
    [InlineData(16, 2, 2, "0001000200030004", "0001000200040006")]
    public void Tiff_prediction_of_any_depth(int bits, int colors, int columns, string encoded, string decoded) => Assert.Equal(
        decoded,
        Convert.ToHexString(Decode(
            $"/Filter /FlateDecode /DecodeParms << /Predictor 2 /Colors {colors} /BitsPerComponent {bits} /Columns {columns} >>",
            Deflate(Convert.FromHexString(encoded)))));

    [Fact]
    public void Filters_are_undone_in_their_order() => Assert.Equal(
        "text"u8.ToArray(),
        Decode("/Filter [/ASCIIHexDecode /FlateDecode]", Encoding.ASCII.GetBytes(Convert.ToHexString(Deflate("text"u8.ToArray())) + ">")));

    [Fact]
    public void An_image_filter_is_passed_through()
    {
        var decoded = StreamDecoder.Decode(Create("/Filter [/ASCIIHexDecode /DCTDecode]", "FFD8>"u8.ToArray()));

        Assert.Equal("DCTDecode", decoded.RemainingFilter);
        Assert.Equal([0xFF, 0xD8], decoded.Bytes.ToArray());
    }

    [Theory]
    [InlineData("/Filter /FlateDecode")]
    [InlineData("/Filter /Unknown")]
    [InlineData("/Filter /ASCIIHexDecode")]
    [InlineData("/Filter /ASCII85Decode")]
    [InlineData("/Filter /RunLengthDecode")]
    [InlineData("/Filter 7")]
    public void Broken_data_is_refused(string entries) =>
        Assert.Throws<PdfFormatException>(() => Decode(entries, [5, (byte)'~' + 1, 0xFE, 0x80]));

    private static byte[] Decode(string entries, byte[] encoded) => StreamDecoder.Decode(Create(entries, encoded)).Bytes.ToArray();

    private static PdfMemoryStream Create(string entries, byte[] encoded)
    {
        var parser = new PdfParser(Encoding.Latin1.GetBytes($"<< {entries} >>"), 0);
        return new PdfMemoryStream((PdfDictionary)parser.ReadObject(), encoded);
    }

    private static byte[] Deflate(byte[] data)
    {
        using var output = new MemoryStream();
        using (var deflate = new ZLibStream(output, CompressionLevel.Optimal))
        {
            deflate.Write(data);
        }

        return output.ToArray();
    }
}
