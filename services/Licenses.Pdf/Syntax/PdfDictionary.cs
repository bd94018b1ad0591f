namespace Licenses.Pdf.Syntax;

/// <summary>A dictionary in the order of its entries; no key twice (ISO 32000-2, 7.3.7).</summary>
public sealed class PdfDictionary(ImmutableArray<KeyValuePair<string, PdfObject>> entries) : PdfObject
{
    public static readonly PdfDictionary Empty = new([]);

    public ImmutableArray<KeyValuePair<string, PdfObject>> Entries { get; } = entries;

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
