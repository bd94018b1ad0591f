using System.Globalization;
using System.Text.RegularExpressions;
using Licenses.Crypto;
using static Licenses.Testing.Attacks.AttackCase;

namespace Licenses.Testing.Attacks;

/// <summary>R3 to R7, and universal signature forgery: what stands in the gap and in the dictionary.</summary>
public static class ContentsAttacks
{
    public static IEnumerable<AttackCase> All() =>
    [
        Refused("gap-larger-than-the-value", "R3", "CONTENTS_GAP", () => new SealedSample
        {
            Contents = RawSigner.Contents + "/X <00>",
            Fault = new() { GapAfter = 7 },
        }.SealAsync()),
        Refused("gap-with-a-blank-before-the-value", "R3", "CONTENTS_GAP", () => new SealedSample
        {
            Fault = new() { GapBefore = 1 },
        }.SealAsync()),
        Refused("value-with-white-space", "R3", "CONTENTS_GAP", () => new SealedSample
        {
            Contents = RawSigner.Contents.Replace("0>", "0 >"),
        }.SealAsync()),
        Refused("literal-contents", "R5", "SIGNATURE_DICTIONARY", () => new SealedSample
        {
            Contents = RawSigner.Contents.Replace('<', '(').Replace('>', ')'),
            Fault = new() { GapOpening = "(" },
        }.SealAsync()),
        Refused("indirect-contents", "R5", "SIGNATURE_DICTIONARY", () => new SealedSample
        {
            Contents = $"/Contents {SealedSample.Size} 0 R",
            Others = new Dictionary<int, string> { [SealedSample.Size] = RawSigner.Contents["/Contents ".Length..] },
        }.SealAsync()),
        Refused("contents-given-twice", "R5", "SIGNATURE_DICTIONARY", () => new SealedSample
        {
            SealExtra = "/Contents <3003020101>",
        }.SealAsync()),
        Refused("gap-in-another-object", "R6", "SIGNATURE_PLACE", () => new SealedSample
        {
            SealExtra = "", // the dictionary's own value has the right length, but nobody covers the hole elsewhere
            Contents = $"/Contents <{new string('1', 2 * RawSigner.Room)}>",
            Others = new Dictionary<int, string> { [SealedSample.Size] = RawSigner.Contents["/Contents ".Length..] },
        }.SealAsync()),
        new("padding-of-other-bytes", "R7", Verdict.Indeterminate, Verdict.Failed, "CONTENTS_PADDING", PadAsync),
        Refused("no-contents", "R5", "SIGNATURE_DICTIONARY", () => WithContents("")),
        Refused("null-contents", "R5", "SIGNATURE_DICTIONARY", () => WithContents("/Contents null")),
        Refused("empty-contents", "R5", "SIGNATURE_DICTIONARY", () => WithContents("/Contents <>")),
        Refused("contents-of-rubbish", "R21", "CMS_FORMAT", () => WithContents("/Contents <DEADBEEF>")),
        new("unknown-kind-of-signature", "R21", Verdict.Indeterminate, Verdict.Indeterminate, "SUB_FILTER", () => new SealedSample
        {
            SubFilter = "example.unknown",
        }.SealAsync()),
        Refused("flipped-bit-in-the-page", "R22", "CMS_MESSAGE_DIGEST", FlipAsync),
        Refused("wrapped-signature", "R6", "CONTENTS_GAP", WrapAsync),
    ];

    /// <summary>A byte range that is right for the file, so that only /Contents is at fault.</summary>
    private static Task<byte[]> WithContents(string contents)
    {
        const string Numbers = "##########";
        var draft = new SealedSample { Contents = contents + " " }.Draft().ToArray();
        string text = System.Text.Encoding.Latin1.GetString(draft);
        int start = text.IndexOf(contents.Length == 0 ? "/M (D:" : contents, StringComparison.Ordinal) + Math.Max(0, contents.IndexOf('<'));
        int end = contents.Contains('<') ? text.IndexOf('>', start) + 1 : start + 4;
        text = text.Replace($"{Numbers} {Numbers} {Numbers}", $"{start,-10} {end,-10} {text.Length - end,-10}");
        return Task.FromResult(RawPdf.Encode(text));
    }

    private static async Task<byte[]> PadAsync()
    {
        byte[] document = await new SealedSample().SealAsync();
        int end = document.AsSpan().IndexOf("00> /M"u8);
        "AB"u8.CopyTo(document.AsSpan(end));
        return document;
    }

    private static async Task<byte[]> FlipAsync()
    {
        byte[] document = await new SealedSample().SealAsync();
        document[document.AsSpan().IndexOf("License No. 1"u8) + 12] = (byte)'9';
        return document;
    }

    /// <summary>
    /// Signature wrapping: the signed tail moves to the end, and its old place holds another signature dictionary, with
    /// a byte range that skips it, and a cross-reference that the old startxref happens to lead to.
    /// </summary>
    private static async Task<byte[]> WrapAsync()
    {
        byte[] document = await new SealedSample().SealAsync();
        string text = System.Text.Encoding.Latin1.GetString(document);
        int gapStart = text.IndexOf("/Contents <3", StringComparison.Ordinal) + 10;
        int gapEnd = text.IndexOf('>', gapStart) + 1;
        string tail = text[gapEnd..];
        int xref = (int)RawPdf.LastStartXref(document);
        string evil = RawPdf.Stream("", "BT /F1 24 Tf 20 250 Td (License No. 666) Tj ET");
        int seal = text.IndexOf($"{SealedSample.Seal} 0 obj", StringComparison.Ordinal);
        string close = " >>\nendobj\n";
        string injected = close + $"{SealedSample.FirstContent} 0 obj\n{evil}\nendobj\n";
        injected = injected.PadRight(xref - gapEnd);
        int moved = xref + (text.Length - xref) - gapEnd;
        string table = Regex.Replace(text[xref..], "([0-9]{10}) 00000 n", entry =>
        {
            int offset = int.Parse(entry.Groups[1].Value, CultureInfo.InvariantCulture);
            return RawPdf.Entry(offset > gapEnd ? offset + moved : offset, 0, 'n').TrimEnd();
        });
        int content = text.IndexOf($"\n{SealedSample.FirstContent} 0 obj", StringComparison.Ordinal) + 1;
        table = table.Replace(RawPdf.Entry(content, 0, 'n'), RawPdf.Entry(gapEnd + close.Length, 0, 'n'));
        string whole = text[..gapEnd] + injected + table;
        string wrapped = whole + tail;
        int rangeAt = text.IndexOf("/ByteRange [0 ", seal, StringComparison.Ordinal) + 14;
        string range = $"{gapStart,-10} {whole.Length,-10} {tail.Length,-10}";
        return RawPdf.Encode(wrapped[..rangeAt] + range + wrapped[(rangeAt + range.Length)..]);
    }
}
