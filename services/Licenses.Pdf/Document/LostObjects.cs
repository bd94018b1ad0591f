using Licenses.Pdf.Syntax;

namespace Licenses.Pdf.Document;

/// <summary>Finds the objects of a file whose cross-reference is broken or missing, by their "n g obj".</summary>
internal static class LostObjects
{
    private const int Piece = 256 * 1024;
    private const int LongestHead = 32;

    public static XrefChain Find(PdfSource source, PdfBudget budget)
    {
        var reader = new ObjectReader(source, budget, value => value is null or PdfReference ? PdfNull.Instance : value);
        var entries = new SortedDictionary<int, XrefEntry>();
        PdfReference? root = null;
        foreach (long at in Marks(source, budget))
        {
            if (HeadAt(source, at) is { } head && Read(reader, head) is { } stored)
            {
                entries[stored.Number] = new(XrefEntryKind.InFile, head, stored.Generation); // the last one counts
                budget.ChargeEntries(1, head);
                root = stored.Value is PdfDictionary value && value["Type"] is PdfName { Value: "Catalog" }
                    ? new PdfReference(stored.Number, stored.Generation)
                    : root;
            }
        }

        return root is null
            ? throw new PdfFormatException("The file holds no document that could be found.", source.Length)
            : Guess(source, entries, root);
    }

    private static XrefChain Guess(PdfSource source, SortedDictionary<int, XrefEntry> entries, PdfReference root)
    {
        var section = new XrefSection
        {
            Style = XrefStyle.Table,
            Offset = 0,
            Span = new(0, 0),
            Trailer = new PdfDictionary([KeyValuePair.Create<string, PdfObject>("Root", root)]),
            Subsections = [.. entries.Select(item => new XrefSubsection(item.Key, [item.Value]))],
        };
        return new(new FileTail(source.Length, 0, source.Length), [section], []) { IsGuess = true };
    }

    private static IEnumerable<long> Marks(PdfSource source, PdfBudget budget)
    {
        for (long from = 0; from < source.Length; from += Piece)
        {
            budget.Check();
            var piece = source.Slice(from, (int)Math.Min(Piece + 2, source.Length - from));
            int found;
            for (int at = 0; (found = piece.Span[at..].IndexOf("obj"u8)) >= 0; at += found + 1)
            {
                yield return from + at + found;
            }
        }
    }

    /// <summary>Where the two numbers before the word begin; null where none stand there.</summary>
    private static long? HeadAt(PdfSource source, long word)
    {
        long from = Math.Max(0, word - LongestHead);
        var before = source.Slice(from, (int)(word - from)).Span;
        int at = before.Length;
        for (int number = 0; number < 2; number++)
        {
            int end = before[..at].LastIndexOfAnyExcept(" \r\n\t\0\f"u8) + 1;
            int start = before[..end].LastIndexOfAnyExceptInRange((byte)'0', (byte)'9') + 1;
            if (start == end || end == at)
            {
                return null;
            }

            at = start;
        }

        return from + at;
    }

    private static IndirectObject? Read(ObjectReader reader, long offset)
    {
        try
        {
            return reader.ReadAt(offset);
        }
        catch (PdfFormatException error) when (!error.IsLimit)
        {
            return null;
        }
    }
}
