using System.Globalization;
using System.Text;

namespace Licenses.Tests.Pdf.Composing;

/// <summary>A page as Poppler draws it, one pixel for each point.</summary>
internal sealed class Raster(int width, int height, byte[] colors)
{
    public int Width => width;

    public int Height => height;

    public static Raster OfPage(ReadOnlySpan<byte> document, int page = 1)
    {
        using var file = new TempFile(document);
        using var picture = new TempFile([], ".ppm");
        string number = page.ToString(CultureInfo.InvariantCulture);
        ForeignTool.Run(
            "pdftoppm", "-r", "72", "-cropbox", "-singlefile", "-f", number, "-l", number, file.Path, picture.Path[..^4]);
        return Parse(File.ReadAllBytes(picture.Path));
    }

    /// <summary>A part, measured from the lower left corner.</summary>
    public Raster Part(int left, int bottom, int partWidth, int partHeight)
    {
        var part = new byte[3 * partWidth * partHeight];
        for (int y = 0; y < partHeight; y++)
        {
            int from = 3 * ((height - bottom - partHeight + y) * width + left);
            colors.AsSpan(from, 3 * partWidth).CopyTo(part.AsSpan(3 * y * partWidth));
        }

        return new Raster(partWidth, partHeight, part);
    }

    /// <summary>Pictures of one height side by side.</summary>
    public static Raster Joined(IReadOnlyList<Raster> parts)
    {
        var rows = new List<byte>();
        for (int y = 0; y < parts[0].Height; y++)
        {
            foreach (var part in parts)
            {
                rows.AddRange(part.Part(0, part.Height - 1 - y, part.Width, 1).Bytes);
            }
        }

        return new Raster(parts.Sum(part => part.Width), parts[0].Height, [.. rows]);
    }

    /// <summary>How far apart two pictures of one size are, on average: 0 is alike, 255 is black against white.</summary>
    public double DistanceTo(Raster other) => Bytes.Zip(other.Bytes, (one, two) => Math.Abs(one - two)).Average();

    /// <summary>How much ink there is: 0 is a white page.</summary>
    public double Ink => Bytes.Average(value => 255 - value);

    private byte[] Bytes => colors;

    // "P6", width, height, 255, each behind white space; then the pixels.
    private static Raster Parse(byte[] file)
    {
        var fields = new List<int>();
        int at = 2;
        while (fields.Count < 3)
        {
            int start = at + 1;
            at = start + file.AsSpan(start).IndexOfAny((byte)' ', (byte)'\n');
            fields.Add(int.Parse(Encoding.ASCII.GetString(file, start, at - start), CultureInfo.InvariantCulture));
        }

        return new Raster(fields[0], fields[1], file[(at + 1)..]);
    }
}
