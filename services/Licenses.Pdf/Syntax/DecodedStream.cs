namespace Licenses.Pdf.Syntax;

/// <summary>A stream's bytes with its filters undone, as far as they can be.</summary>
/// <param name="Bytes">The decoded bytes.</param>
/// <param name="RemainingFilter">The image filter at which decoding stopped (DCTDecode, JPXDecode…); null: all undone.</param>
public readonly record struct DecodedStream(ReadOnlyMemory<byte> Bytes, string? RemainingFilter);
