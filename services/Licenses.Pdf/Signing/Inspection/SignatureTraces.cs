using System.Buffers;
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

    private static ReadOnlySpan<byte> RangeName => "/ByteRange"u8;

    private static ReadOnlySpan<byte> NationalSignedDataType => [0x06, 0x0A, 0x2A, 0x81, 0x1C, 0xCF, 0x55, 0x06, 0x01, 0x04, 0x02, 0x02];

    private static ReadOnlySpan<byte> SealHeader => [0x16, 0x02, (byte)'E', (byte)'S'];

    private static ReadOnlySpan<byte> SignedDataType => [0x06, 0x09, 0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x07, 0x02];

    /// <summary>Where a signature dictionary stands that no cross-reference names; null where there is none.</summary>
    public static long? Find(PdfSource source, RevisionHistory? history, CancellationToken cancellation)
    {
        byte[] buffer = ArrayPool<byte>.Shared.Rent(Piece + Longest);
        try
        {
            return Find(source, history, buffer, cancellation);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private static long? Find(PdfSource source, RevisionHistory? history, byte[] buffer, CancellationToken cancellation)
    {
        int traces = 0;
        List<Named>? named = null;
        for (long at = 0; at < source.Length && traces < MostTraces; at += Piece)
        {
            cancellation.ThrowIfCancellationRequested();
            var bytes = buffer.AsSpan(0, source.Read(at, buffer.AsSpan(0, Piece + Longest)));
            for (int from = 0; from < bytes.Length;)
            {
                int found = bytes[from..].IndexOfAny((byte)'/', (byte)'<');
                if (found < 0)
                {
                    break;
                }

                from += found;
                if (IsTrace(bytes[from..]) && traces++ < MostTraces
                    && (history is null || !IsNamed(history, named ??= NamedObjects(history), at + from)))
                {
                    return at + from;
                }

                from++;
            }
        }

        return null;
    }

    /// <summary>A byte range that is filled in, or the signature value itself, under whatever name it stands.</summary>
    private static bool IsTrace(ReadOnlySpan<byte> rest) =>
        rest[0] == '<' ? BeginsSignature(rest[1..]) : rest.StartsWith(RangeName) && IsFilledIn(rest[RangeName.Length..]);

    /// <summary>
    /// Hexadecimal digits that begin a CMS message of signed data (SEQUENCE, its length, id-signedData), or the signature
    /// of an electronic seal: six sequences, a number among them, and the text ES.
    /// </summary>
    private static bool BeginsSignature(ReadOnlySpan<byte> digits)
    {
        const int LongestHead = 48;
        Span<byte> head = stackalloc byte[LongestHead];
        head = head[..ReadHex(digits[..Math.Min(digits.Length, Longest)], head)];
        if (SkipHeader(head) is not { } inner || head[1] < 0x80)
        {
            return false;
        }

        var rest = head[inner..];
        if (rest.StartsWith(SignedDataType) || rest.StartsWith(NationalSignedDataType))
        {
            return true;
        }

        for (int depth = 0; depth < 6 && !rest.StartsWith(SealHeader); depth++)
        {
            if (rest is [0x02, 0x01, ..] && rest.Length > 3)
            {
                rest = rest[3..]; // the signature's version
            }
            else if (SkipHeader(rest) is { } next)
            {
                rest = rest[next..];
            }
            else
            {
                return false;
            }
        }

        return rest.StartsWith(SealHeader);
    }

    /// <summary>Where a SEQUENCE's content begins; null where there is none.</summary>
    private static int? SkipHeader(ReadOnlySpan<byte> bytes) => bytes switch
    {
        [0x30, < 0x80, ..] => 2,
        [0x30, <= 0x84, ..] when 2 + (bytes[1] & 0x0F) is var content && content < bytes.Length => content,
        _ => null,
    };

    /// <summary>Reads hexadecimal digits with white space between them, and returns the number of whole bytes.</summary>
    private static int ReadHex(ReadOnlySpan<byte> digits, Span<byte> head)
    {
        int count = 0;
        foreach (byte letter in digits)
        {
            if (PdfCharacters.IsWhite(letter))
            {
                continue;
            }

            int value = PdfCharacters.HexValue(letter);
            if (value < 0 || count == 2 * head.Length)
            {
                break;
            }

            head[count / 2] = (byte)(count % 2 == 0 ? value << 4 : head[count / 2] | value);
            count++;
        }

        return count / 2;
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

    /// <summary>All objects that some revision's cross-reference places in the file, in the order of their places.</summary>
    private static List<Named> NamedObjects(RevisionHistory history)
    {
        var all = from revision in history.Revisions
                  from section in revision.Sections
                  from item in section.Objects()
                  where item.Entry.Kind == XrefEntryKind.InFile
                  select new Named(item.Entry.Offset, item.Number, revision.Number);
        return [.. all.DistinctBy(named => (named.Offset, named.Number)).OrderBy(named => named.Offset)];
    }

    /// <summary>
    /// Whether an object holds the place. Only the last ones that begin before it can, unless entries lead into the
    /// middle of objects; then the trace counts as unnamed.
    /// </summary>
    private static bool IsNamed(RevisionHistory history, List<Named> objects, long offset)
    {
        const int MostAsked = 64; // entries that lead nowhere
        int low = 0, high = objects.Count; // the first object behind the place
        while (low < high)
        {
            int middle = (low + high) / 2;
            (low, high) = objects[middle].Offset <= offset ? (middle + 1, high) : (low, middle);
        }

        for (int i = low - 1; i >= 0 && i >= low - MostAsked; i--)
        {
            if (Holds(history.View(objects[i].Revision), objects[i].Number, offset))
            {
                return true;
            }
        }

        return false;
    }

    private static bool Holds(PdfDocument view, int number, long offset)
    {
        try
        {
            // What a stream holds is its content, be it a whole signed document: an attachment is no lost signature.
            return view.FindObject(number) is { } stored && stored.Head.Start <= offset
                && offset < (stored.Value is FilePdfStream stream ? stream.DataEnd : stored.Head.End);
        }
        catch (PdfFormatException)
        {
            return false;
        }
    }

    private sealed record Named(long Offset, int Number, int Revision);
}
