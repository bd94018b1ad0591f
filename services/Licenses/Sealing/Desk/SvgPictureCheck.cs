using System.Collections.Frozen;
using System.Xml;

namespace Licenses.Sealing.Desk;

/// <summary>
/// Whether an SVG is a picture and no more: well formed, without DTD, of elements that draw, pointing at nothing outside
/// itself. Everything that is not on the lists is refused, so that what SVG learns later is refused too. Nothing is
/// rendered here.
/// </summary>
internal static class SvgPictureCheck
{
    private const string SvgNamespace = "http://www.w3.org/2000/svg";
    private const string XlinkNamespace = "http://www.w3.org/1999/xlink";
    private const string XmlNamespace = "http://www.w3.org/XML/1998/namespace";
    private const string XmlnsNamespace = "http://www.w3.org/2000/xmlns/";
    private const int Deepest = 32;
    private const int MostElements = 10_000;

    private static readonly FrozenSet<string> Elements = new[]
    {
        "svg", "g", "defs", "title", "desc", "path", "rect", "circle", "ellipse", "line", "polyline", "polygon",
        "text", "tspan", "textPath", "clipPath", "linearGradient", "radialGradient", "stop",
    }.ToFrozenSet(StringComparer.Ordinal);

    private static readonly FrozenSet<string> Attributes = new[]
    {
        "id", "version", "width", "height", "viewBox", "preserveAspectRatio", "transform", "d", "x", "y", "dx", "dy", "x1",
        "y1", "x2", "y2", "cx", "cy", "r", "rx", "ry", "fx", "fy", "points", "pathLength", "rotate", "textLength",
        "lengthAdjust", "startOffset", "method", "spacing", "side", "href", "offset", "stop-color", "stop-opacity",
        "gradientUnits", "gradientTransform", "spreadMethod", "clipPathUnits", "clip-path", "clip-rule", "fill",
        "fill-rule", "fill-opacity", "stroke", "stroke-width", "stroke-linecap", "stroke-linejoin", "stroke-miterlimit",
        "stroke-dasharray", "stroke-dashoffset", "stroke-opacity", "opacity", "color", "font-family", "font-size",
        "font-style", "font-weight", "font-stretch", "letter-spacing", "word-spacing", "text-anchor", "dominant-baseline",
        "alignment-baseline", "writing-mode", "direction", "vector-effect", "shape-rendering", "text-rendering",
    }.ToFrozenSet(StringComparer.Ordinal);

    private static readonly XmlReaderSettings Settings = new()
    {
        DtdProcessing = DtdProcessing.Prohibit, // no entities that grow or fetch
        XmlResolver = null,
        MaxCharactersInDocument = SealPictureCheck.LargestFile,
        CheckCharacters = true,
    };

    public static LocalizedText? WhyRefused(ReadOnlyMemory<byte> file)
    {
        try
        {
            using var reader = XmlReader.Create(new MemoryStream(file.ToArray(), writable: false), Settings);
            return Walk(reader);
        }
        catch (XmlException e)
        {
            return new(
                $"不是格式良好的 SVG（第 {e.LineNumber} 行）", $"is not a well-formed SVG without DTD (line {e.LineNumber})");
        }
    }

    private static LocalizedText? Walk(XmlReader reader)
    {
        int count = 0;
        while (reader.Read())
        {
            if (reader.NodeType == XmlNodeType.ProcessingInstruction)
            {
                return new("SVG 不得含有处理指令", "holds a processing instruction, such as a style sheet");
            }

            if (reader.NodeType != XmlNodeType.Element)
            {
                continue;
            }

            if (++count > MostElements || reader.Depth > Deepest)
            {
                return new("SVG 元素过多或层次过深", $"has more than {MostElements} elements or {Deepest} levels");
            }

            if (ElementFault(reader, isRoot: count == 1) is { } fault)
            {
                return fault;
            }
        }

        return null;
    }

    private static LocalizedText? ElementFault(XmlReader reader, bool isRoot)
    {
        if (reader.NamespaceURI != SvgNamespace || !Elements.Contains(reader.LocalName)
            || isRoot != (reader.LocalName == "svg"))
        {
            return new($"SVG 不得含有元素 {Shown(reader)}", $"holds the element {Shown(reader)}, which a seal's picture may not have");
        }

        while (reader.MoveToNextAttribute())
        {
            if (!IsHarmless(reader))
            {
                return new($"SVG 不得含有属性 {Shown(reader)} 或其取值", $"holds the attribute {Shown(reader)}, or a value of it that leads elsewhere");
            }
        }

        return null;
    }

    private static bool IsHarmless(XmlReader attribute) => attribute.NamespaceURI switch
    {
        XmlnsNamespace => true,
        XmlNamespace => attribute.LocalName is "space" or "lang", // xml:base would move what # means
        XlinkNamespace => attribute.LocalName == "href" && IsInside(attribute.Value),
        "" => Attributes.Contains(attribute.LocalName)
            && (attribute.LocalName == "href" ? IsInside(attribute.Value) : PointsNowhere(attribute.Value)),
        _ => false,
    };

    private static bool IsInside(string reference) => reference.StartsWith('#') && reference.AsSpan(1).IndexOfAny("#:/\\()") < 0;

    // url(#name) paints with something of the same file; any other function with an address in it does not. A backslash
    // could spell either in another way.
    private static bool PointsNowhere(string value)
    {
        if (value.Contains('\\', StringComparison.Ordinal) || value.Contains("//", StringComparison.Ordinal)
            || value.Contains("/*", StringComparison.Ordinal))
        {
            return false;
        }

        for (int at = 0; (at = value.IndexOf("url", at, StringComparison.OrdinalIgnoreCase)) >= 0; at += 3)
        {
            if (!value.AsSpan(at).StartsWith("url(#", StringComparison.Ordinal))
            {
                return false;
            }
        }

        return !value.Contains("javascript", StringComparison.OrdinalIgnoreCase)
            && !value.Contains("data:", StringComparison.OrdinalIgnoreCase)
            && !value.Contains("image", StringComparison.OrdinalIgnoreCase);
    }

    // A name of the file's own making goes into a sentence: short, and letters only.
    private static string Shown(XmlReader reader) =>
        string.Concat(reader.LocalName.Where(char.IsAsciiLetterOrDigit).Take(32));
}
