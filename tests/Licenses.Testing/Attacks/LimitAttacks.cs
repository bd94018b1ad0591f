using System.IO.Compression;
using System.Text;
using static Licenses.Testing.Attacks.AttackCase;
using static Licenses.Testing.Attacks.SealedSample;

namespace Licenses.Testing.Attacks;

/// <summary>R25: documents that would cost more than they are worth, and those that lead in circles.</summary>
public static class LimitAttacks
{
    public static IEnumerable<AttackCase> All() =>
    [
        Refused("deep-nesting", "R25", "LIMIT", () => new SealedSample().ThenAsync(
            (Information, $"<< /Title {new string('[', 5000)}{new string(']', 5000)} >>"))),
        Refused("metadata-that-explodes", "R25", "LIMIT", () => new SealedSample().ThenAsync((Metadata, Bomb()))),
        Refused("too-many-filters", "R25", "LIMIT", () => new SealedSample().ThenAsync((Metadata, RawPdf.Stream(
            $"/Type /Metadata /Subtype /XML /Filter [{string.Concat(Enumerable.Repeat("/ASCIIHexDecode ", 40))}]", "00>")))),
        Refused("object-number-beyond-all-bounds", "R25", "DAMAGED_FILE", () => new SealedSample().ThenAsync(new RawRevision
        {
            Entries = new Dictionary<int, string> { [2_000_000_000] = RawPdf.Entry(15, 0, 'n') },
        })),
        Refused("page-tree-in-a-circle", "R25", "FORBIDDEN_CHANGE", () => new SealedSample().ThenAsync(
            (SecondPage, $"<< /Type /Pages /Parent {Pages} 0 R /Kids [{Pages} 0 R] /Count 1 >>"))),
        Refused("reference-in-a-circle", "R25", "FORBIDDEN_CHANGE", () => new SealedSample().ThenAsync(
            (Information, $"{Information} 0 R"), (Font, $"{Font} 0 R"))),
        Refused("length-that-needs-its-own-stream", "R25", "FORBIDDEN_CHANGE", () => new SealedSample().ThenAsync(
            (Metadata, $"<< /Type /Metadata /Length {Metadata} 0 R >>\nstream\nx\nendstream"))),
        Honest("fields-in-a-circle-that-was-signed", "R25", () => new SealedSample
        {
            Others = new Dictionary<int, string> { [TextField] = TextFieldBody("100", $"/Kids [{TextField} 0 R]") },
        }.SealAsync()),
    ];

    /// <summary>A kilobyte that becomes 256 MB.</summary>
    private static string Bomb()
    {
        byte[] data = new byte[1 << 20];
        for (int round = 0; round < 2; round++)
        {
            using var packed = new MemoryStream();
            using (var deflate = new ZLibStream(packed, CompressionLevel.SmallestSize))
            {
                for (int i = 0; i < (round == 0 ? 256 : 1); i++)
                {
                    deflate.Write(data);
                }
            }

            data = packed.ToArray();
        }

        return RawPdf.Stream("/Type /Metadata /Subtype /XML /Filter [/FlateDecode /FlateDecode]", Encoding.Latin1.GetString(data));
    }
}
