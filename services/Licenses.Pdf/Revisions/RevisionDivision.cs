using Licenses.Pdf.Document;
using Licenses.Pdf.Syntax;

namespace Licenses.Pdf.Revisions;

/// <summary>Divides a chain of cross-reference sections into revisions.</summary>
internal static class RevisionDivision
{
    public static ImmutableArray<Revision> Divide(
        PdfSource source, XrefChain chain, ImmutableArray<StructureFlaw>.Builder flaws)
    {
        var revisions = ImmutableArray.CreateBuilder<Revision>();
        var open = ImmutableArray.CreateBuilder<XrefSection>();
        for (int i = chain.Sections.Length - 1; i >= 0; i--)
        {
            var section = chain.Sections[i];
            open.Add(section);
            if (IsSecondHalfOfLinearised(chain, i))
            {
                continue; // the section that the file begins with comes next, and belongs to the same save
            }

            var last = open.MaxBy(candidate => candidate.Span.End)!;
            // The file's own last lines end its newest revision, even where they do not follow its cross-reference at once.
            if ((last.Tail ?? (i == 0 ? chain.Tail : null)) is not { } tail)
            {
                // Where this save ended cannot be told: what it wrote counts with the next one.
                flaws.Add(new(StructureRule.CrossReference, revisions.Count + 1, last.Span.End,
                    "A cross-reference section is not followed by startxref and %%EOF.", "交叉引用节之后没有startxref和%%EOF。")
                {
                    IsAmbiguous = false,
                });
                continue;
            }

            long start = revisions.Count == 0 ? 0 : revisions[^1].End;
            var revision = new Revision(revisions.Count + 1, start, tail.End, i, open.DrainToImmutable());
            CheckPlace(source, revision, (section, tail), flaws);
            revisions.Add(revision);
        }

        foreach (var flaw in chain.Flaws)
        {
            flaws.Add(new(StructureRule.Chain, revisions.Count, flaw.Offset, flaw.Detail, flaw.DetailZh));
        }

        return revisions.DrainToImmutable();
    }

    private static bool IsSecondHalfOfLinearised(XrefChain chain, int index) =>
        index == chain.Sections.Length - 1 && index > 0
        && chain.Sections[index].Span.Start > chain.Sections[index - 1].Span.Start
        && chain.Sections[index].Tail?.XrefOffset == chain.Sections[index - 1].Offset;

    private static void CheckPlace(
        PdfSource source,
        Revision revision,
        (XrefSection Newest, FileTail Tail) end,
        ImmutableArray<StructureFlaw>.Builder flaws)
    {
        var (newest, tail) = end;
        if (!LeadsTo(source, tail.XrefOffset, newest))
        {
            flaws.Add(new(StructureRule.Chain, revision.Number, tail.Start,
                "The startxref of a revision leads to another cross-reference than its own.", "修订版的startxref指向别处的交叉引用。"));
        }

        if (revision.End <= revision.Start || revision.Sections.Any(section => section.Span.Start < revision.Start))
        {
            flaws.Add(new(StructureRule.Chain, revision.Number, newest.Span.Start,
                "A revision's cross-reference stands inside an earlier revision.", "修订版的交叉引用位于更早的修订版之内。"));
        }
    }

    /// <summary>Some writers point at the line end before xref; nothing but white space may lie between.</summary>
    private static bool LeadsTo(PdfSource source, long offset, XrefSection section)
    {
        const int MostWhiteSpace = 16;
        long start = section.Span.Start;
        return offset == section.Offset
            || offset == start
            || (offset >= 0 && offset < start && start - offset <= MostWhiteSpace
                && ByteOwnership.IsWhite(source.Slice(offset, (int)(start - offset)).Span));
    }
}
