using Licenses.Pdf.Syntax;

namespace Licenses.Pdf.Signing;

/// <summary>What a signature covers: the file up to a gap, and from there to the end of its revision (12.8.1).</summary>
/// <param name="GapStart">Where the gap for /Contents begins.</param>
/// <param name="GapEnd">Behind it.</param>
/// <param name="End">The end of what is covered: the length of the document as it was signed.</param>
internal readonly record struct ByteRange(long GapStart, long GapEnd, long End)
{
    /// <summary>Reads /ByteRange by R1; null, with the reason, where it breaks the rule.</summary>
    public static ByteRange? Read(PdfObject value, Func<PdfObject?, PdfObject> resolve, long fileLength, out string reason)
    {
        reason = "is not an array of exactly four integers";
        if (value is not PdfArray { Items.Length: 4 } array)
        {
            return null;
        }

        var numbers = new long[4];
        for (int i = 0; i < 4; i++)
        {
            if (resolve(array.Items[i]) is not PdfInteger number)
            {
                return null;
            }

            numbers[i] = number.Value;
        }

        (long a, long b, long c, long d) = (numbers[0], numbers[1], numbers[2], numbers[3]);
        reason = a != 0 ? "does not begin at the file's first byte"
            : b <= 0 || d <= 0 || c < 0 ? "has an empty or negative part"
            : b > fileLength || c > fileLength || d > fileLength - c ? "reaches beyond the end of the file"
            : c < b ? "has parts that overlap"
            : "";
        return reason.Length == 0 ? new ByteRange(b, c, c + d) : null;
    }

    /// <summary>Whether this range lies wholly in the first part of a later one, as a signature before it must (R8).</summary>
    public bool Precedes(ByteRange later) => End <= later.GapStart;
}
