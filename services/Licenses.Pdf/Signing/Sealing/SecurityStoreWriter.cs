using System.Security.Cryptography;
using Licenses.Pdf.Composing;
using Licenses.Pdf.Document;
using Licenses.Pdf.Syntax;
using static Licenses.Pdf.Composing.PdfObjects;

namespace Licenses.Pdf.Signing;

/// <summary>
/// Adds validation data to a document's security store (/DSS, ISO 32000-2, 12.8.4.3). What is there stays as it is, and
/// nothing is stored twice.
/// </summary>
internal sealed class SecurityStoreWriter
{
    private readonly PdfDocument _document;
    private readonly RevisionWriter _writer;
    private readonly Dictionary<string, Dictionary<string, PdfReference>> _known = []; // by list, by digest
    private readonly Dictionary<string, List<PdfObject>> _lists = [];

    public SecurityStoreWriter(PdfDocument document, RevisionWriter writer)
    {
        _document = document;
        _writer = writer;
    }

    /// <summary>Writes the store that holds old and new data; gives its dictionary.</summary>
    /// <param name="shared">For the document as a whole.</param>
    /// <param name="perSignature">By the names of /VRI; a name that is there already keeps what it has.</param>
    public PdfDictionary Write(ValidationData shared, IReadOnlyDictionary<string, ValidationData> perSignature)
    {
        var old = _document.Resolve(_document.Catalog["DSS"]) as PdfDictionary ?? PdfDictionary.Empty;
        ReadList(old, "Certs");
        ReadList(old, "CRLs");
        ReadList(old, "OCSPs");
        Add(shared);
        var related = _document.Resolve(old["VRI"]) as PdfDictionary ?? PdfDictionary.Empty;
        foreach (var (name, data) in perSignature.OrderBy(entry => entry.Key, StringComparer.Ordinal))
        {
            var added = Add(data);
            related = related.Has(name) ? related : related.With(name, added);
        }

        var store = old.Has("Type") ? old : Dictionary(("Type", Name("DSS")));
        store = related.Entries.IsEmpty ? store : store.With("VRI", related);
        foreach (var (key, items) in _lists)
        {
            store = items.Count == 0 ? store : store.With(key, new PdfArray([.. items]));
        }

        return store;
    }

    private void ReadList(PdfDictionary store, string key)
    {
        var known = _known[key] = [];
        var list = _lists[key] = [];
        foreach (var item in (_document.Resolve(store[key]) as PdfArray)?.Items ?? [])
        {
            list.Add(item);
            if (item is PdfReference reference && _document.Resolve(reference) is PdfStream stream)
            {
                known.TryAdd(Fingerprint(_document.Decode(stream).Bytes.Span), reference);
            }
        }
    }

    private PdfDictionary Add(ValidationData data) => Dictionary(
        ("Cert", Add("Certs", data.Certificates)),
        ("CRL", Add("CRLs", data.CertificateLists)),
        ("OCSP", Add("OCSPs", data.OcspResponses)));

    private PdfArray? Add(string key, ImmutableArray<ReadOnlyMemory<byte>> values)
    {
        var references = new List<PdfObject>();
        foreach (var value in values)
        {
            string fingerprint = Fingerprint(value.Span);
            if (!_known[key].TryGetValue(fingerprint, out var reference))
            {
                reference = _writer.AddStream(PdfDictionary.Empty, EncodedStream.Plain(value));
                _known[key].Add(fingerprint, reference);
                _lists[key].Add(reference);
            }

            references.Add(reference);
        }

        return references.Count == 0 ? null : new PdfArray([.. references]);
    }

    private static string Fingerprint(ReadOnlySpan<byte> value) => Convert.ToHexString(SHA256.HashData(value));
}
