namespace Licenses.Pdf.Syntax;

/// <summary>Collects a dictionary's entries and notes the keys that come twice.</summary>
internal sealed class DictionaryBuilder
{
    private const int Few = 12; // above, a hash beats looking through the list

    private readonly ImmutableArray<KeyValuePair<string, PdfObject>>.Builder _entries =
        ImmutableArray.CreateBuilder<KeyValuePair<string, PdfObject>>();

    private Dictionary<string, int>? _places;
    private ImmutableArray<string> _duplicates = [];
    private ImmutableArray<KeyValuePair<string, PdfObject>>.Builder? _shadowed;

    public void Add(string key, PdfObject value)
    {
        int place = Find(key);
        if (place >= 0)
        {
            (_shadowed ??= ImmutableArray.CreateBuilder<KeyValuePair<string, PdfObject>>()).Add(_entries[place]);
            _entries[place] = KeyValuePair.Create(key, value);
            _duplicates = _duplicates.Contains(key) ? _duplicates : _duplicates.Add(key);
            return;
        }

        _places?.Add(key, _entries.Count);
        _entries.Add(KeyValuePair.Create(key, value));
    }

    public PdfDictionary Build(FileSpan span) =>
        new(_entries.DrainToImmutable()) { Span = span, Duplicates = _duplicates, Shadowed = _shadowed?.DrainToImmutable() ?? [] };

    private int Find(string key)
    {
        if (_entries.Count > Few)
        {
            _places ??= _entries.Select((entry, index) => (entry.Key, index)).ToDictionary(x => x.Key, x => x.index);
            return _places.GetValueOrDefault(key, -1);
        }

        for (int i = 0; i < _entries.Count; i++)
        {
            if (_entries[i].Key == key)
            {
                return i;
            }
        }

        return -1;
    }
}
