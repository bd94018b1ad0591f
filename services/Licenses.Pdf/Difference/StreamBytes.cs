using Licenses.Pdf.Document;
using Licenses.Pdf.Syntax;

namespace Licenses.Pdf.Difference;

/// <summary>Compares the data of two streams without holding either.</summary>
internal static class StreamBytes
{
    private const int Piece = 64 * 1024;

    public static bool AreSame(PdfStream older, PdfStream newer)
    {
        if (ReferenceEquals(older, newer))
        {
            return true;
        }

        if (older is not FilePdfStream { Decrypt: null } first || newer is not FilePdfStream { Decrypt: null } second)
        {
            return older.ReadEncoded().Span.SequenceEqual(newer.ReadEncoded().Span);
        }

        long length = first.DataEnd - first.DataStart;
        if (length != second.DataEnd - second.DataStart)
        {
            return false;
        }

        for (long at = 0; at < length; at += Piece)
        {
            int count = (int)Math.Min(Piece, length - at);
            if (!first.ReadPart(at, count).Span.SequenceEqual(second.ReadPart(at, count).Span))
            {
                return false;
            }
        }

        return true;
    }
}
