using static Licenses.Testing.Attacks.AttackCase;
using static Licenses.Testing.Attacks.SealedSample;

namespace Licenses.Testing.Attacks;

/// <summary>R17: what comes as the field of a further seal, and is more, or is not where it says.</summary>
public static class NewFieldAttacks
{
    private const int NewSeal = 20;
    private const int NewField = 21;
    private const int Looks = 22;
    private const int Group = 23;
    private const int Kid = 24;

    private static readonly SealedSample Certified = new() { Certify = 2 };

    public static IEnumerable<AttackCase> All() =>
    [
        Invisible("drawn-line-that-is-also-a-seal-field", "FORBIDDEN_CHANGE", "/Subtype /Ink /InkList [[0 0 300 300]]"),
        Invisible("field-with-a-rectangle-of-six-numbers", "FORM_FILLING", "/Subtype /Widget", "[0 0 300 300 0 0]"),
        Invisible("field-with-a-rectangle-of-names", "FORM_FILLING", "/Subtype /Widget", "[/A /B /C /D]"),
        Invisible("field-that-only-the-printer-shows", "FORM_FILLING", "/Subtype /Widget", "[0 0 300 300]", flags: 36),
        Invisible("field-that-shows-itself-to-the-mouse", "FORM_FILLING", "/Subtype /Widget", "[0 0 300 300]", flags: 288),
        Invisible("field-with-a-parent-that-does-not-list-it", "FORBIDDEN_CHANGE", $"/Subtype /Widget /Parent {TextField} 0 R"),
        HonestButLate("hidden-field-of-full-size", "R17", "FORM_FILLING", () => SealAsync(Certified, FieldBody("/Subtype /Widget", "[0 0 300 300]", 2))),
        Refused("widget-with-kids-below-a-new-field", "R17", "FORBIDDEN_CHANGE", () => SealAsync(Certified,
            $"<< /FT /Sig /T (Seal3) /V {NewSeal} 0 R /Kids [{Kid} 0 R] >>",
            (Kid, $"<< /Type /Annot /Subtype /Widget /Rect [0 0 0 0] /F 132 /Parent {NewField} 0 R /Kids [{Group} 0 R] >>"),
            (Group, $"<< /Type /Annot /Subtype /Widget /Rect [0 0 300 300] /F 4 /Parent {Kid} 0 R /AP << /N {Looks} 0 R >> >>"))),
        HonestButLate("seal-field-apart-from-its-widget", "R17", "FORM_FILLING", () => SealAsync(new SealedSample(),
            $"<< /FT /Sig /T (Seal3) /V {NewSeal} 0 R /Kids [{Kid} 0 R] >>",
            (FirstPage, FirstPageBody($"{Kid} 0 R")),
            (Kid, $"<< /Type /Annot /Subtype /Widget /Rect [10 10 60 60] /F 132 /P {FirstPage} 0 R /Parent {NewField} 0 R /AP << /N {Looks} 0 R >> >>"))),
        HonestButLate("seal-field-in-a-new-group", "R17", "FORM_FILLING", () => SealAsync(new SealedSample(),
            GroupedBody(Kid), (Form, FormBody($"{Group} 0 R")), (FirstPage, FirstPageBody($"{NewField} 0 R")),
            (Group, $"<< /T (Seals) /Kids [{Kid} 0 R] >>"), (Kid, $"<< /T (Deep) /Parent {Group} 0 R /Kids [{NewField} 0 R] >>"))),
        HonestButLate("seal-field-in-an-old-group", "R17", "FORM_FILLING", () => SealAsync(
            new SealedSample
            {
                Others = new Dictionary<int, string> { [Form] = FormBody($"{Group} 0 R"), [Group] = "<< /T (Seals) /Kids [] >>" },
                Shape = revision => revision with { Size = Group + 1 },
            },
            GroupedBody(Group), (Form, FormBody($"{Group} 0 R")), (FirstPage, FirstPageBody($"{NewField} 0 R")),
            (Group, $"<< /T (Seals) /Kids [{NewField} 0 R] >>"))),
        Refused("text-field-in-a-new-group", "R17", "FORBIDDEN_CHANGE", () => SealAsync(new SealedSample(),
            GroupedBody(Group), (Form, FormBody($"{Group} 0 R")),
            (Group, $"<< /T (Seals) /Kids [{NewField} 0 R {Kid} 0 R] >>"), (Kid, $"<< /FT /Tx /T (Amount) /V (666) /Parent {Group} 0 R >>"))),
        Refused("new-group-with-an-action", "R17", "FORBIDDEN_CHANGE", () => SealAsync(new SealedSample(),
            GroupedBody(Group), (Form, FormBody($"{Group} 0 R")),
            (Group, $"<< /T (Seals) /AA << /C << /S /JavaScript /JS (1) >> >> /Kids [{NewField} 0 R] >>"))),
        Refused("visible-field-in-a-new-group-after-certification", "R17", "FORM_FILLING", () => SealAsync(Certified,
            GroupedBody(Group), (Form, FormBody($"{Group} 0 R")), (FirstPage, FirstPageBody($"{NewField} 0 R")),
            (Group, $"<< /T (Seals) /Kids [{NewField} 0 R] >>"))),
        Refused("empty-field-gets-a-rectangle-when-it-is-sealed", "R17", "FORBIDDEN_CHANGE", () => SealAsync(
            new SealedSample(), FieldBody("/Subtype /Widget", "[0 0 0 0]", 132),
            (EmptySealField, EmptySealFieldBody($"/V {NewSeal} 0 R").Replace("[50 50 150 100]", "[0 0 300 300]")))),
        Refused("seal-field-made-of-an-object-that-was-there", "R17", "FORBIDDEN_CHANGE", () => SealAsync(
            new SealedSample { Others = new Dictionary<int, string> { [NewField] = "(orphan)" }, Shape = revision => revision with { Size = NewField + 1 } },
            FieldBody("/Subtype /Widget", "[0 0 300 300]", 4))),
    ];

    /// <summary>After a certification, a field that seems to be invisible.</summary>
    private static AttackCase Invisible(string name, string check, string extra, string rectangle = "[0 0 0 0]", int flags = 132) =>
        Refused(name, "R17", check, () => SealAsync(Certified, FieldBody(extra, rectangle, flags)));

    private static string FieldBody(string extra, string rectangle, int flags) =>
        $"<< /FT /Sig /T (Seal3) /V {NewSeal} 0 R /Type /Annot {extra} /Rect {rectangle} /F {flags} /P {FirstPage} 0 R /AP << /N {Looks} 0 R >> >>";

    private static string GroupedBody(int parent) =>
        FieldBody($"/Subtype /Widget /Parent {parent} 0 R", "[10 10 60 60]", 132);

    private static async Task<byte[]> SealAsync(SealedSample sample, string field, params (int Number, string Body)[] others)
    {
        var objects = new Dictionary<int, string>
        {
            [Form] = FormBody($"{NewField} 0 R"),
            [FirstPage] = FirstPageBody($"{NewField} 0 R"),
            [NewSeal] = new SealedSample().SealBody(RawSigner.ByteRange, RawSigner.Contents),
            [NewField] = field,
            [Looks] = Drawing("1 1 1 rg 0 0 300 300 re f"),
        };
        foreach ((int number, string body) in others)
        {
            objects[number] = body;
        }

        return await RawSigner.SignAsync(new RawPdf(await sample.SealAsync()).Append(new RawRevision { Objects = objects }));
    }
}
