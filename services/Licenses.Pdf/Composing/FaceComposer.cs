using System.Globalization;
using Licenses.Pdf.Composing.Fonts;
using Licenses.Pdf.Syntax;
using static Licenses.Pdf.Composing.PdfObjects;

namespace Licenses.Pdf.Composing;

/// <summary>
/// Composes a license as a PDF/A-2b document: tagged, with embedded subset fonts and text that can be read back. The
/// same face and fonts give the same bytes.
/// </summary>
public static class FaceComposer
{
    private const int MaxTextLength = 20_000;
    private const int MaxFields = 500;

    /// <summary>Where the issuer's round seal belongs, on the last page: over the ends of the issuer's name and the date.</summary>
    public static PageRectangle SealArea { get; } = new(400, 104, 119, 119); // 42 mm

    public static byte[] Compose(LicenseFace face, FontSet fonts)
    {
        ArgumentNullException.ThrowIfNull(face);
        ArgumentNullException.ThrowIfNull(fonts);
        int length = face.Title.Length + face.Holder.Length
            + face.Fields.Sum(field => field.Label.Length + field.Value.Length);
        if (length > MaxTextLength || face.Fields.Length > MaxFields)
        {
            throw new ArgumentException(
                $"A face holds at most {MaxFields} fields and {MaxTextLength} characters.", nameof(face));
        }

        var file = new PdfFileWriter();
        var pages = FaceLayout.Arrange(face, fonts);
        var painter = new FacePainter(face, fonts, file);
        for (int i = 0; i < pages.Count; i++)
        {
            painter.Paint(pages[i], i, pages.Count);
        }

        return Finish(face, file, painter);
    }

    private static byte[] Finish(LicenseFace face, PdfFileWriter file, FacePainter painter)
    {
        var created = new DateTimeOffset(face.IssuedOn, TimeOnly.MinValue, TimeSpan.Zero); // no clock: same input, same bytes
        var title = XmpPacket.Clean($"{face.Title} {face.Number}");
        var author = XmpPacket.Clean(face.Issuer);
        var tree = file.Reserve();
        painter.WritePages(tree);
        var metadata = file.AddStream(
            Dictionary(("Type", Name("Metadata")), ("Subtype", Name("XML"))),
            EncodedStream.Plain(XmpPacket.Build(title, author, face.Identifier ?? face.Number, created)));
        var profile = file.AddStream(Dictionary(("N", Integer(3))), SrgbProfile.Encoded);
        var catalog = file.Add(Dictionary(
            ("Type", Name("Catalog")),
            ("Pages", tree),
            ("Lang", Text("zh-CN")),
            ("MarkInfo", Dictionary(("Marked", PdfBoolean.True))),
            ("StructTreeRoot", painter.WriteStructure()),
            ("ViewerPreferences", Dictionary(("DisplayDocTitle", PdfBoolean.True))),
            ("Metadata", metadata),
            ("OutputIntents", Array(Dictionary(
                ("Type", Name("OutputIntent")),
                ("S", Name("GTS_PDFA1")),
                ("OutputConditionIdentifier", Text("sRGB")),
                ("Info", Text("sRGB IEC61966-2.1")),
                ("DestOutputProfile", profile))))));
        var info = file.Add(Dictionary(
            ("Title", Text(title)),
            ("Author", Text(author)),
            ("Producer", Text(XmpPacket.Producer)),
            ("LicenseIdentifier", Text(face.Identifier ?? face.Number)),
            ("CreationDate", Text(created.ToString("'D:'yyyyMMddHHmmss'Z'", CultureInfo.InvariantCulture)))));
        return file.Finish(catalog, info);
    }
}
