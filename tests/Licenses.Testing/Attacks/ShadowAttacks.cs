using static Licenses.Testing.Attacks.AttackCase;
using static Licenses.Testing.Attacks.SealedSample;

namespace Licenses.Testing.Attacks;

/// <summary>
/// R15 and R18: the document is prepared before it is signed, so that what changes later looks as if nobody showed it.
/// </summary>
public static class ShadowAttacks
{
    private const int Hidden = 20;
    private const int Further = 21;

    private static readonly string Cover =
        $"<< /FT /Tx /T (Hidden) /V (666) /Type /Annot /Subtype /Widget /Rect [0 0 300 300] /F 4 /AP << /N {Overlay} 0 R >> >>";

    private static readonly string Evil = RawPdf.Stream("", "BT /F1 24 Tf 20 250 Td (License No. 666) Tj ET");

    public static IEnumerable<AttackCase> All() => [.. Dangling(), .. Disguised(), .. Doubled(), .. Unread()];

    private static IEnumerable<AttackCase> Dangling() =>
    [
        Later("field-that-was-announced-and-comes-later", (Form, FormBody($"{Hidden} 0 R")), (FirstPage, FirstPageBody($"{Hidden} 0 R")))
            .With((Hidden, Cover)),
        Later("kid-of-a-field-that-comes-later", (TextField, TextFieldBody("100", $"/Kids [{Hidden} 0 R]")), (FirstPage, FirstPageBody($"{Hidden} 0 R")))
            .With((Hidden, Cover.Replace("/T (Hidden)", $"/Parent {TextField} 0 R"))),
        Later("annotation-that-was-announced-and-comes-later", (FirstPage, FirstPageBody($"{Hidden} 0 R")))
            .With((Hidden, Cover)),
        Later("page-content-that-was-announced-and-comes-later", (FirstPage, FirstPageBody().Replace("/Contents 4 0 R", $"/Contents [4 0 R {Hidden} 0 R]")))
            .With((Hidden, Evil)),
        Later("page-content-that-comes-as-a-certificate", (FirstPage, FirstPageBody().Replace("/Contents 4 0 R", $"/Contents [4 0 R {Hidden} 0 R]")))
            .With((Root, CatalogBody($"/DSS << /Certs [{Hidden} 0 R] >>")), (Hidden, Evil)),
        Later("page-that-was-announced-and-comes-later", (Pages, $"<< /Type /Pages /Kids [3 0 R 6 0 R {Hidden} 0 R] /Count 2 /Resources << /Font << /F1 5 0 R >> /XObject << /X1 18 0 R >> >> >>"))
            .With((Hidden, FirstPageBody())),
        Later("object-that-was-free-and-comes-later", (FirstPage, FirstPageBody().Replace("/Contents 4 0 R", $"/Contents [4 0 R {Hidden} 0 R]")),
            (Hidden, ""))
            .With((Hidden, Evil)),
    ];

    private static IEnumerable<AttackCase> Disguised() =>
    [
        Later("drawing-that-is-listed-as-an-annotation", (FirstPage, FirstPageBody($"{Overlay} 0 R")), (Pages, PagesBody("/Data")), (SecondContent, Use("/Data")))
            .With((Overlay, Drawing("1 0 0 rg 0 0 300 300 re f"))),
        Later("drawing-that-is-listed-as-a-field", (Form, FormBody($"{Overlay} 0 R")), (Pages, PagesBody("/Obj")), (SecondContent, Use("/Obj")))
            .With((Overlay, Drawing("1 0 0 rg 0 0 300 300 re f"))),
        Later("parent-outside-of-the-page-tree",
            (FirstPage, FirstPageBody().Replace($"/Parent {Pages} 0 R", $"/Parent {Hidden} 0 R")),
            (Hidden, $"<< /Type /Pages /Parent {Pages} 0 R /Kids [{FirstPage} 0 R] /Count 1 /Resources << /Font << /F1 {Font} 0 R >> >> >>"))
            .With((Hidden, $"<< /Type /Pages /Parent {Pages} 0 R /Kids [{FirstPage} 0 R] /Count 1 /Resources << /Font << /F1 {Further} 0 R >> >> >>"),
                (Further, "<< /Type /Font /Subtype /Type1 /BaseFont /Symbol >>")),
        Later("page-with-kids-of-its-own", (FirstPage, FirstPageBody(extra: "/Kids []")))
            .With((Note, $"<< /Type /Annot /Subtype /FreeText /Rect [0 0 300 300] /DA (/F1 9 Tf) /Contents (666) /P {FirstPage} 0 R >>")),
        Later("page-content-referred-to-by-a-false-generation", (FirstPage, FirstPageBody().Replace("/Contents 4 0 R", "/Contents [4 0 R 20 7 R]")), (Hidden, RawPdf.Stream("", " ")))
            .With((Hidden, Evil)),
        Later("annotation-referred-to-by-a-false-generation", (FirstPage, FirstPageBody($"{Hidden} 7 R")), (Hidden, "<< >>"))
            .With((Hidden, Cover)),
        Later("seal-store-made-of-an-object-that-was-there", (Hidden, "(nobody refers to me)"))
            .With((Root, CatalogBody($"/DSS {Hidden} 0 R")), (Hidden, $"<< /Certs [{Further} 0 R] >>"), (Further, RawPdf.Stream("", "certificate"))),
    ];

