namespace Licenses.Testing.Attacks;

/// <summary>What a byte range covers, for who signs it as it should be, or otherwise.</summary>
/// <param name="File">The whole document, its byte range filled in.</param>
/// <param name="GapStart">Where the gap begins.</param>
/// <param name="GapEnd">Behind it.</param>
/// <param name="End">The end of what is covered.</param>
public sealed record CoveredBytes(byte[] File, int GapStart, int GapEnd, int End)
{
    public byte[] Bytes => [.. File.AsSpan(0, GapStart), .. File.AsSpan(GapEnd, End - GapEnd)];

    public string Range => $"/ByteRange[0 {GapStart} {GapEnd} {End - GapEnd}]";
}
