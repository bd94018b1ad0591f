using System.Globalization;
using System.Text;
using Licenses.Crypto;
using static Licenses.Testing.Attacks.AttackCase;
using static Licenses.Testing.Attacks.SealedSample;

namespace Licenses.Testing.Attacks;

/// <summary>R12 to R20: what a later revision may try on the seal, the cross-references, the form and its locks.</summary>
public static class LaterRevisionAttacks
{
    private const string Key = "0123456789ABCDEF0123456789ABCDEF01234567";

    private static readonly string Evil = RawPdf.Stream("", "BT /F1 24 Tf 20 250 Td (License No. 666) Tj ET");

    public static IEnumerable<AttackCase> All() => [.. Seals(), .. References(), .. Forms(), .. Stores()];

    private static IEnumerable<AttackCase> Seals() =>
    [
        Refused("seal-wiped-out-by-zeros", "R12", "SIGNATURE_REPLACED", () => RewriteSealAsync(body =>
            System.Text.RegularExpressions.Regex.Replace(body, "/Contents <[0-9A-F]+>", "/Contents <" + new string('0', 64) + ">"))),
        Refused("seal-made-a-mistyped-timestamp", "R12", "SIGNATURE_REPLACED", () => RewriteSealAsync(body =>
            body.Replace("ETSI.CAdES.detached", "ETSI.RFC3161"))),
        Refused("seal-field-made-a-text-field", "R12", "SIGNATURE_REPLACED", () => new SealedSample().ThenAsync(
            (SealField, $"<< /FT /Tx /T (Seal1) /V {Seal} 0 R /Type /Annot /Subtype /Widget /Rect [0 0 0 0] /F 132 /P {FirstPage} 0 R >>"))),
        Refused("form-taken-out-of-the-catalog", "R12", "SIGNATURE_REPLACED", () => new SealedSample().ThenAsync(
            (Root, CatalogBody().Replace($"/AcroForm {Form} 0 R", "")))),
        Refused("second-certification-after-the-first", "R19", "DOC_MDP", () => SealAgainAsync(new SealedSample { Certify = 2 }, new SealedSample { Certify = 3 })),
        Refused("certification-after-an-approval", "R19", "FORBIDDEN_CHANGE", () => SealAgainAsync(
            new SealedSample(), new SealedSample { Certify = 2 }, (Root, CatalogBody($"/Perms << /DocMDP {Size} 0 R >>")))),
        Refused("second-catalog-permission", "R19", "FORBIDDEN_CHANGE", () => new SealedSample { Certify = 1 }.ThenAsync(
            (Root, CatalogBody($"/Perms << /DocMDP {Seal} 0 R /UR3 {Seal} 0 R >>")))),
        Refused("permission-rewritten-where-it-stands", "R19", "DOC_MDP", () => new SealedSample
        {
            SealExtra = $"/Reference [<< /TransformMethod /DocMDP /TransformParams {Size} 0 R >>]",
            Others = new Dictionary<int, string> { [Size] = "<< /Type /TransformParams /P 1 /V /1.2 >>" },
            Shape = revision => revision with { Size = Size + 1 },
        }.ThenAsync((Size, "<< /Type /TransformParams /P 3 /V /1.2 >>"), (TextField, TextFieldBody("999")))),
    ];

    private static IEnumerable<AttackCase> References() =>
    [
        Refused("content-with-a-higher-generation", "R13", "CROSS_REFERENCE", () => NextGenerationAsync()),
        Refused("hidden-cross-reference-stream-brought-to-light", "R14", "HYBRID_REFERENCE", HiddenStreamAsync),
        Honest("cross-reference-written-out-in-full", "R13", () => InFullAsync()),
        Honest("free-objects-listed-again", "R13", () => new SealedSample().ThenAsync(new RawRevision
        {
            Objects = new Dictionary<int, string> { [Information] = "<< /Title (License) /Producer (x) >>" },
            Entries = new Dictionary<int, string> { [0] = RawPdf.Entry(30, 65535, 'f'), [30] = RawPdf.Entry(0, 1, 'f') },
            TrailerExtra = $"/Info {Information} 0 R",
        })),
    ];

