using Licenses.Crypto;
using static Licenses.Testing.Attacks.AttackCase;
using static Licenses.Testing.Attacks.SealedSample;

namespace Licenses.Testing.Attacks;

/// <summary>R10 to R14, and incremental saving attacks: bytes behind the signed ones.</summary>
public static class OwnershipAttacks
{
    private static readonly string Evil = RawPdf.Stream("", "BT /F1 24 Tf 20 250 Td (License No. 666) Tj ET");

    public static IEnumerable<AttackCase> All() =>
    [
        Honest("blank-lines-at-the-end", "R11", () => AppendAsync("\n\n\r\n")),
        Refused("words-at-the-end", "R11", "UNOWNED_BYTES", () => AppendAsync("appended\n")),
        Refused("object-at-the-end-without-cross-reference", "R11", "UNOWNED_BYTES", () => AppendAsync($"{FirstContent} 0 obj\n{Evil}\nendobj\n")),
        Refused("object-and-trailer-without-cross-reference", "R11", "DAMAGED_FILE", () => AppendAsync(
            $"{FirstContent} 0 obj\n{Evil}\nendobj\ntrailer\n<< /Size 19 /Root 1 0 R >>\nstartxref\n0\n%%EOF\n")),
        Refused("second-document-behind-the-first", "R11", "SIGNED_REVISION", AppendDocumentAsync),
        Refused("object-that-the-cross-reference-hides", "R11", "UNOWNED_BYTES", () => new SealedSample().ThenAsync(new RawRevision
        {
            Objects = new Dictionary<int, string> { [Size] = "(new)" },
            BeforeXref = $"{FirstContent} 0 obj\n{Evil}\nendobj\n",
        })),
        Refused("words-between-the-revisions", "R11", "UNOWNED_BYTES", () => new SealedSample().ThenAsync(new RawRevision
        {
            Objects = new Dictionary<int, string> { [Size] = "(new)" },
            Before = "hidden words\n",
        })),
        Honest("comment-between-the-revisions", "R11", () => new SealedSample().ThenAsync(new RawRevision
        {
            Objects = new Dictionary<int, string> { [Size] = "(nobody refers to me)" },
            Before = "% saved by a careful program\n",
        })),
        Honest("object-behind-the-cross-reference", "R11", () => WithObjectBehindXrefAsync(listed: true)),
        Refused("object-behind-the-cross-reference-unlisted", "R11", "UNOWNED_BYTES", () => WithObjectBehindXrefAsync(listed: false)),
        Refused("second-end-of-file", "R11", "UNOWNED_BYTES", async () =>
        {
            byte[] document = await new SealedSample().SealAsync();
            return [.. document, .. RawPdf.Encode($"startxref\n{RawPdf.LastStartXref(document)}\n%%EOF\n")];
        }),
        Refused("object-taken-from-an-old-object-stream", "R11", "UNOWNED_BYTES", FetchBackAsync),
        Refused("object-inside-another-one", "R11", "UNOWNED_BYTES", NestAsync),
        Refused("cross-reference-into-signed-bytes", "R11", "UNOWNED_BYTES", RevealAsync),
        Refused("seal-given-another-reason", "R12", "SIGNATURE_REPLACED", ReplaceSealAsync),
        Refused("seal-removed", "R12", "SIGNATURE_REPLACED", () => new SealedSample().ThenAsync(
            (SealField, $"<< /FT /Sig /T (Seal1) /Type /Annot /Subtype /Widget /Rect [0 0 0 0] /F 132 /P {FirstPage} 0 R >>"))),
        Refused("short-cross-reference-entries", "R13", "CROSS_REFERENCE", () => new SealedSample().ThenAsync(new RawRevision
        {
            Objects = new Dictionary<int, string> { [Size] = "(new)" },
            Entries = new Dictionary<int, string> { [0] = "0000000000 65535 f\n" },
        })),
        Refused("size-smaller-at-the-end", "R13", "CROSS_REFERENCE", () => new SealedSample().ThenAsync(new RawRevision
        {
            Objects = new Dictionary<int, string> { [Information] = "<< /Title (License) >>" },
            Size = 5,
        })),
        Refused("another-catalog", "R13", "CROSS_REFERENCE", () => new SealedSample().ThenAsync(new RawRevision
        {
            Objects = new Dictionary<int, string> { [Size] = CatalogBody() },
            Root = $"{Size} 0 R",
        })),
        Refused("encryption-added", "R13", "DAMAGED_FILE", () => new SealedSample().ThenAsync(new RawRevision
        {
            Objects = new Dictionary<int, string> { [Size] = "<< /Filter /Standard /V 9 >>" },
            TrailerExtra = $"/Encrypt {Size + 5} 0 R",
        })),
        Refused("cross-references-in-a-circle", "R11", "DAMAGED_FILE", CircleAsync),
        Refused("object-under-a-false-number", "R13", "UNOWNED_BYTES", FalseNumberAsync),
        Refused("hybrid-that-disagrees", "R14", "HYBRID_REFERENCE", DisagreeAsync),
        new("signed-hybrid-flaw", "R13", Verdict.Indeterminate, Verdict.Indeterminate, "CROSS_REFERENCE", () => new SealedSample
        {
            Shape = revision => revision with { Entries = new Dictionary<int, string> { [0] = "0000000000 65535 f\n" } },
        }.SealAsync()),
    ];

    private static async Task<byte[]> AppendAsync(string text) => [.. await new SealedSample().SealAsync(), .. RawPdf.Encode(text)];

