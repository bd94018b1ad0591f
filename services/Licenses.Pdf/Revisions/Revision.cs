using Licenses.Pdf.Document;

namespace Licenses.Pdf.Revisions;

/// <summary>What one save added to the file: objects, cross-reference, and the lines that end it (ISO 32000-2, 7.5.6).</summary>
/// <param name="Number">Counted from 1.</param>
/// <param name="Start">Behind the %%EOF of the revision before; 0 for the first.</param>
/// <param name="End">Behind its own %%EOF.</param>
/// <param name="Section">Its newest cross-reference section, as an index into the chain.</param>
/// <param name="Sections">Its cross-reference sections: one, or the two of a linearised file.</param>
public sealed record Revision(int Number, long Start, long End, int Section, ImmutableArray<XrefSection> Sections);
