using System.Globalization;
using Licenses.Pdf.Document;
using Licenses.Pdf.Syntax;

namespace Licenses.Pdf.Revisions;

/// <summary>
/// Whether objects begin where the cross-reference says (R13), and nowhere else. A reader that finds one entry false may
/// search the file for "n g obj" by itself, and takes for an object what others take for the bytes of a stream.
/// </summary>
internal static class ObjectHeads
{
    private const int LongestHead = 64;
    private const int LongestBlank = 512; // between the parts of a head, comments included
    private const int Piece = 64 * 1024;

    /// <summary>Whether an entry leads to the head of its object; for one in an object stream: whether that is in the file.</summary>
    public static bool IsThere(PdfDocument view, int number, XrefEntry entry)
    {
        if (entry.Kind == XrefEntryKind.InObjectStream)
        {
            return entry.Offset <= int.MaxValue && view.TryFindEntry((int)entry.Offset, out var container)
                && container.Kind == XrefEntryKind.InFile;
        }

        Span<byte> bytes = stackalloc byte[LongestHead];
        bytes = bytes[..view.Source.Read(entry.Offset, bytes)];
        int start = 0;
        while (start < bytes.Length && PdfCharacters.IsWhite(bytes[start]))
        {
            start++;
        }

        return IsHead(bytes[start..], number, entry.Generation);
    }

    /// <summary>Where, within some bytes of the file, something looks like the head of an object; null where nothing does.</summary>
    public static long? FindHidden(PdfSource source, FileSpan span)
    {
        for (long from = span.Start; from < span.End; from += Piece)
        {
            var piece = source.Slice(from, (int)Math.Min(Piece + LongestBlank, span.End - from)).Span;
            int found;
            for (int at = 0; (found = piece[at..].IndexOf("obj"u8)) >= 0; at += found + 3)
            {
                if (HeadBefore(piece[..(at + found)]) is { } head)
                {
                    return from + head;
                }
            }
        }

        return null;
    }

    private static bool IsHead(ReadOnlySpan<byte> bytes, int number, int generation) =>
        TryReadNumber(ref bytes, number) && TryReadNumber(ref bytes, generation) && bytes.StartsWith("obj"u8);

    private static bool TryReadNumber(ref ReadOnlySpan<byte> bytes, int number)
    {
        int digits = 0;
        while (digits < bytes.Length && PdfCharacters.IsDigit(bytes[digits]))
        {
            digits++;
        }

        int end = digits;
        while (end < bytes.Length && PdfCharacters.IsWhite(bytes[end]))
        {
            end++;
        }

        bool isSame = end > digits && int.TryParse(bytes[..digits], NumberStyles.None, CultureInfo.InvariantCulture, out int read)
            && read == number;
        bytes = bytes[end..];
        return isSame;
    }

    /// <summary>Where the two numbers at the end of some bytes begin; null where none stand there.</summary>
    private static int? HeadBefore(ReadOnlySpan<byte> bytes)
    {
        for (int number = 0; number < 2; number++)
        {
            int end = BlankStart(bytes);
            int start = end;
            while (start > 0 && PdfCharacters.IsDigit(bytes[start - 1]))
            {
                start--;
            }

            if (start == end || end == bytes.Length)
            {
                return null;
            }

            bytes = bytes[..start];
        }

        return bytes.Length;
    }

    /// <summary>Where the white space and the comments at the end of some bytes begin.</summary>
    private static int BlankStart(ReadOnlySpan<byte> bytes)
    {
        int end = bytes.Length;
        for (bool isLineEnd = false; ;)
        {
            for (; end > 0 && PdfCharacters.IsWhite(bytes[end - 1]); end--)
            {
                isLineEnd |= bytes[end - 1] is (byte)'\r' or (byte)'\n';
            }

            int from = Math.Max(0, bytes.Length - LongestBlank);
            int line = isLineEnd && end > from ? bytes[from..end].LastIndexOfAny((byte)'\r', (byte)'\n') + 1 + from : end;
            int comment = line < end ? bytes[line..end].IndexOf((byte)'%') : -1;
            if (comment < 0)
            {
                return end;
            }

            end = line + comment;
            isLineEnd = false;
        }
    }
}
