using System.Text;
using Licenses.Pdf.Syntax;

namespace Licenses.Pdf.Document;

/// <summary>The first line, "%PDF-1.7" (ISO 32000-2, 7.5.2). It must be the file's first: offsets count from there.</summary>
internal static class FileHeader
{
    private const int Length = 8;

    /// <summary>The version that the header names.</summary>
    public static string Read(PdfSource source)
    {
        Span<byte> line = stackalloc byte[Length];
        if (source.Read(0, line) < Length || !line.StartsWith("%PDF-"u8)
            || !PdfCharacters.IsDigit(line[5]) || line[6] != '.' || !PdfCharacters.IsDigit(line[7]))
        {
            throw new PdfFormatException("The file does not begin with %PDF- and a version.", 0);
        }

        return Encoding.ASCII.GetString(line[5..]);
    }

    public static bool IsPresent(PdfSource source)
    {
        Span<byte> line = stackalloc byte[5];
        return source.Read(0, line) == line.Length && line.SequenceEqual("%PDF-"u8);
    }

    public static string Later(string header, string? catalog) =>
        catalog is { Length: 3 } && string.CompareOrdinal(catalog, header) > 0 ? catalog : header;
}
