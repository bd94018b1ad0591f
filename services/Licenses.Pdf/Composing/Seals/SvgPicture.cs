using System.Xml;
using Licenses.Pdf.Composing.Images;

namespace Licenses.Pdf.Composing.Seals;

/// <summary>
/// Draws the SVG of a seal: shapes, paths, plain fills and strokes, transformations. Whatever else it has (text,
/// gradients, clipping, transparency) is not left out but refused: a seal looks as it was made, or is not shown. Text would
/// take whatever font is at hand, so it must be made into paths by whoever has the font.
/// </summary>
internal static class SvgPicture
{
    private const string SvgNamespace = "http://www.w3.org/2000/svg";
    private const int LargestFile = 256 * 1024;
    private const int MostElements = 10_000;
    private const int Deepest = 32;

    private static readonly XmlReaderSettings Settings = new()
    {
        DtdProcessing = DtdProcessing.Prohibit,
        XmlResolver = null,
        MaxCharactersInDocument = LargestFile,
        IgnoreComments = true,
    };

    /// <summary>Whether bytes are XML and so nothing but an SVG among pictures.</summary>
    public static bool LooksLikeOne(ReadOnlySpan<byte> file)
    {
        var text = file.StartsWith((ReadOnlySpan<byte>)[0xEF, 0xBB, 0xBF]) ? file[3..] : file;
        return text.TrimStart(" \t\r\n"u8) is [(byte)'<', ..];
    }

    /// <summary>Draws it into a box of so many points from the origin, as large as fits, in the middle.</summary>
    /// <exception cref="ImageFormatException">It is no SVG, or has something that is not drawn.</exception>
    public static void Draw(ReadOnlyMemory<byte> file, ContentBuilder content, double width, double height)
    {
        if (file.Length > LargestFile)
        {
            throw new ImageFormatException($"An SVG of more than {LargestFile} bytes", 0);
        }

        try
        {
            using var reader = XmlReader.Create(new MemoryStream(file.ToArray(), writable: false), Settings);
            int before = content.Written.Length;
            Walk(reader, content, (width, height));
            if (content.Written.Length == before)
            {
                throw new ImageFormatException("The SVG shows nothing", 0);
            }
        }
        catch (XmlException e)
        {
            throw new ImageFormatException($"Not a well-formed SVG (line {e.LineNumber})", 0);
        }
    }

    private static void Walk(XmlReader reader, ContentBuilder content, (double Width, double Height) box)
    {
        var above = new Stack<SvgStyle>();
        int count = 0;
        while (reader.Read())
        {
            if (reader.NodeType == XmlNodeType.EndElement)
            {
                above.Pop();
            }

            if (reader.NodeType != XmlNodeType.Element)
            {
                continue;
            }

            if (++count > MostElements || above.Count == Deepest || reader.NamespaceURI != SvgNamespace
                || (reader.LocalName == "svg") != (count == 1))
            {
                throw NotDrawn(reader.LocalName);
            }

            if (reader.LocalName is "title" or "desc" or "defs" && IsSkipped(reader))
            {
                continue;
            }

            bool isEmpty = reader.IsEmptyElement;
            var attributes = Attributes(reader);
            var style = SvgStyle.Of(attributes, above.TryPeek(out var outer) ? outer : Root(attributes, box));
            SvgShape.Draw(reader.LocalName, attributes, style, content);
            RefuseRest(attributes);
            if (!isEmpty)
            {
                above.Push(style);
            }
        }
    }

    private static bool IsSkipped(XmlReader reader)
    {
        if (reader.IsEmptyElement)
        {
            return true;
        }

        int depth = reader.Depth;
        while (reader.Read() && !(reader.NodeType == XmlNodeType.EndElement && reader.Depth == depth))
        {
        }

        return true;
    }

    private static Dictionary<string, string> Attributes(XmlReader reader)
    {
        var attributes = new Dictionary<string, string>(StringComparer.Ordinal);
        while (reader.MoveToNextAttribute())
        {
            if (reader.NamespaceURI.Length == 0)
            {
                attributes[reader.LocalName] = reader.Value;
            }
        }

        reader.MoveToElement();
        return attributes;
    }

    // SVG 1.1, 7.8: uniformly, in the middle. PDF counts upwards.
    private static SvgStyle Root(Dictionary<string, string> attributes, (double Width, double Height) box)
    {
        attributes.Remove("version");
        bool isPlain = !attributes.Remove("preserveAspectRatio", out string? aspect) || aspect.Trim() is "xMidYMid" or "xMidYMid meet";
        attributes.Remove("width", out string? wide);
        attributes.Remove("height", out string? high);
        double[] view = attributes.Remove("viewBox", out string? text)
            ? SvgNumbers.Read(text)
            : [0, 0, SvgNumbers.Length(wide) ?? 0, SvgNumbers.Length(high) ?? 0];
        if (!isPlain || view is not [var x, var y, > 0, > 0])
        {
            throw new ImageFormatException("The SVG's viewBox, width and height, or preserveAspectRatio cannot be drawn", 0);
        }

        double scale = Math.Min(box.Width / view[2], box.Height / view[3]);
        double left = (box.Width - (scale * view[2])) / 2, top = box.Height - ((box.Height - (scale * view[3])) / 2);
        return SvgStyle.Default with { Map = new SvgMatrix(scale, 0, 0, -scale, left - (scale * x), top + (scale * y)) };
    }

    private static void RefuseRest(Dictionary<string, string> attributes)
    {
        if (attributes.Keys.FirstOrDefault(name => name != "id") is { } rest)
        {
            throw NotDrawn(rest);
        }
    }

    /// <summary>A name of the file's own making goes into a sentence: short, and letters only.</summary>
    public static ImageFormatException NotDrawn(string name) => new(
        name is "text" or "tspan" or "textPath"
            ? $"An SVG with {name} is not drawn, because its font is not in it; convert the text to paths, as drawing programs offer"
            : $"An SVG with {string.Concat(name.Where(letter => char.IsAsciiLetterOrDigit(letter) || letter == '-').Take(32))} is not drawn", 0);
}
