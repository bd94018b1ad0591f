namespace Licenses.Pdf.Document;

/// <summary>How a crypt filter works (ISO 32000-2, table 25).</summary>
internal enum CipherMethod
{
    /// <summary>Identity: nothing is encrypted.</summary>
    None,

    /// <summary>V2: RC4 with a key per object.</summary>
    Rc4,

    /// <summary>AESV2: AES-128 in CBC with a key per object.</summary>
    Aes128,

    /// <summary>AESV3: AES-256 in CBC with the file's key.</summary>
    Aes256,
}
