using Licenses.Pdf.Document;
using Licenses.Pdf.Revisions;
using Licenses.Pdf.Signing;
using Licenses.Pdf.Syntax;

namespace Licenses.Cli.Verify;

/// <summary>Gives back a document as it was at an earlier revision: what a signer of that time saw.</summary>
internal static class RevisionExtractor
{
    /// <returns>How many bytes were written.</returns>
    public static async Task<long> ExtractAsync(
        string file, string? password, int number, string target, CancellationToken cancellationToken)
    {
        using var source = PdfSource.OpenFile(file);
        long length = Measure(source, password, number, cancellationToken);
        await WholeFile.WriteAsync(
            target, overwrite: true, output => source.CopyToAsync(output, length, cancellationToken), cancellationToken);
        return length;
    }

    // A signer says exactly how long the document was; otherwise a revision ends with the line of its %%EOF.
    private static long Measure(PdfSource source, string? password, int number, CancellationToken cancellationToken)
    {
        var inspection = PdfInspector.Inspect(source, new PdfInspectionOptions
        {
            Policy = InspectionPolicy.Crypto, Password = password, Cancellation = cancellationToken,
        });
        var signed = inspection.Signatures.FirstOrDefault(signature => signature.Revision == number)?.SignedLength;
        var document = PdfDocument.Open(
            source, new PdfOpenOptions { Password = password, Cancellation = cancellationToken });
        var revisions = RevisionHistory.Read(document).Revisions;
        return number >= 1 && number <= revisions.Length
            ? signed ?? EndOfLine(source, revisions[number - 1].End)
            : throw new UsageException($"The file has revisions 1 to {revisions.Length}; there is no {number}.");
    }

    private static long EndOfLine(PdfSource source, long end)
    {
        Span<byte> next = stackalloc byte[2];
        int read = source.Read(end, next);
        return end + next[..read] switch
        {
            [(byte)'\r', (byte)'\n'] => 2,
            [(byte)'\r' or (byte)'\n', ..] => 1,
            _ => 0,
        };
    }
}
