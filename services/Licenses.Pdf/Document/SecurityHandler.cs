using Licenses.Pdf.Syntax;

namespace Licenses.Pdf.Document;

/// <summary>The entries of a standard security handler's dictionary that keys are made of (ISO 32000-2, table 21).</summary>
internal sealed record SecurityHandler
{
    public required int Version { get; init; }

    public required int Revision { get; init; }

    /// <summary>Bytes of the file's key.</summary>
    public required int KeyLength { get; init; }

    public required byte[] Owner { get; init; }

    public required byte[] User { get; init; }

    public byte[] OwnerKey { get; init; } = [];

    public byte[] UserKey { get; init; } = [];

    public required int Permissions { get; init; }

    public bool EncryptsMetadata { get; init; } = true;

    public required CipherMethod Streams { get; init; }

    public required CipherMethod Strings { get; init; }

    public required byte[] DocumentId { get; init; }

    public static SecurityHandler Read(PdfDictionary dictionary, PdfArray? id, Func<PdfObject?, PdfObject> resolve)
    {
        long offset = dictionary.Span.Start;
        if (resolve(dictionary["Filter"]) is PdfName { Value: "Adobe.PubSec" or "Entrust.PPKEF" or "AdobePPKLite" or "Adobe.PPKLite" })
        {
            throw new PdfFormatException(
                "The document is encrypted for the holders of certain certificates, and no password opens it.", offset)
            {
                IsLocked = true,
            };
        }

        int version = Number("V", 0);
        int revision = Number("R", 0);
        if (resolve(dictionary["Filter"]) is not PdfName { Value: "Standard" } || version is not (1 or 2 or 4 or 5) || revision is < 2 or > 6)
        {
            throw new PdfFormatException("The document is encrypted in a way that is not read here.", offset) { IsLocked = true };
        }

        int bits = version == 1 ? 40 : Number("Length", version == 4 ? 128 : 40);
        if (version < 5 && (bits is < 40 or > 128 || bits % 8 != 0))
        {
            throw new PdfFormatException("The length of the document's key is out of range.", offset);
        }

        bool hasFilters = version >= 4;
        return new SecurityHandler
        {
            Version = version,
            Revision = revision,
            KeyLength = version == 5 ? 32 : version == 4 ? 16 : bits / 8,
            Owner = Bytes("O", revision >= 5 ? 48 : 32),
            User = Bytes("U", revision >= 5 ? 48 : 32),
            OwnerKey = revision >= 5 ? Bytes("OE", 32) : [],
            UserKey = revision >= 5 ? Bytes("UE", 32) : [],
            Permissions = unchecked((int)(resolve(dictionary["P"]) is PdfInteger p ? p.Value : 0)),
            EncryptsMetadata = resolve(dictionary["EncryptMetadata"]) is not PdfBoolean { Value: false },
            Streams = hasFilters ? Method("StmF") : CipherMethod.Rc4,
            Strings = hasFilters ? Method("StrF") : CipherMethod.Rc4,
            DocumentId = id is { Items: [PdfString first, ..] } ? first.Bytes.ToArray() : [],
        };

        int Number(string key, int byDefault) =>
            resolve(dictionary[key]) is PdfInteger { Value: >= 0 and <= 4096 } number ? (int)number.Value : byDefault;

        byte[] Bytes(string key, int length) => resolve(dictionary[key]) is PdfString text && text.Bytes.Length >= length
            ? text.Bytes[..length].ToArray()
            : throw new PdfFormatException($"/{key} of the encryption dictionary is too short.", offset);

        CipherMethod Method(string key)
        {
            string name = resolve(dictionary[key]) is PdfName chosen ? chosen.Value : "Identity";
            var filter = (resolve(dictionary["CF"]) as PdfDictionary)?[name];
            return name == "Identity" ? CipherMethod.None
                : ((resolve(filter) as PdfDictionary) is { } found ? resolve(found["CFM"]) as PdfName : null)?.Value switch
                {
                    "None" => CipherMethod.None,
                    "V2" => CipherMethod.Rc4,
                    "AESV2" => CipherMethod.Aes128,
                    "AESV3" => CipherMethod.Aes256,
                    _ => throw new PdfFormatException("The document's crypt filter is unknown.", offset) { IsLocked = true },
                };
        }
    }
}