    private static IEnumerable<AttackCase> Forms() =>
    [
        Refused("locked-fields-drawn-anew", "R20", "FIELD_MDP", () => Locked().ThenAsync((Form, FormBody(extra: "/NeedAppearances true")))),
        Refused("locked-fields-drawn-with-another-font", "R20", "FIELD_MDP", () => Locked().ThenAsync(
            (Form, FormBody().Replace("/F1 12 Tf 0 g", "/F1 1 Tf 1 g")))),
        Refused("note-grown-over-the-page-though-locked", "R18", "FORBIDDEN_CHANGE", () => new SealedSample().ThenAsync(
            (Note, $"<< /Type /Annot /Subtype /Text /Rect [0 0 300 300] /Contents (checked) /P {FirstPage} 0 R /AP << /N {Overlay} 0 R >> >>"))),
        new("note-grown-over-the-page-where-notes-are-open", "R19", Verdict.Indeterminate, Verdict.Failed, "FORBIDDEN_CHANGE", () => new SealedSample { Certify = 3 }.ThenAsync(
            (Note, $"<< /Type /Annot /Subtype /Text /Rect [0 0 300 300] /Contents (checked) /P {FirstPage} 0 R /AP << /N {Overlay} 0 R >> >>"))),
        new("highlight-that-draws-what-it-likes", "R19", Verdict.Indeterminate, Verdict.Failed, "FORBIDDEN_CHANGE", () => new SealedSample { Certify = 3 }.ThenAsync(
            (FirstPage, FirstPageBody($"{Size} 0 R")),
            (Size, $"<< /Type /Annot /Subtype /Highlight /Rect [0 0 300 300] /QuadPoints [0 300 300 300 0 0 300 0] /P {FirstPage} 0 R /AP << /N {Overlay} 0 R >> >>"))),
        HonestButLate("drawing-of-the-form-replaced", "R17", "FORM_FILLING", () => new SealedSample
        {
            Others = new Dictionary<int, string> { [Form] = FormBody().Replace("/DR <<", $"/DR << /XObject << /X1 {Overlay} 0 R >>") },
        }.ThenAsync((Form, FormBody().Replace("/DR <<", $"/DR << /XObject << /X1 {TextAppearance} 0 R >>")))),
        Refused("lock-without-an-action", "R20", "FIELD_MDP", () => new SealedSample
        {
            SealExtra = $"/Reference [<< /TransformMethod /FieldMDP /TransformParams << /Fields [(Amount)] >> >>]",
        }.ThenAsync((TextField, TextFieldBody("999")))),
        Refused("lock-of-a-group-holds-for-its-kids", "R20", "FIELD_MDP", () => Grouped("[(Group)]").ThenAsync((Size + 1, KidBody("999")))),
        HonestButLate("lock-of-one-kid-leaves-the-other-open", "R20", "FORM_FILLING", () => Grouped("[(Group.Other)]").ThenAsync((Size + 1, KidBody("999")))),
        HonestButLate("button-pressed", "R17", "FORM_FILLING", () => Buttons().ThenAsync(
            (Size, ButtonsBody("One")), (Size + 1, ButtonBody("One", Size))))
    ];

    private static IEnumerable<AttackCase> Stores() =>
    [
        Store("validation-data-that-is-text", "(Hi there)"),
        Store("validation-entry-that-is-text", "<< /VRI (Hi there) >>"),
        Store("validation-entry-of-a-signature-that-is-null", $"<< /VRI << /{Key} null >> >>"),
        Store("validation-list-that-is-text", "<< /Certs (Hi there) >>"),
        Store("validation-list-of-a-signature-that-is-text", $"<< /VRI << /{Key} << /OCSP (Hi there) >> >> >>"),
        Refused("developer-extension-taken-away", "R16", "FORBIDDEN_CHANGE", () => new SealedSample { CatalogExtra = "/Extensions << /ESIC << /BaseVersion /1.7 /ExtensionLevel 5 >> >>" }
            .ThenAsync((Root, CatalogBody("/Extensions << /ADBE << /BaseVersion /1.7 /ExtensionLevel 3 >> >>")))),
        Refused("developer-extension-lowered", "R16", "FORBIDDEN_CHANGE", () => new SealedSample { CatalogExtra = "/Extensions << /ESIC << /BaseVersion /1.7 /ExtensionLevel 5 >> >>" }
            .ThenAsync((Root, CatalogBody("/Extensions << /ESIC << /BaseVersion /1.7 /ExtensionLevel 2 >> >>")))),
    ];

    private static AttackCase Store(string name, string store) => Refused(name, "R16", "FORBIDDEN_CHANGE", () =>
        new SealedSample().ThenAsync((Root, CatalogBody($"/DSS {Size} 0 R")), (Size, store)));

    private static SealedSample Locked() => new()
    {
        SealExtra = "/Reference [<< /Type /SigRef /TransformMethod /FieldMDP /TransformParams << /Type /TransformParams /V /1.2 /Action /All >> >>]",
    };

    private static SealedSample Grouped(string locked) => new()
    {
        SealExtra = $"/Reference [<< /TransformMethod /FieldMDP /TransformParams << /Action /Include /Fields {locked} >> >>]",
        Others = new Dictionary<int, string>
        {
            [Form] = FormBody($"{Size} 0 R"),
            [Size] = $"<< /FT /Tx /T (Group) /Kids [{Size + 1} 0 R] >>",
            [Size + 1] = KidBody("1"),
        },
        Shape = revision => revision with { Size = Size + 2 },
    };

