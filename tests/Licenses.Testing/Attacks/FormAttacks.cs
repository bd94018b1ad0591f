using Licenses.Crypto;
using static Licenses.Testing.Attacks.AttackCase;
using static Licenses.Testing.Attacks.SealedSample;

namespace Licenses.Testing.Attacks;

/// <summary>R17, R19 and R20: fields, further seals, annotations, and what a certification permits.</summary>
public static class FormAttacks
{
    private static readonly (int, string) FilledIn = (TextField, TextFieldBody("999"));

    private static readonly (int, string) NewNote =
        (Size, $"<< /Type /Annot /Subtype /Text /Rect [10 10 30 30] /Contents (seen) /P {FirstPage} 0 R >>");

    private static readonly (int, string) Cover =
        (Size, $"<< /Type /Annot /Subtype /FreeText /Rect [0 0 300 300] /DA (/F1 9 Tf) /Contents (x) /P {FirstPage} 0 R /AP << /N {Overlay} 0 R >> >>");

    public static IEnumerable<AttackCase> All() => [.. Fields(), .. Seals(), .. Permissions(), .. Locks()];

    private static IEnumerable<AttackCase> Fields() =>
    [
        HonestButLate("field-filled-in", "R17", "FORM_FILLING", () => new SealedSample().ThenAsync(FilledIn)),
        Refused("field-moved", "R18", "FORBIDDEN_CHANGE", () => new SealedSample().ThenAsync(
            (TextField, TextFieldBody("100").Replace("[20 100 120 120]", "[0 0 300 300]")))),
        Refused("field-renamed", "R18", "FORBIDDEN_CHANGE", () => new SealedSample().ThenAsync(
            (TextField, TextFieldBody("100").Replace("(Amount)", "(Total)")))),
        Refused("field-given-a-script", "R18", "FORBIDDEN_CHANGE", () => new SealedSample().ThenAsync(
            (TextField, TextFieldBody("100", "/AA << /K << /S /JavaScript /JS (1) >> >>")))),
        Refused("field-made-another-kind", "R18", "FORBIDDEN_CHANGE", () => new SealedSample().ThenAsync(
            (TextField, TextFieldBody("100").Replace("/FT /Tx", "/FT /Btn")))),
        Refused("field-deleted", "R18", "FORBIDDEN_CHANGE", () => new SealedSample().ThenAsync(
            (Form, FormBody().Replace($"{TextField} 0 R ", "")))),
        Refused("text-field-added", "R18", "FORBIDDEN_CHANGE", () => new SealedSample().ThenAsync(
            (Form, FormBody("19 0 R")), (Size, "<< /FT /Tx /T (New) /V (1) >>"))),
        Refused("form-given-xfa", "R18", "FORBIDDEN_CHANGE", () => new SealedSample().ThenAsync((Form, FormBody(extra: "/XFA (x)")))),
        Refused("form-font-replaced", "R18", "FORBIDDEN_CHANGE", () => new SealedSample().ThenAsync(
            (Form, FormBody().Replace($"/F1 {Font} 0 R", "/F1 19 0 R")), (Size, "<< /Type /Font /Subtype /Type1 /BaseFont /Symbol >>"))),
        Refused("looks-that-other-content-shares", "R18", "FORBIDDEN_CHANGE", () => new SealedSample
        {
            Others = new Dictionary<int, string> { [TextField] = TextFieldBody("100").Replace($"/N {TextAppearance} 0 R", $"/N {Overlay} 0 R") },
        }.ThenAsync(FilledIn, (Overlay, Drawing("1 0 0 rg 0 0 300 300 re f")))),
        Refused("looks-of-a-seal-replaced", "R18", "FORBIDDEN_CHANGE", () => new SealedSample().ThenAsync(
            (SealField, $"<< /FT /Sig /T (Seal1) /V {Seal} 0 R /Type /Annot /Subtype /Widget /Rect [0 0 0 0] /F 132 /P {FirstPage} 0 R /AP << /N {Overlay} 0 R >> >>"))),
        Refused("seal-moved", "R18", "FORBIDDEN_CHANGE", () => new SealedSample().ThenAsync(
            (SealField, $"<< /FT /Sig /T (Seal1) /V {Seal} 0 R /Type /Annot /Subtype /Widget /Rect [0 0 300 300] /F 132 /P {FirstPage} 0 R >>"))),
    ];

