namespace Licenses.Pdf.Syntax;

/// <summary>
/// A dictionary in the order of its entries (ISO 32000-2, 7.3.7). A key that was written twice stands here once, with
/// its last value, and is named in <see cref="Duplicates"/>: readers disagree on which one counts.
/// </summary>
public sealed class PdfDictionary(ImmutableArray<KeyValuePair<string, PdfObject>> entries) : PdfObject
{
    public static readonly PdfDictionary Empty = new([]);

    public ImmutableArray<KeyValuePair<string, PdfObject>> Entries { get; } = entries;

    /// <summary>Keys that the file gives more than once.</summary>
    public ImmutableArray<string> Duplicates { get; init; } = [];

    /// <summary>The values of <see cref="Duplicates"/> that stand before the last one: other readers follow them.</summary>
    internal ImmutableArray<KeyValuePair<string, PdfObject>> Shadowed { get; init; } = [];

    /// <summary>The entry's value as written (a reference stays one); null where the key is absent.</summary>
    public PdfObject? this[string key]
    {
        get
        {
            foreach (var entry in Entries)
            {
                if (entry.Key == key)
                {
                    return entry.Value;
                }
            }

            return null;
        }
    }

    public bool Has(string key) => this[key] is not (null or PdfNull);

    /// <summary>This dictionary with one entry replaced in its place, or added at the end.</summary>
    public PdfDictionary With(string key, PdfObject value)
    {
        var entry = KeyValuePair.Create(key, value);
        for (int i = 0; i < Entries.Length; i++)
        {
            if (Entries[i].Key == key)
            {
                return new PdfDictionary(Entries.SetItem(i, entry));
            }
        }

        return new PdfDictionary(Entries.Add(entry));
    }

    public PdfDictionary Without(string key) => new(Entries.RemoveAll(entry => entry.Key == key));
}
