using static Licenses.Testing.Attacks.AttackCase;
using static Licenses.Testing.Attacks.SealedSample;

namespace Licenses.Testing.Attacks;

/// <summary>What honest tools write, odd as it looks: refusing it would be as wrong as accepting a forgery.</summary>
public static class HonestUpdates
{
    private const int Certificate = 25;

    private static readonly (int, string) Data = (Certificate, RawPdf.Stream("", "certificate"));

    public static IEnumerable<AttackCase> All() =>
    [
        Extended("page-listed-twice", (Pages, $"<< /Type /Pages /Kids [3 0 R 6 0 R 3 0 R] /Count 3 /Resources << /Font << /F1 5 0 R >> /XObject << /X1 18 0 R >> >> >>")),
        Extended("pages-in-a-deeper-tree",
            (Pages, "<< /Type /Pages /Kids [20 0 R] /Count 2 /Resources << /Font << /F1 5 0 R >> /XObject << /X1 18 0 R >> >> >>"),
            (20, $"<< /Type /Pages /Parent 2 0 R /Kids [{FirstPage} 0 R {SecondPage} 0 R] /Count 2 >>"),
            (FirstPage, FirstPageBody().Replace("/Parent 2 0 R", "/Parent 20 0 R"))),
        Extended("annotation-written-into-its-page", (FirstPage, FirstPageBody("<< /Type /Annot /Subtype /Text /Rect [1 1 2 2] /Contents (x) >>"))),
        Extended("annotations-without-any", (SecondPage, $"<< /Type /Page /Parent {Pages} 0 R /MediaBox [0 0 300 300] /Contents {SecondContent} 0 R /Annots null >>")),
        Extended("reference-to-nothing", (FirstPage, FirstPageBody("24 0 R", "/Thumb 23 0 R"))),
        Extended("real-numbers-and-escaped-names", (FirstPage, FirstPageBody().Replace("/MediaBox [0 0 300 300]", "/Media#42ox [0. -.0 +300.00 300.0]"))),
        Extended("stream-with-a-length-in-another-object", (SecondContent, "<< /Length 24 0 R >>\nstream\nBT /F1 12 Tf 20 250 Td (Terms) Tj ET /X1 Do\nendstream"), (24, "43")),
        Honest("startxref-on-one-line", "R10", () => EndAsync((xref, _) => $"startxref {xref} %%EOF")),
        Honest("startxref-at-the-line-end-before", "R10", () => EndAsync((xref, _) => $"startxref\n{xref - 1}\n%%EOF\n")),
        Honest("end-of-file-with-carriage-returns", "R10", () => EndAsync((xref, _) => $"startxref\r{xref}\r%%EOF\r")),
        Honest("end-of-file-with-zeros-behind-it", "R10", () => EndAsync((xref, _) => $"startxref\n{xref}\n%%EOF\n\0\0\0\0")),
        Honest("comments-between-tokens", "R1", () => new SealedSample { SealExtra = "% a comment ] >> \r/Name % another (\n(me)" }.SealAsync()),
        Honest("byte-range-of-references", "R1", () => new SealedSample
        {
            ByteRange = "/ByteRange 24 0 R",
            Others = new Dictionary<int, string> { [24] = RawSigner.ByteRange["/ByteRange ".Length..] },
            Shape = revision => revision with { Size = 25 },
        }.SealAsync()),
        Honest("seal-in-a-field-without-a-number", "R9", () => new SealedSample
        {
            Others = new Dictionary<int, string>
            {
                [SealField] = "<< /FT /Sig /T (Seal1) /Kids [24 0 R] >>",
                [24] = $"<< /T (x) /Parent {SealField} 0 R /V {Seal} 0 R /Type /Annot /Subtype /Widget /Rect [0 0 0 0] /F 132 >>",
            },
            Shape = revision => revision with { Size = 25 },
        }.SealAsync()),
        HonestButLate("field-that-had-nonsense-for-looks", "R17", "FORM_FILLING", () => new SealedSample
        {
            Others = new Dictionary<int, string> { [TextField] = TextFieldBody("100").Replace($"/AP << /N {TextAppearance} 0 R >>", "/AP [(nonsense)]") },
        }.ThenAsync((TextField, TextFieldBody("999")))),
        HonestButLate("field-stamped-with-its-time-of-change", "R17", "FORM_FILLING", () => new SealedSample().ThenAsync(
            (TextField, TextFieldBody("999", "/M (D:20260102000000Z)")))),
    ];

    /// <summary>A document that is written so, and that was given validation data later.</summary>
    private static AttackCase Extended(string name, params (int Number, string Body)[] written) => Honest(name, "R15", () => new SealedSample
    {
        Others = written.ToDictionary(item => item.Number, item => item.Body),
        Shape = revision => revision with { Size = Certificate },
    }.ThenAsync((Root, CatalogBody($"/DSS << /Certs [{Certificate} 0 R] >>")), Data));

    private static Task<byte[]> EndAsync(Func<long, RawPdf, string> end)
    {
        var draft = new SealedSample().Draft();
        byte[] bytes = draft.ToArray();
        int tail = bytes.AsSpan().LastIndexOf("startxref"u8);
        string text = System.Text.Encoding.Latin1.GetString(bytes.AsSpan(0, tail));
        return RawSigner.SignAsync(new RawPdf(text + end(draft.Previous, draft)));
    }
}