    private static IEnumerable<AttackCase> Seals() =>
    [
        HonestButLate("second-seal-in-the-empty-field", "R17", "FORM_FILLING", () => SealAgainAsync(new SealedSample())),
        Refused("second-seal-over-a-changed-page", "R18", "FORBIDDEN_CHANGE", () => SealAgainAsync(
            new SealedSample(), (FirstContent, RawPdf.Stream("", "BT /F1 24 Tf 20 250 Td (License No. 666) Tj ET")))),
        Refused("seal-made-of-an-old-object", "R17", "FORBIDDEN_CHANGE", () => SealAgainAsync(new SealedSample(), number: Information)),
        HonestButLate("second-seal-after-certification", "R17", "FORM_FILLING", () => SealAgainAsync(new SealedSample { Certify = 2 })),
        HonestButLate("new-visible-field-sealed", "R17", "FORM_FILLING", () => SealAnewAsync(new SealedSample(), "[0 0 300 300]")),
        Refused("new-visible-field-after-certification", "R17", "FORM_FILLING", () => SealAnewAsync(new SealedSample { Certify = 2 }, "[0 0 300 300]")),
        HonestButLate("new-invisible-field-after-certification", "R17", "FORM_FILLING", () => SealAnewAsync(
            new SealedSample { Certify = 2 }, "[0 0 0 0]", looks: Drawing("% nothing"))),
        Refused("new-field-without-a-size-that-draws", "R17", "FORM_FILLING", () => SealAnewAsync(new SealedSample { Certify = 2 }, "[0 0 0 0]")),
        Refused("new-field-without-a-height-that-draws", "R17", "FORM_FILLING", () => SealAnewAsync(new SealedSample { Certify = 2 }, "[0 9 300 9]")),
        Refused("new-field-without-a-rectangle-that-draws", "R17", "FORM_FILLING", () => SealAnewAsync(new SealedSample { Certify = 2 }, "null")),
        Refused("new-field-with-an-old-name", "R17", "FORBIDDEN_CHANGE", () => SealAnewAsync(new SealedSample(), "[0 0 0 0]", "Seal1")),
    ];

    private static IEnumerable<AttackCase> Permissions() =>
    [
        Refused("filled-in-though-certified-without-changes", "R19", "DOC_MDP", () => new SealedSample { Certify = 1 }.ThenAsync(FilledIn)),
        HonestButLate("filled-in-as-certified", "R19", "FORM_FILLING", () => new SealedSample { Certify = 2 }.ThenAsync(FilledIn)),
        HonestButLate("permission-left-out-means-two", "R19", "FORM_FILLING", () => new SealedSample { Certify = 0 }.ThenAsync(FilledIn)),
        Refused("permission-out-of-range", "R19", "DOC_MDP", () => new SealedSample { Certify = 7 }.SealAsync()),
        Refused("note-added-to-an-approved-document", "R18", "FORBIDDEN_CHANGE", () => AnnotateAsync(new SealedSample(), NewNote)),
        Refused("note-added-though-only-forms-are-open", "R19", "DOC_MDP", () => AnnotateAsync(new SealedSample { Certify = 2 }, NewNote)),
        HonestButLate("note-added-where-notes-are-open", "R19", "FORBIDDEN_CHANGE", () => AnnotateAsync(new SealedSample { Certify = 3 }, NewNote)),
        new("covering-note-where-notes-are-open", "R19", Verdict.Indeterminate, Verdict.Failed, "FORBIDDEN_CHANGE",
            () => AnnotateAsync(new SealedSample { Certify = 3 }, Cover)),
        Refused("page-changed-though-notes-are-open", "R19", "DOC_MDP", () => new SealedSample { Certify = 3 }.ThenAsync((ContentLength, "10"))),
    ];

