using Licenses.Pdf.Document;
using Licenses.Pdf.Syntax;

namespace Licenses.Pdf.Difference;

/// <summary>
/// The names of resources that a revision's fields and annotations ask for: in their default looks (/DA), and in looks
/// that do not bring what they name. Whoever gives such a name a meaning later changes what is seen (R18).
/// </summary>
internal sealed class ResourceWishes(PdfDocument document)
{
    private const int BytesPerCharge = 64; // bytes of content that cost as much as a value

    private readonly Stack<PdfObject> _open = new();
    private readonly HashSet<int> _seen = [];
    private readonly HashSet<int> _drawn = [];
    private HashSet<string>? _names;
    private bool _isUnknown; // some looks cannot be read: they may ask for anything

    public bool MayName(string resource) => (_names ??= Collect()).Contains(resource) || _isUnknown;

    private HashSet<string> Collect()
    {
        var names = new HashSet<string>();
        _open.Push(document.Trailer);
        while (_open.TryPop(out var next))
        {
            document.Budget.ChargeCompared();
            var value = next is PdfReference reference ? Follow(reference) : next;
            foreach (var item in (value as PdfArray)?.Items ?? [])
            {
                Push(item);
            }

            var dictionary = value as PdfDictionary ?? (value as PdfStream)?.Dictionary ?? PdfDictionary.Empty;
            foreach (var entry in dictionary.Entries)
            {
                Push(entry.Value);
                if (entry.Key == "DA" && Follow(entry.Value) is PdfString looks)
                {
                    AddNames(names, looks.Bytes.Span, null);
                }
                else if (entry.Key == "AP")
                {
                    AddLooks(names, entry.Value, depth: 0);
                }
            }
        }

        return names;
    }

    private void Push(PdfObject value)
    {
        if (value is PdfDictionary or PdfArray or PdfStream || value is PdfReference reference && _seen.Add(reference.Number))
        {
            _open.Push(value);
        }
    }

    /// <summary>Looks, the states that hold them, and the drawings that they consist of.</summary>
    private void AddLooks(HashSet<string> names, PdfObject value, int depth)
    {
        const int Deepest = 8;
        document.Budget.ChargeCompared();
        if (value is PdfReference reference && !_drawn.Add(reference.Number))
        {
            return;
        }

        switch (Follow(value))
        {
            case PdfDictionary or PdfStream when depth == Deepest:
                _isUnknown = true;
                break;
            case PdfDictionary states:
                foreach (var state in states.Entries)
                {
                    AddLooks(names, state.Value, depth + 1);
                }

                break;
            case PdfStream stream:
                AddStream(names, stream, depth);
                break;
        }
    }

    private void AddStream(HashSet<string> names, PdfStream stream, int depth)
    {
        if (Follow(stream.Dictionary["Subtype"]) is PdfName { Value: "Image" })
        {
            return;
        }

        var own = Follow(stream.Dictionary["Resources"]) as PdfDictionary;
        try
        {
            AddNames(names, document.Decode(stream).Bytes.Span, own);
        }
        catch (PdfFormatException)
        {
            _isUnknown = true;
        }

        if (Follow(own?["XObject"]) is PdfDictionary drawings)
        {
            AddLooks(names, drawings, depth + 1);
        }
    }

    /// <summary>All that looks like a name: one too many refuses a font, one too few would let it in.</summary>
    private void AddNames(HashSet<string> names, ReadOnlySpan<byte> content, PdfDictionary? own)
    {
        document.Budget.ChargeCompared(1 + content.Length / BytesPerCharge);
        for (int start = content.IndexOf((byte)'/'); start >= 0; start = content.IndexOf((byte)'/'))
        {
            int end = start + 1;
            while (end < content.Length && PdfCharacters.IsRegular(content[end]))
            {
                end++;
            }

            string name = StringText.DecodeName(content[start..end]);
            if (own is null || !own.Entries.Any(category => (Follow(category.Value) as PdfDictionary)?.Has(name) == true))
            {
                names.Add(name);
            }

            content = content[end..];
        }
    }

    private PdfObject Follow(PdfObject? value)
    {
        try
        {
            return document.Resolve(value);
        }
        catch (PdfFormatException error) when (!error.IsLimit)
        {
            return PdfNull.Instance; // broken before, broken after
        }
    }
}