    private static async Task<byte[]> AppendDocumentAsync()
    {
        byte[] first = await new SealedSample().SealAsync();
        string text = System.Text.Encoding.Latin1.GetString(first);
        int seal = text.IndexOf($"\n{Seal} 0 obj", StringComparison.Ordinal) + 1;
        var second = new SealedSample { Others = new Dictionary<int, string> { [FirstContent] = Evil } }.DraftRevision();
        return new RawPdf(text + "%PDF-1.7\n").Append(second with
        {
            Objects = second.Objects.Where(item => item.Key != Seal).ToDictionary(),
            Entries = new Dictionary<int, string>
            {
                [0] = RawPdf.Entry(0, 65535, 'f'),
                [Seal] = RawPdf.Entry(seal, 0, 'n'),
            },
        }).ToArray();
    }

    /// <summary>Some writers put an object between the cross-reference and startxref.</summary>
    private static async Task<byte[]> WithObjectBehindXrefAsync(bool listed)
    {
        var document = new RawPdf(await new SealedSample().SealAsync());
        long xref = document.Length;
        string entry = listed ? $"{Size} 1\n{RawPdf.Entry(1234567890, 0, 'n')}" : $"0 1\n{RawPdf.Entry(0, 65535, 'f')}";
        string table = $"xref\n{entry}trailer\n<< /Size {Size + 20} /Root 1 0 R /Prev {document.Previous} >>\n";
        long at = xref + table.Length;
        return document.Write(table.Replace("1234567890", $"{at:D10}"))
            .Write($"{Size} 0 obj\n(late)\nendobj\nstartxref\n{xref}\n%%EOF\n").ToArray();
    }

    /// <summary>Hide and replace, by way of an object stream that holds more than the signed cross-reference tells.</summary>
    private static async Task<byte[]> FetchBackAsync()
    {
        byte[] document = await new SealedSample
        {
            Others = new Dictionary<int, string>
            {
                [Size] = RawPdf.Stream("/Type /ObjStm /N 1 /First 5", $"{Font} 0  << /Type /Font /Subtype /Type1 /BaseFont /Symbol >>"),
            },
            Shape = revision => revision with { Size = Size + 1 },
        }.SealAsync();
        return new RawPdf(document).Append(new RawRevision
        {
            Entries = new Dictionary<int, string> { [Font] = RawPdf.Entry(Size, 0, 'c') },
            AsStream = true,
        }).ToArray();
    }

    private static async Task<byte[]> NestAsync()
    {
        var document = new RawPdf(await new SealedSample().SealAsync());
        long outer = document.Length;
        long inner = outer + $"{Size} 0 obj\n(".Length;
        return document.Append(new RawRevision
        {
            Before = $"{Size} 0 obj\n({FirstContent} 0 obj (x) endobj )\nendobj\n",
            Entries = new Dictionary<int, string>
            {
                [Size] = RawPdf.Entry(outer, 0, 'n'),
                [FirstContent] = RawPdf.Entry(inner, 0, 'n'),
            },
        }).ToArray();
    }

    /// <summary>Hide and replace: the signed bytes hold a second content that a later cross-reference brings to light.</summary>
    private static async Task<byte[]> RevealAsync()
    {
        byte[] document = await new SealedSample
        {
            Shape = revision => revision with { BeforeXref = $"{FirstContent} 0 obj\n{Evil}\nendobj\n" },
        }.SealAsync();
        int hidden = document.AsSpan().LastIndexOf(RawPdf.Encode($"{FirstContent} 0 obj"));
        return new RawPdf(document).Append(new RawRevision
        {
            Entries = new Dictionary<int, string> { [FirstContent] = RawPdf.Entry(hidden, 0, 'n') },
        }).ToArray();
    }

    private static async Task<byte[]> ReplaceSealAsync()
    {
        byte[] document = await new SealedSample().SealAsync();
        string text = System.Text.Encoding.Latin1.GetString(document);
        int start = text.IndexOf($"\n{Seal} 0 obj\n", StringComparison.Ordinal) + $"\n{Seal} 0 obj\n".Length;
        string body = text[start..text.IndexOf("\nendobj", start, StringComparison.Ordinal)];
        return new RawPdf(document).Append(new RawRevision
        {
            Objects = new Dictionary<int, string> { [Seal] = body.Replace("(Issued)", "(Revoked)") },
        }).ToArray();
    }

    private static async Task<byte[]> CircleAsync()
    {
        var document = new RawPdf(await new SealedSample().SealAsync());
        long own = document.Length + $"{Size} 0 obj\n(new)\nendobj\n".Length;
        return document.Append(new RawRevision
        {
            Objects = new Dictionary<int, string> { [Size] = "(new)" },
            Prev = own,
        }).ToArray();
    }

    private static async Task<byte[]> FalseNumberAsync()
    {
        var document = new RawPdf(await new SealedSample().SealAsync());
        long at = document.Length;
        return document.Append(new RawRevision
        {
            Objects = new Dictionary<int, string> { [Size] = "(new)" },
            Entries = new Dictionary<int, string> { [Size + 1] = RawPdf.Entry(at, 0, 'n') },
        }).ToArray();
    }

    private static async Task<byte[]> DisagreeAsync()
    {
        var document = new RawPdf(await new SealedSample().SealAsync());
        long hidden = document.Length;
        string rows = $"01{(hidden + 400):X8}0000>";
        document.WriteObject(Size + 2, RawPdf.Stream(
            $"/Type /XRef /W [1 4 2] /Index [{Size} 1] /Filter /ASCIIHexDecode /Size {Size + 20} /Root 1 0 R", rows));
        return document.Append(new RawRevision
        {
            Objects = new Dictionary<int, string> { [Size] = "(new)" },
            TrailerExtra = $"/XRefStm {hidden}",
        }).ToArray();
    }
}
