using Licenses.Pdf.Document;
using Licenses.Pdf.Syntax;

namespace Licenses.Pdf.Revisions;

/// <summary>
/// Asks of every byte of a later revision to whom it belongs: an object that the revision's cross-reference names, the
/// cross-reference itself, the lines that end it, a comment, or white space. Anything else is not explained (R11).
/// </summary>
public static class ByteOwnership
{
    /// <summary>Transports pad a file's end; this much white space still means nothing.</summary>
    private const int MostWhiteRest = 1024;

    private const int Piece = 64 * 1024;

    /// <summary>The flaws of one revision's bytes; empty: all of them are owned, once.</summary>
    public static ImmutableArray<StructureFlaw> Check(RevisionHistory history, int number)
    {
        ArgumentNullException.ThrowIfNull(history);
        var revision = history.Revisions[number - 1];
        var flaws = ImmutableArray.CreateBuilder<StructureFlaw>();
        try
        {
            var owned = Collect(history, revision, flaws);
            CheckGaps(history.Source, revision, owned, flaws);
        }
        catch (PdfFormatException error)
        {
            flaws.Add(new(error.IsLimit ? StructureRule.Limit : StructureRule.Ownership, number, error.Offset, $"A revision cannot be read through: {error.Message}",
                $"修订版无法完整读出(字节{error.Offset})。"));
        }

        return flaws.DrainToImmutable();
    }

    /// <summary>What stands behind the last revision; null: nothing but white space.</summary>
    public static StructureFlaw? CheckRest(RevisionHistory history, long from)
    {
        ArgumentNullException.ThrowIfNull(history);
        long length = history.Source.Length - from;
        return length <= 0 || (length <= MostWhiteRest && IsWhite(history.Source.Slice(from, (int)length).Span))
            ? null
            : new(StructureRule.Ownership, history.Revisions.Length, from,
                "Bytes behind the last revision belong to nothing.", "最后一个修订版之后还有不属于任何内容的字节。");
    }

    internal static bool IsWhite(ReadOnlySpan<byte> bytes)
    {
        foreach (byte value in bytes)
        {
            if (!PdfCharacters.IsWhite(value))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Whether bytes are white space and whole comments only.</summary>
    internal static bool IsBlank(PdfSource source, long from, long to)
    {
        bool inComment = false;
        while (from < to)
        {
            var piece = source.Slice(from, (int)Math.Min(Piece, to - from)).Span;
            foreach (byte value in piece)
            {
                if (inComment)
                {
                    inComment = value is not ((byte)'\r' or (byte)'\n');
                }
                else if (value == '%')
                {
                    inComment = true;
                }
                else if (!PdfCharacters.IsWhite(value))
                {
                    return false;
                }
            }

            from += piece.Length;
        }

        return !inComment || to == source.Length; // a comment that runs on would swallow what follows
    }

    private static List<FileSpan> Collect(
        RevisionHistory history, Revision revision, ImmutableArray<StructureFlaw>.Builder flaws)
    {
        var view = history.View(revision.Number);
        var before = revision.Number > 1 ? history.View(revision.Number - 1) : null;
        var owned = new Dictionary<long, FileSpan>();
        if (revision.Number == history.Revisions.Length)
        {
            Add(owned, new(view.Chain.Tail.Start, view.Chain.Tail.End));
        }

        foreach (var section in revision.Sections)
        {
            Add(owned, section.Span);
            Add(owned, section.Hybrid?.Span);
            Add(owned, section.Tail is { } tail ? new(tail.Start, tail.End) : null);
            foreach ((int number, var entry) in section.Objects())
            {
                if (entry.Kind is XrefEntryKind.InObjectStream or XrefEntryKind.Unknown
                    && (before is null || !before.TryFindEntry(number, out var known) || known != entry)
                    && !PackedObjects.IsFound(view, revision, number, entry))
                {
                    flaws.Add(new(StructureRule.Ownership, revision.Number, section.Span.Start,
                        $"A later revision takes object {number} from an object stream that is not its own.",
                        $"后来的修订版从不属于它的对象流中取出对象{number}。"));
                }

                if (entry.Kind != XrefEntryKind.InFile || !view.TryFindEntry(number, out var counts) || counts != entry)
                {
                    continue;
                }

                if (entry.Offset >= revision.Start && entry.Offset < revision.End)
                {
                    var stored = view.FindObject(number)!;
                    var span = new FileSpan(stored.Head.Start, view.Reader.FindEnd(stored));
                    Add(owned, span);
                    CheckInside(view, revision, stored, span, flaws);
                }
                else if (before is null || !before.TryFindEntry(number, out var old) || old != entry)
                {
                    flaws.Add(new(StructureRule.Ownership, revision.Number, section.Span.Start,
                        $"A later revision moves object {number} to bytes outside of it.",
                        $"后来的修订版把对象{number}指向该修订版之外的字节。"));
                }
            }
        }

        return [.. owned.Values.OrderBy(span => span.Start)];
    }

    private static void CheckInside(
        PdfDocument view,
        Revision revision,
        IndirectObject stored,
        FileSpan span,
        ImmutableArray<StructureFlaw>.Builder flaws)
    {
        if (PackedObjects.FindUnnamed(view, stored) is { } member)
        {
            flaws.Add(new(StructureRule.Ownership, revision.Number, stored.Head.Start,
                $"Object stream {stored.Number} holds object {member}, which the cross-reference does not look for there.",
                $"对象流{stored.Number}中含有对象{member}，而交叉引用并未指向该处。"));
        }

        if (ObjectHeads.FindHidden(view.Source, new(BehindHead(view, span.Start), span.End)) is { } hidden)
        {
            flaws.Add(new(StructureRule.Ownership, revision.Number, hidden,
                $"Object {stored.Number} holds bytes that a reader may take for another object.",
                $"对象{stored.Number}中含有可能被误认为另一个对象的字节。"));
        }
    }

    /// <summary>Behind the word obj.</summary>
    private static long BehindHead(PdfDocument view, long start) => view.Reader.Parse(start, (ref PdfParser parser) =>
    {
        parser.ReadInteger(int.MaxValue);
        parser.ReadInteger(int.MaxValue);
        parser.TryReadKeyword("obj"u8);
        return parser.Offset;
    });

    private static void Add(Dictionary<long, FileSpan> owned, FileSpan? span)
    {
        if (span is { } known && !owned.TryAdd(known.Start, known) && owned[known.Start] != known)
        {
            throw new PdfFormatException("Two things claim the same bytes.", known.Start);
        }
    }

    private static void CheckGaps(
        PdfSource source, Revision revision, List<FileSpan> owned, ImmutableArray<StructureFlaw>.Builder flaws)
    {
        long at = revision.Start;
        foreach (var span in owned)
        {
            if (span.Start < at && span.Start >= revision.Start)
            {
                flaws.Add(new(StructureRule.Ownership, revision.Number, span.Start,
                    "Two objects of a revision overlap.", "修订版中的两个对象互相重叠。"));
            }
            else if (span.Start > at && !IsBlank(source, at, span.Start))
            {
                flaws.Add(new(StructureRule.Ownership, revision.Number, at,
                    $"Bytes {at} to {span.Start} belong to nothing that the cross-reference names.",
                    $"字节{at}至{span.Start}不属于交叉引用所列的任何对象。"));
            }

            at = Math.Max(at, span.End);
        }
    }
}