    private static IEnumerable<AttackCase> Locks() =>
    [
        Refused("locked-field-filled-in", "R20", "FIELD_MDP", () => Locked("/Action /Include /Fields [(Amount)]").ThenAsync(FilledIn)),
        Refused("field-filled-in-though-all-are-locked", "R20", "FIELD_MDP", () => Locked("/Action /All").ThenAsync(FilledIn)),
        HonestButLate("field-filled-in-that-the-lock-leaves-open", "R20", "FORM_FILLING", () =>
            Locked("/Action /Exclude /Fields [(Amount)]").ThenAsync(FilledIn)),
        Refused("locked-field-inherits-another-value", "R20", "FIELD_MDP", () => InGroup("(Group.Amount)").ThenAsync((Size, GroupBody("999")))),
        Refused("group-locked-with-all-below-it", "R20", "FIELD_MDP", () => InGroup("(Group)").ThenAsync((Size, GroupBody("999")))),
        HonestButLate("group-filled-in-though-another-is-locked", "R20", "FORM_FILLING", () =>
            InGroup("(Group2.Amount)(Gr)").ThenAsync((Size, GroupBody("999")))),
        Refused("field-locked-by-the-seal-field", "R20", "FIELD_MDP", () => new SealedSample
        {
            FieldExtra = "/Lock << /Type /SigFieldLock /Action /Include /Fields [(Amount)] >>",
        }.ThenAsync(FilledIn)),
        Refused("field-lock-that-permits-nothing", "R20", "DOC_MDP", () => new SealedSample
        {
            FieldExtra = "/Lock << /Type /SigFieldLock /Action /Include /Fields [(Other)] /P 1 >>",
        }.ThenAsync(FilledIn)),
    ];

    private static SealedSample InGroup(string locked) => Locked($"/Action /Include /Fields [{locked}]") with
    {
        Others = new Dictionary<int, string>
        {
            [Form] = FormBody().Replace($"[{TextField} 0 R", $"[{Size} 0 R"),
            [Size] = GroupBody("100"),
            [TextField] = TextFieldBody("100", $"/Parent {Size} 0 R").Replace("/V (100)", ""),
        },
        Shape = revision => revision with { Size = Size + 1 },
    };

    private static string GroupBody(string value) => $"<< /T (Group) /FT /Tx /V ({value}) /Kids [{TextField} 0 R] >>";

    private static SealedSample Locked(string parameters) => new()
    {
        SealExtra = $"/Reference [<< /Type /SigRef /TransformMethod /FieldMDP /Data {Root} 0 R /TransformParams << /Type /TransformParams /V /1.2 {parameters} >> >>]",
    };

    private static async Task<byte[]> SealAgainAsync(SealedSample sample, params (int Number, string Body)[] others) =>
        await SealAgainAsync(sample, Size, others);

    private static async Task<byte[]> SealAgainAsync(SealedSample sample, int number, params (int Number, string Body)[] others)
    {
        var objects = others.ToDictionary(item => item.Number, item => item.Body);
        objects[number] = new SealedSample().SealBody(RawSigner.ByteRange, RawSigner.Contents);
        objects[EmptySealField] = EmptySealFieldBody($"/V {number} 0 R /AP << /N {Size + 1} 0 R >>");
        objects[Size + 1] = Drawing("0 1 0 rg 0 0 9 9 re f");
        return await RawSigner.SignAsync(new RawPdf(await sample.SealAsync()).Append(new RawRevision { Objects = objects }));
    }

    private static async Task<byte[]> SealAnewAsync(SealedSample sample, string rectangle, string name = "Seal3", string? looks = null) =>
        await RawSigner.SignAsync(new RawPdf(await sample.SealAsync()).Append(new RawRevision
        {
            Objects = new Dictionary<int, string>
            {
                [Form] = FormBody("20 0 R"),
                [FirstPage] = FirstPageBody("20 0 R"),
                [Size] = new SealedSample().SealBody(RawSigner.ByteRange, RawSigner.Contents),
                [Size + 1] = $"<< /FT /Sig /T ({name}) /V {Size} 0 R /Type /Annot /Subtype /Widget /Rect {rectangle} /F 132 /P {FirstPage} 0 R /AP << /N {Size + 2} 0 R >> >>",
                [Size + 2] = looks ?? Drawing("1 1 1 rg 0 0 300 300 re f"),
            },
        }));

    private static Task<byte[]> AnnotateAsync(SealedSample sample, (int Number, string Body) annotation) =>
        sample.ThenAsync((FirstPage, FirstPageBody($"{Size} 0 R")), annotation);
}
