namespace Licenses.Pdf.Document;

/// <summary>Undoes a document's encryption, object by object (ISO 32000-2, 7.6).</summary>
internal abstract class Decryption
{
    public abstract IndirectObject Decrypt(IndirectObject stored);
}
