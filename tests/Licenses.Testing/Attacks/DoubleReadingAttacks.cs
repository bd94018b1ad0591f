using Licenses.Crypto;
using static Licenses.Testing.Attacks.AttackCase;
using static Licenses.Testing.Attacks.SealedSample;

namespace Licenses.Testing.Attacks;

/// <summary>R11, R13 and R14: a later revision in which two readers find two documents.</summary>
public static class DoubleReadingAttacks
{
    private const int Container = Size + 1;
    private const int EvilContent = Size + 2;

    private static readonly string Evil = RawPdf.Stream("", "BT /F1 24 Tf 20 250 Td (License No. 666) Tj ET");

    private static readonly string EvilPage = FirstPageBody().Replace($"/Contents {FirstContent} 0 R", $"/Contents {EvilContent} 0 R");

    public static IEnumerable<AttackCase> All() =>
    [
        Packed("object-twice-in-an-object-stream", [(FirstPage, EvilPage), (FirstPage, FirstPageBody())], (FirstPage, Container, 1)),
        Packed("object-stream-that-the-cross-reference-does-not-name", [(FirstPage, EvilPage)]),
        Packed("object-in-an-object-stream-that-does-not-exist", [], (Size + 4, Size + 5, 0)),
        Packed("object-at-a-false-place-of-an-object-stream", [(Size + 4, "(new)")], (Size + 4, Container, 1)),
        HonestPacked("object-in-its-own-object-stream", [(Size + 4, "(new)")], (Size + 4, Container, 0)),
        Refused("object-inside-a-certificate", "R13", "UNOWNED_BYTES", () => HideAsync(new SealedSample())),
        Refused("object-inside-a-certificate-and-a-false-entry", "R13", "UNOWNED_BYTES", () => HideAsync(FalseEntry())),
        Refused("object-with-comments-in-its-head-inside-a-certificate", "R13", "UNOWNED_BYTES", () => HideAsync(
            FalseEntry(), $"{FirstContent} % one\n% two\n0%three\robj")),
        new("signed-entry-that-leads-to-another-object", "R13", Verdict.Indeterminate, Verdict.Indeterminate, "CROSS_REFERENCE",
            () => FalseEntry().SealAsync()),
        Refused("hybrid-that-frees-what-was-shown", "R14", "HYBRID_REFERENCE", () => HybridAsync(FirstContent)),
        Honest("hybrid-that-hides-what-is-new", "R14", () => HybridAsync(Size)),
    ];

    private static AttackCase Packed(
        string name, (int Number, string Body)[] members, params (int Number, int Container, int Index)[] rows) =>
        Refused(name, "R13", "UNOWNED_BYTES", () => PackAsync(members, rows));

    private static AttackCase HonestPacked(
        string name, (int Number, string Body)[] members, params (int Number, int Container, int Index)[] rows) =>
        Honest(name, "R13", () => PackAsync(members, rows));

    private static Task<byte[]> PackAsync((int Number, string Body)[] members, (int Number, int Container, int Index)[] rows)
    {
        string index = "", bodies = "";
        foreach ((int number, string body) in members)
        {
            index += $"{number} {bodies.Length} ";
            bodies += body + " ";
        }

        return new SealedSample().ThenAsync(new RawRevision
        {
            Objects = new Dictionary<int, string>
            {
                [Container] = RawPdf.Stream($"/Type /ObjStm /N {members.Length} /First {index.Length}", index + bodies),
                [EvilContent] = Evil,
            },
            Entries = rows.ToDictionary(row => row.Number, row => RawPdf.Entry(row.Container, row.Index, 'c')),
            AsStream = true,
        });
    }

    /// <summary>Readers that find the false entry search the file for objects by themselves.</summary>
    private static SealedSample FalseEntry() => new()
    {
        Shape = revision =>
        {
            long other = new RawPdf().Length; // where the first object is
            return revision with
            {
                Entries = new Dictionary<int, string>
                {
                    [0] = RawPdf.Entry(0, 65535, 'f'),
                    [Size] = RawPdf.Entry(other, 0, 'n'),
                },
                Size = Size + 1,
            };
        },
    };

    private static Task<byte[]> HideAsync(SealedSample sample, string head = "4 0 obj") => sample.ThenAsync(
        (Root, CatalogBody($"/DSS << /Certs [{Container} 0 R] >>")),
        (Container, RawPdf.Stream("", $"x\n{head}\n{Evil}\nendobj\n")));

    /// <summary>The table frees the object, and the stream beside it has it in use.</summary>
    private static async Task<byte[]> HybridAsync(int number)
    {
        byte[] before = await new SealedSample().SealAsync();
        var document = new RawPdf(before);
        string text = System.Text.Encoding.Latin1.GetString(before);
        int old = text.IndexOf($"\n{number} 0 obj\n", StringComparison.Ordinal) + 1;
        long at = old > 0 ? old : document.WriteObject(number, "(nobody refers to me)");
        long hidden = document.Length;
        string rows = $"01{at:X8}0000 01{hidden:X8}0000>";
        document.WriteObject(Size + 2, RawPdf.Stream(
            $"/Type /XRef /W [1 4 2] /Index [{number} 1 {Size + 2} 1] /Filter /ASCIIHexDecode /Size {Size + 20} /Root 1 0 R", rows));
        return document.Append(new RawRevision
        {
            Freed = [number],
            TrailerExtra = $"/XRefStm {hidden}",
        }).ToArray();
    }
}
