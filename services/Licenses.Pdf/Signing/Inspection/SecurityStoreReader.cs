using Licenses.Crypto.Ocsp;
using Licenses.Crypto.X509;
using Licenses.Pdf.Document;
using Licenses.Pdf.Syntax;

namespace Licenses.Pdf.Signing;

/// <summary>
/// Reads /DSS. What cannot be read is left out: it is an offer, not a promise. So is what is more than anybody would look
/// at: each object is read once, none beyond what its kind may have, and not more than so much of all together.
/// </summary>
internal sealed class SecurityStoreReader(PdfDocument document)
{
    private const int MostItems = 4096;
    private const int LargestCertificate = 256 * 1024;
    private const int MostBytes = 128 << 20; // two of the largest CRLs

    private int _left = MostBytes;

    public static DocumentSecurityStore? Read(PdfDocument document) =>
        document.Resolve(document.Catalog["DSS"]) is PdfDictionary store ? new SecurityStoreReader(document).Read(store) : null;

    private DocumentSecurityStore Read(PdfDictionary store)
    {
        var keys = document.Resolve(store["VRI"]) is PdfDictionary signatures
            ? signatures.Entries.Select(entry => entry.Key).Take(MostItems)
            : [];
        var certificates = Streams(store, "Certs", LargestCertificate);
        var responses = Streams(store, "OCSPs", OcspResponse.LargestSize);
        var lists = Streams(store, "CRLs", CertificateList.LargestSize);
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

    private List<(ReadOnlyMemory<byte> Bytes, long Place)> Streams(PdfDictionary store, string key, int largest)
    {
        var found = new List<(ReadOnlyMemory<byte>, long)>();
        var places = new HashSet<long>();
        foreach (var item in ((document.Resolve(store[key]) as PdfArray)?.Items ?? []).Take(MostItems))
        {
            try
            {
                if (document.Resolve(item) is PdfStream stream && places.Add(stream.Span.Start))
                {
                    found.Add((Decode(stream, Math.Min(largest, _left)), stream.Span.Start));
                }
            }
            catch (PdfFormatException)
            {
                // A damaged offer is no offer.
            }
        }

        return found;
    }

    private ReadOnlyMemory<byte> Decode(PdfStream stream, int most)
    {
        var limits = document.Budget.Limits with { DecodedStream = most, DecodedTotal = most };
        int spent = most; // in vain, where it turns out to be larger
        try
        {
            var bytes = StreamDecoder.Decode(stream, document.Resolve, document.Budget.Within(limits)).Bytes;
            spent = bytes.Length;
            return bytes.Length <= most ? bytes : throw new PdfFormatException("Validation data is too large.", stream.Span.Start);
        }
        finally
        {
            _left = Math.Max(0, _left - spent);
            document.Budget.ChargeDecoded(spent, stream.Span.Start);
        }
    }
}
