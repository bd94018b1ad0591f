using Licenses.Pdf.Document;
using Licenses.Pdf.Syntax;
using static Licenses.Pdf.Composing.PdfObjects;

namespace Licenses.Pdf.Signing;

/// <summary>Collects changes to existing objects, each object written once, however often it changes.</summary>
internal sealed class DocumentEdits(PdfDocument document, RevisionWriter writer)
{
    private readonly SortedDictionary<int, (PdfReference Reference, PdfObject Value)> _changed = [];

    /// <summary>Changes a dictionary that has a number of its own.</summary>
    public void Update(PdfReference reference, Func<PdfDictionary, PdfDictionary> change)
    {
        var dictionary = Current(reference) as PdfDictionary ?? throw Unusable(reference);
        _changed[reference.Number] = (reference, change(dictionary));
    }

    /// <summary>Appends to an array in a dictionary, wherever that array is written.</summary>
    public void Append(PdfReference owner, string key, PdfObject item)
    {
        var dictionary = Current(owner) as PdfDictionary ?? throw Unusable(owner);
        if (dictionary[key] is PdfReference indirect && Current(indirect) is PdfArray shared)
        {
            _changed[indirect.Number] = (indirect, new PdfArray(shared.Items.Add(item)));
            return;
        }

        Update(owner, old => old.With(key, Extended(old[key], item, owner)));
    }

    /// <summary>Adds a field to the form, which is created where there is none (ISO 32000-2, 12.7.3).</summary>
    public void AddField(PdfReference field)
    {
        const int SignaturesExist = 1;
        const int AppendOnly = 2;
        var root = document.Root;
        var written = ((PdfDictionary)Current(root))["AcroForm"];
        PdfDictionary Flagged(PdfDictionary form) => form.With(
            "SigFlags",
            Integer((document.Resolve(form["SigFlags"]) is PdfInteger flags ? flags.Value : 0) | SignaturesExist | AppendOnly));

        if (written is PdfReference reference && Current(reference) is PdfDictionary)
        {
            Append(reference, "Fields", field);
            Update(reference, Flagged);
        }
        else if (written is PdfDictionary direct)
        {
            if (direct["Fields"] is PdfReference list && Current(list) is PdfArray fields)
            {
                _changed[list.Number] = (list, new PdfArray(fields.Items.Add(field)));
                Update(root, catalog => catalog.With("AcroForm", Flagged(direct)));
            }
            else
            {
                Update(root, catalog => catalog.With(
                    "AcroForm", Flagged(direct.With("Fields", Extended(direct["Fields"], field, root)))));
            }
        }
        else
        {
            var created = writer.Reserve();
            writer.Set(created, Flagged(Dictionary(("Fields", Array(field)))));
            Update(root, catalog => catalog.With("AcroForm", created));
        }
    }

    /// <summary>Marks an existing form as holding signatures.</summary>
    public void FlagForm()
    {
        if (document.Form.Dictionary["SigFlags"] is PdfInteger { Value: 3 })
        {
            return;
        }

        if (document.Form.Reference is { } reference)
        {
            Update(reference, form => form.With("SigFlags", Integer(3)));
        }
        else
        {
            Update(document.Root, catalog => catalog.With(
                "AcroForm", ((PdfDictionary)catalog["AcroForm"]!).With("SigFlags", Integer(3))));
        }
    }

    /// <summary>Names the certifying signature in the catalog's permissions (ISO 32000-2, table 263).</summary>
    public void SetPermissions(PdfReference signature)
    {
        var written = ((PdfDictionary)Current(document.Root))["Perms"];
        if (written is PdfReference reference && Current(reference) is PdfDictionary)
        {
            Update(reference, permissions => permissions.With("DocMDP", signature));
        }
        else
        {
            Update(document.Root, catalog => catalog.With(
                "Perms", (written as PdfDictionary ?? PdfDictionary.Empty).With("DocMDP", signature)));
        }
    }

    /// <summary>Puts a security store in the place of the old one (ISO 32000-2, 12.8.4.3).</summary>
    public void SetSecurityStore(PdfDictionary store)
    {
        var written = ((PdfDictionary)Current(document.Root))["DSS"];
        if (written is PdfReference reference && Current(reference) is PdfDictionary)
        {
            Update(reference, _ => store);
        }
        else
        {
            var created = writer.Reserve();
            writer.Set(created, store);
            Update(document.Root, catalog => catalog.With("DSS", created));
        }
    }

    public void Write()
    {
        foreach (var (reference, value) in _changed.Values)
        {
            writer.Set(reference, value);
        }
    }

    private PdfObject Current(PdfReference reference) => _changed.TryGetValue(reference.Number, out var changed)
        ? changed.Value
        : document.Resolve(reference);

    private PdfArray Extended(PdfObject? written, PdfObject item, PdfReference owner) => document.Resolve(written) switch
    {
        PdfNull => Array(item),
        PdfArray array => new PdfArray(array.Items.Add(item)),
        _ => throw Unusable(owner),
    };

    private static SealRefusedException Unusable(PdfReference reference) => new(
        SealRefusal.NotReadable,
        $"Object {reference.Number} is not of the kind that its place demands.",
        $"对象{reference.Number}的类型与其位置不符。");
}
