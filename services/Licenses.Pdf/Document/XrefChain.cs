using Licenses.Pdf.Syntax;

namespace Licenses.Pdf.Document;

/// <summary>All cross-reference sections of a file, from the last startxref back to the first (R11: the chain by /Prev).</summary>
/// <param name="Tail">What ends the file.</param>
/// <param name="Sections">The sections, newest first.</param>
/// <param name="Flaws">Breaches of the chain's order.</param>
public sealed record XrefChain(FileTail Tail, ImmutableArray<XrefSection> Sections, ImmutableArray<XrefFlaw> Flaws)
{
    /// <summary>Put together by looking for objects in a broken file: a guess, good for a message and for nothing else.</summary>
    public bool IsGuess { get; init; }

    internal static XrefChain Read(PdfSource source, PdfBudget budget)
    {
        var tail = FileTail.FindLast(source);
        var reader = new XrefReader(source, budget);
        var sections = ImmutableArray.CreateBuilder<XrefSection>();
        var flaws = ImmutableArray.CreateBuilder<XrefFlaw>();
        var seen = new HashSet<long>();
        for (long? at = tail.XrefOffset; at is { } offset;)
        {
            if (!seen.Add(offset))
            {
                throw new PdfFormatException("The cross-reference sections refer to each other in a circle.", offset);
            }

            if (sections.Count == budget.Limits.Revisions)
            {
                throw new PdfFormatException($"The file has more than {budget.Limits.Revisions} revisions.", offset) { IsLimit = true };
            }

            var section = reader.Read(offset);
            NoteOrder(sections, section, flaws);
            sections.Add(section);
            at = section.Previous;
        }

        return new(tail, sections.DrainToImmutable(), flaws.DrainToImmutable());
    }

    private static void NoteOrder(
        ImmutableArray<XrefSection>.Builder sections, XrefSection section, ImmutableArray<XrefFlaw>.Builder flaws)
    {
        if (sections.Count == 0 || section.Span.Start < sections[^1].Span.Start)
        {
            return;
        }

        // Only a linearised file's first section stands before the one it refers to (annex F); that one is the oldest, and
        // the startxref behind it leads back to the first.
        if (section.Previous is not null || section.Tail?.XrefOffset != sections[^1].Offset)
        {
            flaws.Add(new(section.Span.Start, "The cross-reference sections do not lead strictly backwards.", "交叉引用节没有依次向前指。"));
        }
    }
}
