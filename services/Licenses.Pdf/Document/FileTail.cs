using Licenses.Pdf.Syntax;

namespace Licenses.Pdf.Document;

/// <summary>The lines "startxref", a number, "%%EOF" that end a revision (ISO 32000-2, 7.5.5).</summary>
/// <param name="Start">Where the keyword startxref begins.</param>
/// <param name="XrefOffset">The number: where a cross-reference section is.</param>
/// <param name="End">Behind %%EOF, before a line end.</param>
public sealed record FileTail(long Start, long XrefOffset, long End)
{
    private const int SearchLength = 1024 + 64; // %%EOF within the last 1024 bytes, startxref just before it

    /// <summary>Finds the last one of a file.</summary>
    internal static FileTail FindLast(PdfSource source)
    {
        long from = Math.Max(0, source.Length - SearchLength);
        var bytes = source.Slice(from, (int)(source.Length - from)).Span;
        int found = bytes.LastIndexOf("startxref"u8);
        if (found < 0)
        {
            throw new PdfFormatException("The file does not end with startxref.", source.Length);
        }

        return Read(bytes[found..], from + found, isFinal: true)
            ?? throw new PdfFormatException("startxref is not followed by a number and %%EOF.", from + found);
    }

    /// <summary>Reads one here; null where something else stands.</summary>
    internal static FileTail? Read(ReadOnlySpan<byte> bytes, long offset, bool isFinal)
    {
        var lexer = new PdfLexer(bytes, offset, isFinal);
        if (lexer.Next() != PdfTokenKind.Keyword || !lexer.IsKeyword("startxref"u8))
        {
            return null;
        }

        long start = lexer.Span.Start;
        if (lexer.Next() != PdfTokenKind.Integer || lexer.IntegerValue < 0)
        {
            return null;
        }

        int end = lexer.Position;
        while (end < bytes.Length && PdfCharacters.IsWhite(bytes[end]))
        {
            end++;
        }

        if (bytes.Length - end < 5 && !isFinal)
        {
            throw new WindowTooSmallException();
        }

        return bytes[end..].StartsWith("%%EOF"u8) ? new(start, lexer.IntegerValue, offset + end + 5) : null;
    }
}
