using static Licenses.Testing.Attacks.AttackCase;
using static Licenses.Testing.Attacks.SealedSample;

namespace Licenses.Testing.Attacks;

/// <summary>R15 and R18: changes that nothing allows, by every path that leads to them; shadow attacks.</summary>
public static class ContentChangeAttacks
{
    public static IEnumerable<AttackCase> All() =>
    [
        Change("page-content-replaced", (FirstContent, RawPdf.Stream("", "BT /F1 24 Tf 20 250 Td (License No. 666) Tj ET"))),
        Change("length-of-the-page-content-rewritten", (ContentLength, "10")),
        Change("page-points-to-other-content", (FirstPage, FirstPageBody().Replace("/Contents 4 0 R", "/Contents 7 0 R"))),
        Change("font-replaced", (Font, "<< /Type /Font /Subtype /Type1 /BaseFont /Symbol >>")),
        Change("drawing-replaced", (Overlay, Drawing("1 0 0 rg 0 0 300 300 re f"))),
        Change("page-resources-given", (FirstPage, FirstPageBody(extra: "/Resources << >>"))),
        Change("page-turned", (FirstPage, FirstPageBody(extra: "/Rotate 180"))),
        Change("page-cropped", (FirstPage, FirstPageBody(extra: "/CropBox [0 0 100 100]"))),
        Change("page-removed", (Pages, PagesBody("3 0 R", 1))),
        Change("page-added", (Pages, PagesBody("3 0 R 6 0 R 19 0 R", 3)), (Size, FirstPageBody())),
        Change("pages-swapped", (Pages, PagesBody("6 0 R 3 0 R", 2))),
        Change("page-replaced", (Pages, PagesBody("19 0 R 6 0 R", 2)), (Size, FirstPageBody())),
        Change("action-on-opening", (Root, CatalogBody("/OpenAction << /S /JavaScript /JS (app.alert(1)) >>"))),
        Change("automatic-actions", (Root, CatalogBody("/AA << /WC << /S /JavaScript /JS (1) >> >>"))),
        Change("scripts-and-files", (Root, CatalogBody("/Names << /JavaScript << /Names [(a) 19 0 R] >> >>")), (Size, "<< /S /JavaScript /JS (1) >>")),
        Change("layers", (Root, CatalogBody("/OCProperties << /OCGs [] /D << >> >>"))),
        Change("permissions-added", (Root, CatalogBody($"/Perms << /DocMDP {Seal} 0 R >>"))),
        Change("bookmarks-added", (Root, CatalogBody("/Outlines 19 0 R")), (Size, "<< /Type /Outlines /Count 0 >>")),
        Change("automatic-action-of-a-page", (FirstPage, FirstPageBody(extra: "/AA << /O << /S /JavaScript /JS (1) >> >>"))),
        Change("link-added", (FirstPage, FirstPageBody("19 0 R")), (Size, "<< /Type /Annot /Subtype /Link /Rect [0 0 300 300] /A << /S /URI /URI (http://evil.example) >> >>")),
        Change("widget-without-field", (FirstPage, FirstPageBody("19 0 R")), (Size, $"<< /Type /Annot /Subtype /Widget /Rect [0 0 300 300] /AP << /N {Overlay} 0 R >> >>")),
        Change("key-given-twice", (FirstPage, FirstPageBody(extra: "/Annots []"))),
        Change("object-made-free", revision => revision with { Freed = [FirstContent] }),
        Change("drawing-made-free", revision => revision with { Freed = [Overlay] }),
        Refused("catalog-entry-that-other-content-shares", "R15", "FORBIDDEN_CHANGE", () => new SealedSample
        {
            CatalogExtra = "/Extensions 19 0 R /Shared 19 0 R",
            Others = new Dictionary<int, string> { [Size] = "<< /A << /BaseVersion /1.7 >> >>" },
        }.ThenAsync((Size, "<< /A << /BaseVersion /2.0 >> >>"))),
        Refused("metadata-that-is-also-page-content", "R15", "FORBIDDEN_CHANGE", () => new SealedSample
        {
            Others = new Dictionary<int, string> { [SecondPage] = $"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 300 300] /Contents {Metadata} 0 R >>" },
        }.ThenAsync((Metadata, RawPdf.Stream("/Type /Metadata /Subtype /XML", "BT (evil) Tj ET")))),
        Refused("object-stream-replaced-under-its-objects", "R15", "FORBIDDEN_CHANGE", ReplaceContainerAsync),
        Honest("unused-object-added", "R15", () => new SealedSample().ThenAsync((Size, "(nobody refers to me)"))),
        Honest("same-object-written-again", "R15", () => new SealedSample().ThenAsync((Font, "<< /Subtype /Type1 /Type /Font /BaseFont /Helvet#69ca >>"))),
        Honest("update-by-a-cross-reference-stream", "R15", () => new SealedSample().ThenAsync(new RawRevision
        {
            Objects = new Dictionary<int, string> { [Information] = "<< /Title (License) /Producer (x) >>" },
            TrailerExtra = $"/Info {Information} 0 R",
            AsStream = true,
        })),
    ];

    private static AttackCase Change(string name, params (int Number, string Body)[] objects) =>
        Refused(name, "R18", "FORBIDDEN_CHANGE", () => new SealedSample().ThenAsync(objects));

    private static AttackCase Change(string name, Func<RawRevision, RawRevision> shape) =>
        Refused(name, "R18", "FORBIDDEN_CHANGE", () => new SealedSample().ThenAsync(shape(new RawRevision())));

    private static string PagesBody(string kids, int count) =>
        $"<< /Type /Pages /Kids [{kids}] /Count {count} /Resources << /Font << /F1 {Font} 0 R >> /XObject << /X1 {Overlay} 0 R >> >> >>";

    /// <summary>The cross-reference still says "in object stream 20, at index 0"; but stream 20 is another one now.</summary>
    private static async Task<byte[]> ReplaceContainerAsync()
    {
        static string Container(string font) =>
            RawPdf.Stream("/Type /ObjStm /N 1 /First 4", $"{Font} 0 << /Type /Font /Subtype /Type1 /BaseFont /{font} >>");

        byte[] document = await new SealedSample
        {
            Others = new Dictionary<int, string> { [Size] = Container("Helvetica") },
            Shape = revision => revision with
            {
                Objects = revision.Objects.Where(item => item.Key != Font).ToDictionary(),
                Entries = new Dictionary<int, string>
                {
                    [0] = RawPdf.Entry(0, 65535, 'f'),
                    [Font] = RawPdf.Entry(Size, 0, 'c'),
                },
                AsStream = true,
                Size = Size + 2,
            },
        }.SealAsync();
        return new RawPdf(document).Append(new RawRevision
        {
            Objects = new Dictionary<int, string> { [Size] = Container("Symbol") },
            AsStream = true,
        }).ToArray();
    }
}
