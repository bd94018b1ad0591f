namespace Licenses.Pdf.Signing;

/// <summary>Where, within the new revision, a signature will be filled in.</summary>
/// <param name="RangeAt">Where the room for the four numbers of /ByteRange begins.</param>
/// <param name="HoleAt">Where the hexadecimal string of /Contents begins, with its bracket.</param>
/// <param name="ReservedBytes">How many bytes of signature it can hold.</param>
internal sealed record SignatureHole(int RangeAt, int HoleAt, int ReservedBytes)
{
    /// <summary>"0 " and three numbers of ten digits with blanks between.</summary>
    public const int RangeLength = 2 + 10 + 1 + 10 + 1 + 10;

    /// <summary>The hexadecimal string with both brackets.</summary>
    public int HoleLength => 2 * ReservedBytes + 2;

    public int HoleEnd => HoleAt + HoleLength;
}
