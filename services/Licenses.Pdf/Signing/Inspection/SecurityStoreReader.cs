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
        var certificates = Streams(document, store, "Certs");
        var lists = Streams(document, store, "CRLs");
        var responses = Streams(document, store, "OCSPs");
        return new(Bytes(certificates), Bytes(lists), Bytes(responses))
        {
            SignatureKeys = [.. keys],
            CertificatePlaces = Places(certificates),
            CertificateListPlaces = Places(lists),
            OcspResponsePlaces = Places(responses),
        };
    }

    private static ImmutableArray<ReadOnlyMemory<byte>> Bytes(List<(ReadOnlyMemory<byte> Bytes, long Place)> streams) =>
        [.. streams.Select(stream => stream.Bytes)];

    private static ImmutableArray<long> Places(List<(ReadOnlyMemory<byte> Bytes, long Place)> streams) =>
        [.. streams.Select(stream => stream.Place)];

    private static List<(ReadOnlyMemory<byte> Bytes, long Place)> Streams(PdfDocument document, PdfDictionary store, string key)
    {
        var found = new List<(ReadOnlyMemory<byte>, long)>();
        foreach (var item in ((document.Resolve(store[key]) as PdfArray)?.Items ?? []).Take(MostItems))
        {
            try
            {
                if (document.Resolve(item) is PdfStream stream)
                {
                    found.Add((document.Decode(stream).Bytes, stream.Span.Start));
                }
            }
            catch (PdfFormatException)
            {
                // A damaged offer is no offer.
            }
        }

        return found;
    }
}
