using static Licenses.Testing.Attacks.AttackCase;
using static Licenses.Testing.Attacks.SealedSample;

namespace Licenses.Testing.Attacks;

/// <summary>R16: validation data and metadata may follow; what only looks like them may not.</summary>
public static class ValidationDataAttacks
{
    private const string Key = "0123456789ABCDEF0123456789ABCDEF01234567";

    private static readonly (int, string) Certificate = (Size + 1, RawPdf.Stream("", "certificate"));

    private static readonly (int, string) Linked = (Root, CatalogBody($"/DSS {Size} 0 R"));

    public static IEnumerable<AttackCase> All() =>
    [
        Honest("validation-data-added", "R16", () => new SealedSample().ThenAsync(
            Linked, Certificate, (Size, $"<< /Type /DSS /Certs [20 0 R] /VRI << /{Key} << /Cert [20 0 R] /TU (D:20260101) >> >> >>"))),
        Honest("validation-data-added-after-certification", "R16", () => new SealedSample { Certify = 1 }.ThenAsync(
            (Root, CatalogBody($"/Perms << /DocMDP {Seal} 0 R >> /DSS {Size} 0 R")), Certificate, (Size, "<< /Certs [20 0 R] >>"))),
        Honest("metadata-updated", "R16", () => new SealedSample().ThenAsync(
            (Metadata, RawPdf.Stream("/Type /Metadata /Subtype /XML", "<x:xmpmeta xmlns:x='adobe:ns:meta/'>later</x:xmpmeta>")))),
        Honest("extensions-and-version-updated", "R16", () => new SealedSample().ThenAsync(
            (Root, CatalogBody("/Version /2.0 /Extensions << /ESIC << /BaseVersion /1.7 /ExtensionLevel 5 >> >>")))),
        Refused("metadata-with-entities", "R16", "FORBIDDEN_CHANGE", () => new SealedSample().ThenAsync(
            (Metadata, RawPdf.Stream("/Type /Metadata /Subtype /XML", "<!DOCTYPE x [<!ENTITY a 'b'>]><x>&a;</x>")))),
        Refused("metadata-with-entities-in-utf-16", "R16", "FORBIDDEN_CHANGE", () => new SealedSample().ThenAsync(
            (Metadata, RawPdf.Stream("/Type /Metadata /Subtype /XML", string.Concat("<!DOCTYPE x><x/>".Select(letter => "\0" + letter)))))),
        Refused("security-store-with-something-else", "R16", "FORBIDDEN_CHANGE", () => new SealedSample().ThenAsync(
            Linked, (Size, "<< /OpenAction << /S /JavaScript /JS (1) >> >>"))),
        Refused("security-store-with-a-false-key", "R16", "FORBIDDEN_CHANGE", () => new SealedSample().ThenAsync(
            Linked, Certificate, (Size, "<< /VRI << /short << /Cert [20 0 R] >> >> >>"))),
        Refused("font-smuggled-in-as-a-certificate", "R16", "FORBIDDEN_CHANGE", () => new SealedSample().ThenAsync(
            Linked, (Size, $"<< /Certs [{Overlay} 0 R] >>"), (Overlay, Drawing("1 0 0 rg 0 0 300 300 re f")))),
        Refused("stored-certificate-rewritten", "R16", "FORBIDDEN_CHANGE", () => new SealedSample
        {
            CatalogExtra = "/DSS << /Certs [19 0 R] >>",
            Others = new Dictionary<int, string> { [Size] = RawPdf.Stream("", "certificate") },
        }.ThenAsync((Size, RawPdf.Stream("", "another one")))),
        Refused("entry-of-a-signature-taken-away", "R16", "FORBIDDEN_CHANGE", () => new SealedSample
        {
            CatalogExtra = $"/DSS << /Certs [19 0 R] /VRI << /{Key} << /Cert [19 0 R] >> >> >>",
            Others = new Dictionary<int, string> { [Size] = RawPdf.Stream("", "certificate") },
        }.ThenAsync((Root, CatalogBody("/DSS << /Certs [19 0 R] >>")))),
    ];
}
