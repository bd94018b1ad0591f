using Licenses.Pdf.Syntax;

namespace Licenses.Pdf.Document;

/// <summary>Puts the subsections of a section in order, which lookups rely on.</summary>
internal static class XrefSubsections
{
    public static ImmutableArray<XrefSubsection> Order(IEnumerable<XrefSubsection> subsections, long offset)
    {
        ImmutableArray<XrefSubsection> ordered = [.. subsections.OrderBy(subsection => subsection.First)];
        for (int i = 1; i < ordered.Length; i++)
        {
            if (ordered[i].First < ordered[i - 1].End)
            {
                throw new PdfFormatException("A cross-reference section lists an object twice.", offset);
            }
        }

        return ordered;
    }
}