    private static string KidBody(string value) => $"<< /T (Kid) /Parent {Size} 0 R /V ({value}) >>";

    private static SealedSample Buttons() => new()
    {
        Others = new Dictionary<int, string>
        {
            [Form] = FormBody($"{Size} 0 R"),
            [FirstPage] = FirstPageBody($"{Size + 1} 0 R"),
            [Size] = ButtonsBody("Off"),
            [Size + 1] = ButtonBody("Off", Size),
        },
        Shape = revision => revision with { Size = Size + 2 },
    };

    private static string ButtonsBody(string value) => $"<< /FT /Btn /Ff 49152 /T (Choice) /V /{value} /Kids [{Size + 1} 0 R] >>";

    private static string ButtonBody(string state, int parent) =>
        $"<< /Type /Annot /Subtype /Widget /Rect [10 10 20 20] /F 4 /Parent {parent} 0 R /AS /{state} /AP << /N << /One {Overlay} 0 R /Off {TextAppearance} 0 R >> >> >>";

    private static async Task<byte[]> RewriteSealAsync(Func<string, string> rewrite)
    {
        byte[] document = await new SealedSample().SealAsync();
        string text = Encoding.Latin1.GetString(document);
        int start = text.IndexOf($"\n{Seal} 0 obj\n", StringComparison.Ordinal) + $"\n{Seal} 0 obj\n".Length;
        string body = text[start..text.IndexOf("\nendobj", start, StringComparison.Ordinal)];
        return new RawPdf(document).Append(new RawRevision { Objects = new Dictionary<int, string> { [Seal] = rewrite(body) } }).ToArray();
    }

    private static async Task<byte[]> SealAgainAsync(SealedSample first, SealedSample second, params (int Number, string Body)[] others)
    {
        var objects = new Dictionary<int, string>
        {
            [Size] = second.SealBody(RawSigner.ByteRange, RawSigner.Contents),
            [EmptySealField] = EmptySealFieldBody($"/V {Size} 0 R"),
        };
        foreach ((int number, string body) in others)
        {
            objects[number] = body;
        }

        return await RawSigner.SignAsync(new RawPdf(await first.SealAsync()).Append(new RawRevision { Objects = objects }));
    }

    /// <summary>A reader that does not look at generations shows the new content.</summary>
    private static async Task<byte[]> NextGenerationAsync()
    {
        var document = new RawPdf(await new SealedSample().SealAsync());
        long at = document.WriteObject(FirstContent, Evil, generation: 1);
        return document.Append(new RawRevision
        {
            Entries = new Dictionary<int, string> { [FirstContent] = RawPdf.Entry(at, 1, 'n') },
        }).ToArray();
    }

    /// <summary>A cross-reference stream that was signed as an object nobody used lists another content.</summary>
    private static async Task<byte[]> HiddenStreamAsync()
    {
        long content = new RawPdf().Length;
        string shadow = $"{FirstContent} 0 obj\n{Evil}\nendobj\n";
        long stream = content + shadow.Length;
        string rows = string.Create(CultureInfo.InvariantCulture, $"01{content:X8}0000>");
        string hidden = $"{Size} 0 obj\n"
            + RawPdf.Stream($"/Type /XRef /W [1 4 2] /Index [{FirstContent} 1] /Filter /ASCIIHexDecode /Size {Size + 1} /Root 1 0 R", rows) + "\nendobj\n";
        byte[] document = await new SealedSample
        {
            Shape = revision => revision with { Before = shadow + hidden, Size = Size + 1 },
        }.SealAsync();
        string text = Encoding.Latin1.GetString(document);
        int real = text.LastIndexOf($"\n{FirstContent} 0 obj", StringComparison.Ordinal) + 1;
        return new RawPdf(document).Append(new RawRevision
        {
            Entries = new Dictionary<int, string> { [FirstContent] = RawPdf.Entry(real, 0, 'n') },
            TrailerExtra = $"/XRefStm {stream}",
        }).ToArray();
    }

    /// <summary>Some writers repeat every entry that there is.</summary>
    private static async Task<byte[]> InFullAsync()
    {
        byte[] document = await new SealedSample().SealAsync();
        string text = Encoding.Latin1.GetString(document);
        var entries = new Dictionary<int, string> { [0] = RawPdf.Entry(0, 65535, 'f') };
        for (int number = 1; number < Size; number++)
        {
            entries[number] = RawPdf.Entry(text.IndexOf($"\n{number} 0 obj\n", StringComparison.Ordinal) + 1, 0, 'n');
        }

        entries.Remove(Information);
        var all = new RawPdf(document);
        long at = all.WriteObject(Information, "<< /Title (License) /Producer (x) >>");
        entries[Information] = RawPdf.Entry(at, 0, 'n');
        return all.Append(new RawRevision { Entries = entries, TrailerExtra = $"/Info {Information} 0 R" }).ToArray();
    }
}