    private static IEnumerable<AttackCase> Doubled() =>
    [
        Later("page-with-two-contents-of-which-one-changes",
            (FirstPage, FirstPageBody(extra: $"/Contents {FirstContent} 0 R").Replace($"/Contents {FirstContent} 0 R /Annots", $"/Contents {Hidden} 0 R /Annots")),
            (Hidden, RawPdf.Stream("", "BT /F1 24 Tf 20 250 Td (License No. 1) Tj ET")))
            .With((Hidden, Evil)),
        Later("page-with-two-contents-of-which-one-is-left",
            (FirstPage, FirstPageBody(extra: $"/Contents {FirstContent} 0 R").Replace($"/Contents {FirstContent} 0 R /Annots", $"/Contents {Hidden} 0 R /Annots")),
            (Hidden, Evil))
            .With((FirstPage, FirstPageBody())),
        Later("resources-with-two-fonts-of-which-one-changes",
            (FirstPage, FirstPageBody(extra: $"/Resources << /Font << /F1 {Hidden} 0 R /F1 {Font} 0 R >> >>")),
            (Hidden, "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"))
            .With((Hidden, "<< /Type /Font /Subtype /Type1 /BaseFont /Symbol >>")),
    ];

    private static IEnumerable<AttackCase> Unread() =>
    [
        // We read strictly, others do not: what they find in an object that we cannot read must not change either.
        Refused("font-below-an-object-without-an-end", "R15", "FORBIDDEN_CHANGE", () => UnreadAsync(
            $"{Hidden} 0 obj\n<< /Type /Group /Font << /F1 {Further} 0 R >> >>\n", replacesFont: true)),
        Refused("font-below-an-object-with-a-stray-bracket", "R15", "FORBIDDEN_CHANGE", () => UnreadAsync(
            $"{Hidden} 0 obj\n<< /Font << /F1 {Further} 0 R >> ) >>\nendobj\n", replacesFont: true)),
        Honest("broken-object-that-nothing-depends-on", "R15", () => UnreadAsync(
            $"{Hidden} 0 obj\n<< /Font << /F1 {Further} 0 R >> ) >>\nendobj\n", replacesFont: false)),
    ];

    private static async Task<byte[]> UnreadAsync(string broken, bool replacesFont)
    {
        byte[] document = await new SealedSample
        {
            Others = new Dictionary<int, string>
            {
                [FirstPage] = FirstPageBody(extra: $"/Group {Hidden} 0 R"),
                [Further] = "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
            },
            Shape = revision =>
            {
                long at = new RawPdf().Length;
                return revision with
                {
                    Before = broken,
                    Entries = new Dictionary<int, string>
                    {
                        [0] = RawPdf.Entry(0, 65535, 'f'),
                        [Hidden] = RawPdf.Entry(at, 0, 'n'),
                    },
                    Size = Further + 1,
                };
            },
        }.SealAsync();
        var changed = replacesFont
            ? new Dictionary<int, string> { [Further] = "<< /Type /Font /Subtype /Type1 /BaseFont /Symbol >>" }
            : new Dictionary<int, string> { [Information] = "<< /Title (License) /Producer (x) >>" };
        return new RawPdf(document).Append(new RawRevision { Objects = changed, TrailerExtra = $"/Info {Information} 0 R" }).ToArray();
    }

    private static string PagesBody(string name) =>
        $"<< /Type /Pages /Kids [{FirstPage} 0 R {SecondPage} 0 R] /Count 2 /Resources << /Font << /F1 {Font} 0 R >> /XObject << {name} {Overlay} 0 R >> >> >>";

    private static string Use(string name) => RawPdf.Stream("", $"BT /F1 12 Tf 20 250 Td (Terms) Tj ET {name} Do");

    private static Prepared Later(string name, params (int Number, string Body)[] signed) => new(name, signed);

    /// <summary>A document prepared so; an empty body makes the object free.</summary>
    private sealed record Prepared(string Name, (int Number, string Body)[] Signed)
    {
        public AttackCase With(params (int Number, string Body)[] later) => Refused(Name, "R15", "FORBIDDEN_CHANGE", () => new SealedSample
        {
            Others = Signed.Where(item => item.Body.Length > 0).ToDictionary(item => item.Number, item => item.Body),
            Shape = revision => revision with
            {
                Size = Further + 1,
                Freed = [.. Signed.Where(item => item.Body.Length == 0).Select(item => item.Number)],
            },
        }.ThenAsync(later));
    }
}
