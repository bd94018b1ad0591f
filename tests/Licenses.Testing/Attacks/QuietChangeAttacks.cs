using static Licenses.Testing.Attacks.AttackCase;
using static Licenses.Testing.Attacks.PreparedAttack;
using static Licenses.Testing.Attacks.SealedSample;

namespace Licenses.Testing.Attacks;

/// <summary>R17 and R18: small changes in places where one does not look first, and others that are nobody's business.</summary>
public static class QuietChangeAttacks
{
    private const int One = 20;
    private const int Two = 21;

    private static readonly string HiddenField =
        $"<< /FT /Tx /T (Hidden) /V (666) /Type /Annot /Subtype /Widget /Rect [0 0 300 300] /F 2 /P {FirstPage} 0 R /AP << /N {Overlay} 0 R >> >>";

    private static readonly (int, string) OtherFont = (One,
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding << /Differences [48 /nine /nine] >> >>");

    private const string DirectNote = "<< /Type /Annot /Subtype /Square /Rect [1 1 99 99] /IC [1 1 1] >>";

    private static readonly string Link =
        $"<< /Type /Annot /Subtype /Link /Rect [0 0 9 9] /P {FirstPage} 0 R /A << /S /URI /URI (https://good.example) >> >>";

    public static IEnumerable<AttackCase> All() => [.. Fields(), .. Pages(), .. Document(), .. Seals()];

    private static IEnumerable<AttackCase> Fields() =>
    [
        Signing("looks-drawn-no-longer-from-the-value", (Form, FormBody(extra: "/NeedAppearances true")))
            .AllowingLate((Form, FormBody(extra: "/NeedAppearances false"))),
        Signing("looks-drawn-no-longer-from-the-value-as-nothing-says-so", (Form, FormBody(extra: "/NeedAppearances true")))
            .AllowingLate((Form, FormBody())),
        Signing("looks-drawn-as-before-in-so-many-words", (Form, FormBody())).Allowing((Form, FormBody(extra: "/NeedAppearances false"))),
        Signing("font-that-a-field-asks-for", (Form, FormBody()), (TextField, TextFieldBody("100", "/DA (/F#32 12 Tf 0 g)")))
            .AllowingLate((Form, FormBody().Replace("/DR << /Font <<", $"/DR << /Font << /F2 {One} 0 R")), OtherFont),
        Signing("font-that-the-form-asks-for", (Form, FormBody().Replace($"/F1 {Font} 0 R", "")))
            .AllowingLate((Form, FormBody().Replace($"/F1 {Font} 0 R", $"/F1 {One} 0 R")), OtherFont),
        Signing("font-that-looks-ask-for", (TextAppearance, Drawing("BT /F2 12 Tf (100) Tj ET")))
            .AllowingLate((Form, FormBody().Replace("/DR << /Font <<", $"/DR << /Font << /F2 {One} 0 R")), OtherFont),
        Signing("font-that-nothing-asks-for", (Form, FormBody()))
            .Allowing((Form, FormBody().Replace("/DR << /Font <<", $"/DR << /Font << /F2 {One} 0 R")), OtherFont),
        Signing("hidden-field-made-visible-after-certification", (Form, FormBody($"{One} 0 R")), (FirstPage, FirstPageBody($"{One} 0 R")), (One, HiddenField))
            .RefusingCertified((One, HiddenField.Replace("/F 2", "/F 4"))),
        Signing("hidden-field-made-visible", (Form, FormBody($"{One} 0 R")), (FirstPage, FirstPageBody($"{One} 0 R")), (One, HiddenField))
            .AllowingLate((One, HiddenField.Replace("/F 2", "/F 4"))),
        Signing("hidden-field-that-no-page-showed", (Form, FormBody($"{One} 0 R")), (One, HiddenField.Replace("/F 2", "/F 4")))
            .Refusing((FirstPage, FirstPageBody($"{One} 0 R"))),
        Apart("looks-given-to-the-widget-of-an-unsigned-field").Refusing((Two, WidgetBody($"/AP << /N {Overlay} 0 R >>"))),
        Signing("field-made-a-password").AllowingLate((TextField, TextFieldBody("100", "/Ff 8192"))),
        Signing("field-made-read-only").AllowingLate((TextField, TextFieldBody("100", "/Ff 1"))),
        Signing("seal-field-given-odd-flags").Refusing((SealField, SealFieldBody("/Ff 4096"))),
        Signing("field-given-a-caption").Refusing((TextField, TextFieldBody("100", "/MK << /CA (666) >>"))),
        Signing("field-given-a-layer").Refusing((TextField, TextFieldBody("100", $"/OC {One} 0 R")), (One, "<< /Type /OCG /Name (x) >>")),
        Signing("field-given-a-default", (TextField, TextFieldBody("100"))).Refusing((TextField, TextFieldBody("100", "/DV (666)"))),
        Signing("field-given-a-longest-length").Refusing((TextField, TextFieldBody("100", "/MaxLen 1"))),
        Signing("calculation-order-added").Refusing((Form, FormBody(extra: $"/CO [{TextField} 0 R]"))),
        Signing("choices-replaced", (Form, FormBody($"{One} 0 R")), (One, "<< /FT /Ch /T (Choice) /Opt [[(a) (Yes)] [(b) (No)]] /V (a) >>"))
            .Refusing((One, "<< /FT /Ch /T (Choice) /Opt [[(a) (No)] [(b) (Yes)]] /V (a) >>")),
    ];

    private static PreparedAttack Apart(string name) => Signing(name,
        (Form, FormBody($"{One} 0 R")), (FirstPage, FirstPageBody($"{Two} 0 R")), (One, $"<< /FT /Sig /T (Seal4) /Kids [{Two} 0 R] >>"), (Two, WidgetBody("")));

    private static string WidgetBody(string extra) =>
        $"<< /Type /Annot /Subtype /Widget /Rect [0 0 300 300] /F 4 /P {FirstPage} 0 R /Parent {One} 0 R {extra} >>";

    private static IEnumerable<AttackCase> Pages() =>
    [
        Signing("rotation-of-all-pages").Refusing((SealedSample.Pages, PagesBody("/Rotate 180"))),
        Signing("size-of-all-pages").Refusing((SealedSample.Pages, PagesBody("/CropBox [0 0 9 9]"))),
        Signing("unit-of-a-page").Refusing((FirstPage, FirstPageBody(extra: "/UserUnit 10"))),
        Signing("piece-of-a-page").Refusing((FirstPage, FirstPageBody(extra: "/PieceInfo << /X << /LastModified (D:2026) >> >>"))),
        Signing("thumbnail-of-a-page").Refusing((FirstPage, FirstPageBody(extra: $"/Thumb {One} 0 R")), (One, RawPdf.Stream("", "x"))),
        Signing("transition-of-a-page").Refusing((FirstPage, FirstPageBody(extra: "/Trans << /S /Wipe >>"))),
        Signing("note-in-the-page-raised-above-another", (FirstPage, FirstPageBody(DirectNote)))
            .Refusing((FirstPage, FirstPageBody().Replace("/Annots [", $"/Annots [{DirectNote} "))),
        Signing("link-turned-elsewhere", (FirstPage, FirstPageBody($"{One} 0 R")), (One, Link)).Refusing((One, Link.Replace("good", "evil"))),
        Signing("link-hidden", (FirstPage, FirstPageBody($"{One} 0 R")), (One, Link)).Refusing((One, Link.Replace("/P 3", "/F 2 /P 3"))),
        Signing("link-made-free", (FirstPage, FirstPageBody($"{One} 0 R")), (One, Link)).Refusing((One, "")),
        Signing("glyphs-of-a-font-swapped", (Font, FontBody(One)), (One, RawPdf.Stream("", "0 0 0 0 9 9 d1")), (Two, RawPdf.Stream("", "9 0 0 0 9 9 d1")))
            .Refusing((One, RawPdf.Stream("", "9 0 0 0 9 9 d1"))),
        Signing("encoding-of-a-font-swapped", (Font, FontBody(One)), (One, RawPdf.Stream("", "x"))).Refusing((Font, FontBody(One).Replace("[1 /a", "[2 /a"))),
        Signing("layer-renamed", (Root, CatalogBody($"/OCProperties << /OCGs [{One} 0 R] /D << /ON [{One} 0 R] >> >>")), (One, "<< /Type /OCG /Name (Text) >>"))
            .Refusing((One, "<< /Type /OCG /Name (Other) /Usage << /Print << /PrintState /OFF >> >> >>")),
    ];

    private static IEnumerable<AttackCase> Document() =>
    [
        Signing("page-labels-added").Refusing((Root, CatalogBody("/PageLabels << /Nums [0 << /P (666) >>] >>"))),
        Signing("file-attached").Refusing((Root, CatalogBody("/Names << /EmbeddedFiles << /Names [(a) << /Type /Filespec /F (a) >>] >> >>"))),
        Signing("associated-file-added").Refusing((Root, CatalogBody("/AF [<< /Type /Filespec /F (a) >>]"))),
        Signing("portfolio-made-of-it").Refusing((Root, CatalogBody("/Collection << /View /D >>"))),
        Signing("threads-added").Refusing((Root, CatalogBody("/Threads []"))),
        Signing("language-changed", (Root, CatalogBody("/Lang (zh)"))).Refusing((Root, CatalogBody("/Lang (en)"))),
        Signing("destination-moved", (Root, CatalogBody($"/Dests << /A [{FirstPage} 0 R /Fit] >>"))).Refusing((Root, CatalogBody($"/Dests << /A [{SecondPage} 0 R /Fit] >>"))),
        Signing("output-intent-replaced", (Root, CatalogBody($"/OutputIntents [{One} 0 R]")), (One, "<< /S /GTS_PDFA1 /OutputConditionIdentifier (a) >>"))
            .Refusing((One, "<< /S /GTS_PDFA1 /OutputConditionIdentifier (b) >>")),
        Signing("bookmark-retitled", (Root, CatalogBody($"/Outlines {One} 0 R")), (One, $"<< /First {Two} 0 R /Last {Two} 0 R >>"), (Two, $"<< /Title (a) /Parent {One} 0 R >>"))
            .Refusing((Two, $"<< /Title (b) /Parent {One} 0 R >>")),
        Signing("trailer-entry-added").Allowing((Information, "<< /Title (License) >>")),
        Signing("entry-that-is-null").Allowing((Root, CatalogBody("/OpenAction null /AA null"))),
        Signing("metadata-of-a-page-replaced", (FirstPage, FirstPageBody(extra: $"/Metadata {One} 0 R")), (One, RawPdf.Stream("/Type /Metadata /Subtype /XML", "<a/>")))
            .Refusing((One, RawPdf.Stream("/Type /Metadata /Subtype /XML", "<b/>"))),
    ];

    private static IEnumerable<AttackCase> Seals() =>
    [
        Honest("seal-written-again-unchanged", "R12", RewriteAsync),
        Honest("usage-rights-beside-the-seal", "R19", () => new SealedSample
        {
            CatalogExtra = $"/Perms << /UR3 {One} 0 R >>",
            Others = new Dictionary<int, string> { [One] = "<< /Type /Sig /Filter /Adobe.PPKLite /SubFilter /adbe.pkcs7.detached /ByteRange [0 1 2 3] /Contents <3003020101> >>" },
            Shape = revision => revision with { Size = One + 1 },
        }.SealAsync()),
        Refused("contents-given-twice-in-another-spelling", "R5", "SIGNATURE_DICTIONARY", () => new SealedSample { SealExtra = "/#43ontents <3003020101>" }.SealAsync()),
        Refused("byte-range-given-twice-in-another-spelling", "R5", "SIGNATURE_DICTIONARY", () => new SealedSample { SealExtra = "/Byte#52ange [0 1 2 3]" }.SealAsync()),
        Refused("object-written-twice-in-one-revision", "R11", "UNOWNED_BYTES", () => new SealedSample().ThenAsync(new RawRevision
        {
            Before = $"{Information} 0 obj\n<< /Title (first) >>\nendobj\n",
            Objects = new Dictionary<int, string> { [Information] = "<< /Title (second) >>" },
        })),
    ];

    private static async Task<byte[]> RewriteAsync()
    {
        byte[] document = await new SealedSample().SealAsync();
        string text = System.Text.Encoding.Latin1.GetString(document);
        int start = text.IndexOf($"\n{Seal} 0 obj\n", StringComparison.Ordinal) + $"\n{Seal} 0 obj\n".Length;
        return new RawPdf(document).Append(new RawRevision
        {
            Objects = new Dictionary<int, string> { [Seal] = text[start..text.IndexOf("\nendobj", start, StringComparison.Ordinal)] },
        }).ToArray();
    }

    private static string SealFieldBody(string extra) =>
        $"<< /FT /Sig /T (Seal1) /V {Seal} 0 R /Type /Annot /Subtype /Widget /Rect [0 0 0 0] /F 132 /P {FirstPage} 0 R {extra} >>";

    private static string FontBody(int glyph) =>
        $"<< /Type /Font /Subtype /Type3 /FontBBox [0 0 9 9] /FontMatrix [1 0 0 1 0 0] /CharProcs << /a {glyph} 0 R >> /Encoding << /Differences [1 /a] >> /FirstChar 1 /LastChar 1 /Widths [9] >>";

    private static string PagesBody(string extra) =>
        $"<< /Type /Pages /Kids [{FirstPage} 0 R {SecondPage} 0 R] /Count 2 /Resources << /Font << /F1 {Font} 0 R >> /XObject << /X1 {Overlay} 0 R >> >> {extra} >>";
}
