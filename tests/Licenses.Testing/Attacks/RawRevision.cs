namespace Licenses.Testing.Attacks;

/// <summary>What a revision writes. Everything that is usually computed can be said otherwise.</summary>
public sealed record RawRevision
{
    /// <summary>Bodies by object number.</summary>
    public IReadOnlyDictionary<int, string> Objects { get; init; } = new SortedDictionary<int, string>();

    public IReadOnlyList<int> Freed { get; init; } = [];

    /// <summary>Table entries that are not computed, of 20 characters.</summary>
    public IReadOnlyDictionary<int, string> Entries { get; init; } = new SortedDictionary<int, string>();

    public int Size { get; init; } = SealedSample.Size + 20;

    public string Root { get; init; } = "1 0 R";

    public string TrailerExtra { get; init; } = "";

    public long? Prev { get; init; }

    public long? StartXref { get; init; }

    /// <summary>A cross-reference stream in place of a table; its number is Size - 1.</summary>
    public bool AsStream { get; init; }

    /// <summary>Bytes in front of the first object.</summary>
    public string Before { get; init; } = "";

    /// <summary>Bytes behind the last object.</summary>
    public string BeforeXref { get; init; } = "";
}
