using static Licenses.Testing.Attacks.AttackCase;

namespace Licenses.Testing.Attacks;

/// <summary>R1, R2, R8, R10: what the signature says to cover.</summary>
public static class ByteRangeAttacks
{
    public static IEnumerable<AttackCase> All() =>
    [
        With("byte-range-of-three-numbers", "R1", "[0 100 200]"),
        With("byte-range-of-five-numbers", "R1", "[0 100 200 300 400]"),
        With("byte-range-of-names", "R1", "[/A /B /C /D]"),
        With("byte-range-negative", "R1", "[0 100 -200 300]"),
        With("byte-range-not-from-the-start", "R1", "[1 100 200 300]"),
        With("byte-range-beyond-the-end", "R1", "[0 100 200 99999999]"),
        With("byte-range-that-overflows", "R1", "[0 100 9223372036854775807 9223372036854775807]"),
        With("byte-range-overlapping-itself", "R1", "[0 1000 500 600]"),
        With("byte-range-with-empty-tail", "R1", "[0 100 200 0]"),
        With("byte-range-missing", "R1", null),
        Refused("cut-by-one-byte", "R2", "BYTE_RANGE", async () => (await new SealedSample().SealAsync())[..^1]),
        Refused("tail-left-out", "R10", "SIGNED_REVISION", LeaveTailOutAsync),
        Refused("two-seals-with-one-range", "R8", "BYTE_RANGE_COLLISION", CopySealAsync),
        Honest("one-seal-in-two-fields", "R9", () => new SealedSample
        {
            Others = new Dictionary<int, string>
            {
                [SealedSample.EmptySealField] = SealedSample.EmptySealFieldBody($"/V {SealedSample.Seal} 0 R").Replace("[50 50 150 100]", "[0 0 0 0]"),
            },
        }.SealAsync()),
    ];

    private static AttackCase With(string name, string rule, string? range) => Refused(name, rule, "BYTE_RANGE", () =>
    {
        // Filled in by hand: the signature itself is of no matter.
        var sample = new SealedSample
        {
            ByteRange = range is null ? "" : $"/ByteRange {range}",
            Contents = "/Contents <3003020101>",
        };
        return Task.FromResult(sample.Draft().ToArray());
    });

    private static async Task<byte[]> LeaveTailOutAsync()
    {
        var sample = new SealedSample();
        int end = sample.Draft().ToArray().AsSpan().LastIndexOf("startxref"u8);
        return await (sample with { Fault = new() { End = end } }).SealAsync();
    }

    private static async Task<byte[]> CopySealAsync()
    {
        byte[] document = await new SealedSample().SealAsync();
        string text = System.Text.Encoding.Latin1.GetString(document);
        int start = text.IndexOf($"\n{SealedSample.Seal} 0 obj\n", StringComparison.Ordinal);
        string body = text[(start + $"\n{SealedSample.Seal} 0 obj\n".Length)..text.IndexOf("\nendobj", start, StringComparison.Ordinal)];
        return new RawPdf(document).Append(new RawRevision
        {
            Objects = new Dictionary<int, string>
            {
                [SealedSample.Size] = body,
                [SealedSample.EmptySealField] = SealedSample.EmptySealFieldBody($"/V {SealedSample.Size} 0 R"),
            },
        }).ToArray();
    }
}
