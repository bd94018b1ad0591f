using System.Buffers.Binary;
using System.Security.Cryptography;
using Licenses.Pdf.Syntax;

namespace Licenses.Pdf.Document;

/// <summary>
/// Undoes a document's encryption, object by object (ISO 32000-2, 7.6.3). Never touches the /Contents of a signature,
/// which is not encrypted, nor cross-reference streams.
/// </summary>
internal sealed class Decryption(SecurityHandler handler, byte[] fileKey, int? ownNumber)
{
    private const int BlockLength = 16;

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

    private ReadOnlyMemory<byte> Undo(CipherMethod method, ReadOnlyMemory<byte> data, IndirectObject owner, FileSpan place)
    {
        switch (method)
        {
            case CipherMethod.None:
                return data;
            case CipherMethod.Rc4:
                return Rc4.Apply(ObjectKey(owner, isAes: false), data.Span);
            default:
                return UndoAes(method == CipherMethod.Aes256 ? fileKey : ObjectKey(owner, isAes: true), data.Span, place);
        }
    }

    private static byte[] UndoAes(byte[] key, ReadOnlySpan<byte> data, FileSpan place)
    {
        if (data.Length < 2 * BlockLength || data.Length % BlockLength != 0)
        {
            return data.Length <= BlockLength
                ? []
                : throw new PdfFormatException("Encrypted data is not a whole number of blocks.", place.Start);
        }

        try
        {
            using var aes = Aes.Create();
            aes.Key = key;
            return aes.DecryptCbc(data[BlockLength..], data[..BlockLength]);
        }
        catch (CryptographicException)
        {
            throw new PdfFormatException("Encrypted data cannot be decrypted.", place.Start);
        }
    }

    // Algorithm 1: the file's key, the low bytes of number and generation, and for AES four letters.
    private byte[] ObjectKey(IndirectObject owner, bool isAes)
    {
        Span<byte> number = stackalloc byte[4];
        Span<byte> generation = stackalloc byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(number, owner.Number);
        BinaryPrimitives.WriteInt32LittleEndian(generation, owner.Generation);
        ReadOnlySpan<byte> salt = isAes ? "sAlT"u8 : [];
        byte[] key = MD5.HashData([.. fileKey, .. number[..3], .. generation[..2], .. salt]);
        return key[..Math.Min(16, fileKey.Length + 5)];
    }
}
