using Licenses.Pdf.Syntax;

namespace Licenses.Pdf.Document;

/// <summary>One cross-reference section with its trailer, as it stands in the file.</summary>
public sealed record XrefSection
{
    public required XrefStyle Style { get; init; }

    /// <summary>Where the chain says that it is.</summary>
    public required long Offset { get; init; }

    /// <summary>From the keyword xref, or the stream's object number, to the end of the trailer dictionary or of endobj.</summary>
    public required FileSpan Span { get; init; }

    /// <summary>The trailer dictionary, or the cross-reference stream's dictionary.</summary>
    public required PdfDictionary Trailer { get; init; }

    public required ImmutableArray<XrefSubsection> Subsections { get; init; }

    /// <summary>The stream that a hybrid file adds to its table (7.5.8.4).</summary>
    public XrefSection? Hybrid { get; init; }

    /// <summary>The object number of a cross-reference stream.</summary>
    public int? StreamNumber { get; init; }

    /// <summary>The offset of the section before this one; null: this is the first.</summary>
    public long? Previous { get; init; }

    /// <summary>What stands behind the section: startxref, a number, %%EOF. Null where it does not follow at once.</summary>
    public FileTail? Tail { get; init; }

    /// <summary>What the standard forbids and a careless reader would forgive (R13).</summary>
    public ImmutableArray<XrefFlaw> Flaws { get; init; } = [];

    public int Size => Trailer["Size"] is PdfInteger { Value: >= 0 and <= int.MaxValue } size ? (int)size.Value : 0;

    /// <summary>What this section says about an object: its table first, then a hybrid's stream (R14).</summary>
    public bool TryFind(int number, out XrefEntry entry)
    {
        bool found = TryFindHere(number, out entry);
        if (Hybrid is not null && (!found || entry.Kind == XrefEntryKind.Free) && Hybrid.TryFindHere(number, out var hidden))
        {
            entry = hidden;
            return true;
        }

        return found;
    }

    /// <summary>Every object that this section speaks of, with what counts.</summary>
    public IEnumerable<(int Number, XrefEntry Entry)> Objects()
    {
        foreach (var subsection in Subsections)
        {
            for (int i = 0; i < subsection.Entries.Length; i++)
            {
                int number = subsection.First + i;
                yield return (number, TryFind(number, out var entry) ? entry : subsection.Entries[i]);
            }
        }

        foreach (var subsection in Hybrid?.Subsections ?? [])
        {
            for (int i = 0; i < subsection.Entries.Length; i++)
            {
                if (!TryFindHere(subsection.First + i, out _))
                {
                    yield return (subsection.First + i, subsection.Entries[i]);
                }
            }
        }
    }

    internal bool TryFindHere(int number, out XrefEntry entry)
    {
        int low = 0, high = Subsections.Length - 1;
        while (low <= high)
        {
            int middle = (low + high) / 2;
            var subsection = Subsections[middle];
            if (number < subsection.First)
            {
                high = middle - 1;
            }
            else if (number >= subsection.End)
            {
                low = middle + 1;
            }
            else
            {
                entry = subsection.Entries[number - subsection.First];
                return true;
            }
        }

        entry = default;
        return false;
    }
}
