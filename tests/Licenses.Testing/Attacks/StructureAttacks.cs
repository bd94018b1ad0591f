using static Licenses.Testing.Attacks.AttackCase;
using static Licenses.Testing.Attacks.SealedSample;

namespace Licenses.Testing.Attacks;

/// <summary>R18: the logical structure of a tagged document, into which a new signature field may be put.</summary>
public static class StructureAttacks
{
    private const int Tree = 30;
    private const int Document = 31;
    private const int Paragraph = 32;
    private const int NewSeal = 33;
    private const int NewField = 34;
    private const int NewElement = 35;

    public static IEnumerable<AttackCase> All() =>
    [
        HonestButLate("new-field-put-into-the-structure", "R17", "FORM_FILLING", () => SealAnewAsync(
            (Tree, TreeBody($"7 {NewElement} 0 R", 8)),
            (Document, $"<< /Type /StructElem /S /Document /P {Tree} 0 R /K [{Paragraph} 0 R {NewElement} 0 R] >>"),
            (NewElement, $"<< /Type /StructElem /S /Form /P {Document} 0 R /K << /Type /OBJR /Obj {NewField} 0 R /Pg {FirstPage} 0 R >> >>"))),
        Refused("structure-given-another-text", "R18", "FORBIDDEN_CHANGE", () => SealAnewAsync(
            (Paragraph, ParagraphBody("/ActualText (License No. 666)")))),
        Refused("structure-given-more-than-the-field", "R18", "FORBIDDEN_CHANGE", () => SealAnewAsync(
            (Document, $"<< /Type /StructElem /S /Document /P {Tree} 0 R /K [{Paragraph} 0 R {NewElement} 0 R] >>"),
            (NewElement, $"<< /Type /StructElem /S /P /P {Document} 0 R /Pg {FirstPage} 0 R /K 1 >>"))),
        Refused("structure-changed-without-a-field", "R18", "FORBIDDEN_CHANGE", () => Tagged().ThenAsync(
            (Document, $"<< /Type /StructElem /S /Document /P {Tree} 0 R /K [] >>"))),
    ];

    private static SealedSample Tagged() => new()
    {
        CatalogExtra = $"/MarkInfo << /Marked true >> /StructTreeRoot {Tree} 0 R",
        Others = new Dictionary<int, string>
        {
            [Tree] = TreeBody("", 7),
            [Document] = $"<< /Type /StructElem /S /Document /P {Tree} 0 R /K [{Paragraph} 0 R] >>",
            [Paragraph] = ParagraphBody(""),
        },
        Shape = revision => revision with { Size = Paragraph + 1 },
    };

    private static string TreeBody(string parents, int next) =>
        $"<< /Type /StructTreeRoot /K {Document} 0 R /ParentTree << /Nums [0 [{Paragraph} 0 R] {parents}] >> /ParentTreeNextKey {next} >>";

    private static string ParagraphBody(string extra) =>
        $"<< /Type /StructElem /S /P /P {Document} 0 R /Pg {FirstPage} 0 R /K 0 {extra} >>";

    private static async Task<byte[]> SealAnewAsync(params (int Number, string Body)[] changes)
    {
        var objects = changes.ToDictionary(item => item.Number, item => item.Body);
        objects[Form] = FormBody($"{NewField} 0 R");
        objects[FirstPage] = FirstPageBody($"{NewField} 0 R");
        objects[NewSeal] = new SealedSample().SealBody(RawSigner.ByteRange, RawSigner.Contents);
        objects[NewField] = $"<< /FT /Sig /T (Seal3) /V {NewSeal} 0 R /Type /Annot /Subtype /Widget /Rect [0 0 0 0] /F 132 "
            + $"/P {FirstPage} 0 R /StructParent 7 >>";
        return await RawSigner.SignAsync(new RawPdf(await Tagged().SealAsync()).Append(new RawRevision { Objects = objects }));
    }
}
