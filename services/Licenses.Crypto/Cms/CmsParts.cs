using Licenses.Crypto.Asn1;

namespace Licenses.Crypto.Cms;

/// <summary>What a signed message is put together from, beside the key's certificates.</summary>
/// <param name="ContentType">What the content is.</param>
/// <param name="Content">The content itself; null where it stays outside.</param>
/// <param name="Attributes">The signed attributes as the SET OF that was signed; empty where the content itself was.</param>
/// <param name="Value">The signature value.</param>
/// <param name="Tokens">Signature timestamps over the value.</param>
internal sealed record CmsParts(
    string ContentType,
    byte[]? Content,
    ReadOnlyMemory<byte> Attributes,
    byte[] Value,
    IReadOnlyList<ReadOnlyMemory<byte>> Tokens)
{
    /// <summary>The numbers of GM/T 0010 in place of those of RFC 5652.</summary>
    public bool IsNational { get; init; }

    public string MessageType => IsNational ? Oids.GmSignedData : Oids.SignedData;

    // RFC 5652, 5.1; GM/T 0010-2012, 8.1
    public int Version => IsNational || ContentType == Oids.Data ? 1 : 3;
}
