using static Licenses.Testing.Attacks.SealedSample;

namespace Licenses.Testing.Attacks;

/// <summary>
/// R16 and R17: what passes for metadata, and is more. Under strict and after a certification that permits no changes
/// each is refused; elsewhere it goes as far as filling in a form.
/// </summary>
public static class LateMetadataAttacks
{
    private const int Widget = 25;

    private static readonly string Approval = $"<< /FT /Sig /T (Approval) /TU (Approved by the mayor) /Type /Annot "
        + $"/Subtype /Widget /Rect [0 0 0 0] /F 132 /P {FirstPage} 0 R >>";

    public static IEnumerable<AttackCase> All() =>
    [
        .. Both("title-and-author-rewritten", (Information, "<< /Title (FORGED) /Author (Mayor) >>")),
        .. Both("empty-seal-field-that-claims-an-approval", (Form, FormBody($"{Widget} 0 R")), (Widget, Approval)),
        .. Both("flags-set-on-a-text-field", (TextField, TextFieldBody("100", "/Ff 1"))),
        .. Both("tab-order-set", (FirstPage, FirstPageBody(extra: "/Tabs /S"))),
        AttackCase.Refused("version-lowered", "R16", "FORBIDDEN_CHANGE", () => new SealedSample().ThenAsync((Root, CatalogBody("/Version /1.0")))),
        AttackCase.Honest("producer-and-date-updated", "R16", () => new SealedSample { Certify = 1 }.ThenAsync(
            (Information, "<< /Title (License) /Producer (x) /ModDate (D:20260301000000Z) >>"))),
    ];

    private static IEnumerable<AttackCase> Both(string name, params (int Number, string Body)[] later)
    {
        yield return AttackCase.HonestButLate(name, "R17", "FORM_FILLING", () => new SealedSample().ThenAsync(later));
        yield return AttackCase.Refused(
            name + "-after-certification", "R17", "FORM_FILLING", () => new SealedSample { Certify = 1 }.ThenAsync(later));
    }
}
