namespace Licenses.Pdf.Document;

/// <summary>Entries of objects with successive numbers.</summary>
public sealed record XrefSubsection(int First, ImmutableArray<XrefEntry> Entries)
{
    public int End => First + Entries.Length;
}
