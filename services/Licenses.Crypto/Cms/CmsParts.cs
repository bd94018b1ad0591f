namespace Licenses.Crypto.Cms;

/// <summary>What a signed message is put together from, beside the key's certificates.</summary>
/// <param name="ContentType">What the content is.</param>
/// <param name="Content">The content itself; null where it stays outside.</param>
/// <param name="Attributes">The signed attributes as the SET OF that was signed.</param>
/// <param name="Value">The signature value.</param>
/// <param name="Tokens">Signature timestamps over the value.</param>
internal sealed record CmsParts(
    string ContentType,
    byte[]? Content,
    ReadOnlyMemory<byte> Attributes,
    byte[] Value,
    IReadOnlyList<ReadOnlyMemory<byte>> Tokens);
