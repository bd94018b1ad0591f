using Licenses.Pdf.Document;
using Licenses.Pdf.Syntax;

namespace Licenses.Pdf.Signing;

/// <summary>Reads /DSS. What cannot be read is left out: it is an offer, not a promise.</summary>
internal static class SecurityStoreReader
{
    private const int MostItems = 4096;

    public static DocumentSecurityStore? Read(PdfDocument document)
    {
        if (document.Resolve(document.Catalog["DSS"]) is not PdfDictionary store)
        {
            return null;
        }

        var keys = document.Resolve(store["VRI"]) is PdfDictionary signatures
            ? signatures.Entries.Select(entry => entry.Key).Take(MostItems)
            : [];
        return new(Streams(document, store, "Certs"), Streams(document, store, "CRLs"), Streams(document, store, "OCSPs"))
        {
            SignatureKeys = [.. keys],
        };
    }

    private static ImmutableArray<ReadOnlyMemory<byte>> Streams(PdfDocument document, PdfDictionary store, string key)
    {
        var found = ImmutableArray.CreateBuilder<ReadOnlyMemory<byte>>();
        foreach (var item in ((document.Resolve(store[key]) as PdfArray)?.Items ?? []).Take(MostItems))
        {
            try
            {
                if (document.Resolve(item) is PdfStream stream)
                {
                    found.Add(document.Decode(stream).Bytes);
                }
            }
            catch (PdfFormatException)
            {
                // A damaged offer is no offer.
            }
        }

        return found.ToImmutable();
    }
}
