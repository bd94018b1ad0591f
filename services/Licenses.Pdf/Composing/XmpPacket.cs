using System.Globalization;
using System.Security;
using System.Text;

namespace Licenses.Pdf.Composing;

/// <summary>The document's metadata as XMP, saying the same as its information dictionary (ISO 19005-2, 6.6).</summary>
internal static class XmpPacket
{
    public const string Producer = "Licenses";

    public static byte[] Build(string title, string author, string identifier, DateTimeOffset created)
    {
        string date = created.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
        string packet = $"""
            <?xpacket begin="{'\uFEFF'}" id="W5M0MpCehiHzreSzNTczkc9d"?>
            <x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
            <rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmlns:pdf="http://ns.adobe.com/pdf/1.3/" xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/">
            <dc:format>application/pdf</dc:format>
            <dc:title><rdf:Alt><rdf:li xml:lang="x-default">{Escape(title)}</rdf:li></rdf:Alt></dc:title>
            <dc:creator><rdf:Seq><rdf:li>{Escape(author)}</rdf:li></rdf:Seq></dc:creator>
            <dc:identifier>{Escape(identifier)}</dc:identifier>
            <dc:language><rdf:Bag><rdf:li>zh-CN</rdf:li></rdf:Bag></dc:language>
            <xmp:CreateDate>{date}</xmp:CreateDate>
            <pdf:Producer>{Producer}</pdf:Producer>
            <pdfaid:part>2</pdfaid:part><pdfaid:conformance>B</pdfaid:conformance>
            </rdf:Description></rdf:RDF></x:xmpmeta>
            <?xpacket end="r"?>
            """;
        return Encoding.UTF8.GetBytes(packet);
    }

    /// <summary>The text without characters that XML 1.0 cannot hold, so that both places can say the same.</summary>
    public static string Clean(string text) =>
        new([.. text.Where(letter => letter >= ' ' && letter is not ('\uFFFE' or '\uFFFF'))]);

    private static string Escape(string text) => SecurityElement.Escape(Clean(text));
}
