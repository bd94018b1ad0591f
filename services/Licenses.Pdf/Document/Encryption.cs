using Licenses.Pdf.Syntax;

namespace Licenses.Pdf.Document;

/// <summary>
/// Encrypts what a new revision adds, in the file's own way (ISO 32000-2, 7.6.3): strings and streams of each object,
/// never the /Contents of a signature. Cross-reference streams and trailers are not given to it.
/// </summary>
internal sealed class Encryption(SecurityHandler handler, ObjectCipher cipher)
{
    /// <summary>A value as it must stand in the object that bears the number.</summary>
    public PdfObject Encrypt(PdfObject value, PdfReference owner) => value switch
    {
        PdfString text => new PdfString(cipher.Encrypt(handler.Strings, text.Bytes, owner), text.IsHex),
        PdfArray array => new PdfArray([.. array.Items.Select(item => Encrypt(item, owner))]),
        PdfDictionary dictionary => EncryptEntries(dictionary, owner),
        _ => value,
    };

    /// <summary>A stream's bytes, filters applied, as they must stand in the file.</summary>
    public ReadOnlyMemory<byte> EncryptStream(PdfDictionary dictionary, ReadOnlyMemory<byte> bytes, PdfReference owner)
    {
        bool isPlain = dictionary["Type"] is PdfName { Value: "Metadata" } && !handler.EncryptsMetadata;
        return cipher.Encrypt(isPlain ? CipherMethod.None : handler.Streams, bytes, owner);
    }

    private PdfDictionary EncryptEntries(PdfDictionary dictionary, PdfReference owner)
    {
        bool isSignature = dictionary.Has("ByteRange");
        return new(
        [
            .. dictionary.Entries.Select(entry => isSignature && entry.Key == "Contents"
                ? entry
                : KeyValuePair.Create(entry.Key, Encrypt(entry.Value, owner))),
        ]);
    }
}
