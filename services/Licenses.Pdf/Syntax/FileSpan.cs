namespace Licenses.Pdf.Syntax;

/// <summary>Where a token lies in the file: bytes [Start, End). <see cref="None"/> for objects that were composed, not read.</summary>
public readonly record struct FileSpan(long Start, long End)
{
    public static readonly FileSpan None = new(-1, -1);

    public long Length => End - Start;

    public bool Contains(FileSpan other) => Start <= other.Start && other.End <= End;
}
