using System.Buffers;
using Licenses.Pdf.Revisions;
using Licenses.Pdf.Syntax;

namespace Licenses.Pdf.Signing;

/// <summary>The byte-level rules of one signature, R1 to R6, R10 and R12, in their order.</summary>
internal sealed class SignatureStructure(FileInspection file, SignatureCandidate shown, Findings findings)
{
    private SignatureCandidate? _signed;

    public ByteRange? Range { get; private set; }

    public Revision? Revision { get; private set; }

    /// <summary>The signature as the revision that it signs shows it: what a user may be told.</summary>
    public SignatureCandidate Signed => _signed ?? shown;

    /// <summary>The bytes of /Contents as parsed; null where the dictionary has none that we use.</summary>
    public PdfString? Contents { get; private set; }

    /// <summary>All rules hold.</summary>
    public bool IsSound { get; private set; }

    public void Inspect()
    {
        var view = file.History.View(shown.SeenIn);
        var written = view.Resolve(shown.Dictionary["ByteRange"]);
        if (ByteRange.Read(written, view.Resolve, file.Source.Length, out string reason) is not { } range)
        {
            findings.Fail(Check.ByteRange, $"/ByteRange {reason}.", "ByteRange不合规。", Offset(shown.Dictionary));
            Contents = shown.Dictionary["Contents"] as PdfString;
            return;
        }

        Range = range;
        findings.Pass(Check.ByteRange, $"The byte range covers all but {range.GapEnd - range.GapStart} bytes of the first {range.End}.",
            $"字节范围覆盖前{range.End}字节中除签名值以外的全部。");
        FindRevision(range);
        IsSound = Revision is not null & IsUnchanged(range) & HasPlainContents() & GapIsContents(range) & GapIsInPlace(range);
    }

    /// <summary>R10. Also gives the dictionary as it was signed.</summary>
    private void FindRevision(ByteRange range)
    {
        Revision = file.History.FindClosedBy(range.End);
        if (Revision is not { } revision)
        {
            findings.Fail(Check.SignedRevision, "What the signature covers is not a whole revision of the document.",
                "签名覆盖的内容不是一个完整的修订版。", range.End);
            return;
        }

        var chain = file.History.Flaws.FirstOrDefault(
            flaw => flaw.Rule == StructureRule.Chain && flaw.Revision == revision.Number);
        if (chain is not null)
        {
            Revision = null;
            findings.Fail(Check.SignedRevision, chain.Detail, chain.DetailZh, chain.Offset);
            return;
        }

        findings.Pass(Check.SignedRevision, $"The signature closes revision {revision.Number} of {file.LastRevision}.",
            $"签名封闭第{revision.Number}版（共{file.LastRevision}版）。");
    }

    /// <summary>R12: the dictionary of the signed revision and the one shown now are the same.</summary>
    private bool IsUnchanged(ByteRange range)
    {
        if (Revision is null)
        {
            return false;
        }

        var signed = file.Locator.FindAs(shown, Revision.Number);
        if (signed is null || !SignatureEntries.AreSame(signed.Dictionary, shown.Dictionary))
        {
            findings.Fail(Check.SignatureReplaced,
                signed is null
                    ? "The revision that the signature claims to sign does not hold it."
                    : "The signature dictionary was changed after it was signed.",
                "签名字典与被签版本中的不一致。", Offset(shown.Dictionary) ?? range.GapStart);
            return false;
        }

        _signed = signed;
        if (shown.SeenIn < file.LastRevision)
        {
            findings.Fail(Check.SignatureReplaced, $"Revision {shown.SeenIn + 1} removed this signature.",
                $"第{shown.SeenIn + 1}版移除了该签名。", range.GapStart);
            return false;
        }

        return true;
    }

    /// <summary>R5.</summary>
    private bool HasPlainContents()
    {
        Contents = Signed.Dictionary["Contents"] as PdfString;
        string? fault = Signed.Container is null or { Container: not null } ? "stands in an object stream"
            : !Signed.Dictionary.Duplicates.IsEmpty ? $"gives /{Signed.Dictionary.Duplicates[0]} twice"
            : Signed.Dictionary["Contents"] is PdfReference ? "refers to another object for /Contents"
            : Contents is null ? "has no /Contents"
            : !Contents.IsHex ? "gives /Contents as a literal string"
            : Contents.Bytes.IsEmpty ? "has empty /Contents"
            : null;
        if (fault is null)
        {
            findings.Pass(Check.SignatureDictionary, "The signature dictionary is plain and holds its value directly.", "签名字典结构合规。");
            return true;
        }

        findings.Fail(Check.SignatureDictionary, $"The signature dictionary {fault}.", "签名字典结构不合规。", Offset(Signed.Dictionary));
        return false;
    }

    /// <summary>R3 and R4: the gap is this hexadecimal string, byte for byte.</summary>
    private bool GapIsContents(ByteRange range)
    {
        if (Contents is null)
        {
            return false;
        }

        long length = range.GapEnd - range.GapStart;
        if (length != 2L + 2L * Contents.Bytes.Length || length > Array.MaxLength)
        {
            findings.Fail(Check.ContentsGap, "The gap in the byte range is larger or smaller than the signature value.",
                "字节范围的空隙与签名值长度不符。", range.GapStart);
            return false;
        }

        var gap = file.Source.Slice(range.GapStart, (int)length).Span;
        if (gap[0] != '<' || gap[^1] != '>' || !IsHex(gap[1..^1], Contents.Bytes.Span, out bool matches))
        {
            findings.Fail(Check.ContentsGap, "The gap in the byte range holds more than one hexadecimal string.",
                "字节范围的空隙中不只是一个十六进制串。", range.GapStart);
            return false;
        }

        findings.Pass(Check.ContentsGap, "The gap is one hexadecimal string and nothing else.", "空隙恰为一个十六进制串。");
        if (!matches)
        {
            findings.Fail(Check.ContentsMatch, "The gap holds another value than this signature's.", "空隙中的值不是该签名的值。", range.GapStart);
        }

        return matches;
    }

    /// <summary>R6: the token that was parsed as /Contents is the gap itself, inside the signature's own object.</summary>
    private bool GapIsInPlace(ByteRange range)
    {
        if (Contents is null || Signed.Container is not { } container)
        {
            return false;
        }

        if (Contents.Span != new FileSpan(range.GapStart, range.GapEnd) || !container.Head.Contains(Contents.Span))
        {
            findings.Fail(Check.SignaturePlace, "The gap in the byte range stands outside of the signature's own object.",
                "字节范围的空隙不在该签名自身的对象内。", range.GapStart);
            return false;
        }

        findings.Pass(Check.SignaturePlace, "The gap is where this signature's value stands.", "空隙正是该签名值所在之处。");
        return true;
    }

    private static bool IsHex(ReadOnlySpan<byte> digits, ReadOnlySpan<byte> bytes, out bool matches)
    {
        byte[] decoded = ArrayPool<byte>.Shared.Rent(bytes.Length);
        try
        {
            bool isHex = Convert.FromHexString(digits, decoded, out _, out int count) == OperationStatus.Done;
            matches = isHex && decoded.AsSpan(0, count).SequenceEqual(bytes);
            return isHex;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(decoded);
        }
    }

    private static long? Offset(PdfDictionary dictionary) => dictionary.Span.Start >= 0 ? dictionary.Span.Start : null;
}
