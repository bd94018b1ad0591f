using Licenses.Pdf.Document;
using Licenses.Pdf.Revisions;
using Licenses.Pdf.Syntax;

namespace Licenses.Pdf.Signing;

/// <summary>Looks in the raw bytes for a signature that the document's structure does not show any more.</summary>
internal static class SignatureTraces
{
    private const int Piece = 256 * 1024;
    private const int Longest = 256;
    private const int MostTraces = 64; // more of them are decoys, and finding none is never a pass

    /// <summary>Where a signature dictionary stands that no cross-reference names; null where there is none.</summary>
    public static long? Find(PdfSource source, RevisionHistory? history, CancellationToken cancellation)
    {
        int traces = 0;
        for (long at = 0; at < source.Length && traces < MostTraces; at += Piece)
        {
            cancellation.ThrowIfCancellationRequested();
            var bytes = source.Slice(at, (int)Math.Min(Piece + Longest, source.Length - at)).Span;
            for (int from = 0; from < bytes.Length;)
            {
                int found = bytes[from..].IndexOf("/ByteRange"u8);
                if (found < 0)
                {
                    break;
                }

                from += found + 10;
                if (IsFilledIn(bytes[from..]) && traces++ < MostTraces && (history is null || !IsNamed(history, at + from)))
                {
                    return at + from - 10;
                }
            }
        }

        return null;
    }

    /// <summary>Four numbers, the last two of which say that something was signed.</summary>
    private static bool IsFilledIn(ReadOnlySpan<byte> rest)
    {
        try
        {
            var parser = new PdfParser(rest[..Math.Min(rest.Length, Longest)], 0);
            return parser.ReadObject() is PdfArray { Items: [PdfInteger, PdfInteger, PdfInteger { Value: > 0 }, PdfInteger { Value: > 0 }] };
        }
        catch (PdfFormatException)
        {
            return false;
        }
    }

    private static bool IsNamed(RevisionHistory history, long offset)
    {
        foreach (var revision in history.Revisions)
        {
            var view = history.View(revision.Number);
            foreach (var section in revision.Sections)
            {
                foreach ((int number, var entry) in section.Objects())
                {
                    if (entry.Kind == XrefEntryKind.InFile && entry.Offset <= offset && Holds(view, number, offset))
                    {
                        return true;
                    }
                }
            }
        }

        return false;
    }

    private static bool Holds(PdfDocument view, int number, long offset)
    {
        try
        {
            return view.FindObject(number) is { } stored && stored.Head.Start <= offset && offset < stored.Head.End;
        }
        catch (PdfFormatException)
        {
            return false;
        }
    }
}
