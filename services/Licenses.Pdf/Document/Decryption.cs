using Licenses.Pdf.Syntax;

namespace Licenses.Pdf.Document;

/// <summary>
/// Undoes a document's encryption, object by object (ISO 32000-2, 7.6.3). Never touches the /Contents of a signature,
/// which is not encrypted, nor cross-reference streams.
/// </summary>
internal sealed class Decryption(SecurityHandler handler, ObjectCipher cipher, int? ownNumber)
{
    public IndirectObject Decrypt(IndirectObject stored) =>
        stored.Number == ownNumber ? stored : stored with { Value = Walk(stored.Value, stored) };

    private PdfObject Walk(PdfObject value, IndirectObject owner) => value switch
    {
        PdfString text => new PdfString(Undo(handler.Strings, text.Bytes, owner, text.Span), text.IsHex) { Span = text.Span },
        PdfArray array => new PdfArray([.. array.Items.Select(item => Walk(item, owner))]) { Span = array.Span },
        PdfDictionary dictionary => WalkDictionary(dictionary, owner),
        FilePdfStream stream => WalkStream(stream, owner),
        _ => value,
    };

    private PdfDictionary WalkDictionary(PdfDictionary dictionary, IndirectObject owner)
    {
        bool isSignature = dictionary.Has("ByteRange");
        return new(
        [
            .. dictionary.Entries.Select(entry => isSignature && entry.Key == "Contents"
                ? entry
                : KeyValuePair.Create(entry.Key, Walk(entry.Value, owner))),
        ])
        {
            Span = dictionary.Span,
            Duplicates = dictionary.Duplicates,
            Shadowed = [.. dictionary.Shadowed.Select(entry => KeyValuePair.Create(entry.Key, Walk(entry.Value, owner)))],
        };
    }

    private FilePdfStream WalkStream(FilePdfStream stream, IndirectObject owner)
    {
        if (stream.Dictionary["Type"] is PdfName { Value: "XRef" })
        {
            return stream;
        }

        bool isPlain = stream.Dictionary["Type"] is PdfName { Value: "Metadata" } && !handler.EncryptsMetadata
            || HasIdentityFilter(stream.Dictionary);
        var method = isPlain ? CipherMethod.None : handler.Streams;
        return stream.WithDecryption(WalkDictionary(stream.Dictionary, owner), bytes => Undo(method, bytes, owner, stream.Span));
    }

    private static bool HasIdentityFilter(PdfDictionary dictionary) =>
        dictionary["Filter"] is PdfName { Value: "Crypt" } or PdfArray { Items: [PdfName { Value: "Crypt" }, ..] }
        && (dictionary["DecodeParms"] switch
        {
            PdfDictionary one => one["Name"],
            PdfArray { Items: [PdfDictionary first, ..] } => first["Name"],
            _ => null,
        }) is null or PdfName { Value: "Identity" };

    private ReadOnlyMemory<byte> Undo(
        CipherMethod method, ReadOnlyMemory<byte> data, IndirectObject owner, FileSpan place) =>
        cipher.Decrypt(method, data, new PdfReference(owner.Number, owner.Generation), place.Start);
}
