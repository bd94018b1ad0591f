using System.Formats.Asn1;

namespace Licenses.Crypto.Sm;

// SM2Signature ::= SEQUENCE { r INTEGER, s INTEGER }  -- GB/T 35276-2017, 7.3
/// <summary>A signature value: r and s as 32 bytes each, the highest first. Their range is the verifier's to check.</summary>
public sealed record Sm2Signature(ReadOnlyMemory<byte> R, ReadOnlyMemory<byte> S)
{
    private const int ScalarLength = 32;

    /// <summary>Reads r and s, strictly or as old producers wrote them; false where nobody could tell what is meant.</summary>
    /// <param name="encoded">The signature value.</param>
    /// <param name="signature">What was read.</param>
    /// <param name="form">In which way it departs from DER.</param>
    public static bool TryDecode(
        ReadOnlySpan<byte> encoded, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out Sm2Signature? signature,
        out Sm2SignatureForm form)
    {
        if (Sm2SignatureReader.TryReadSequence(encoded, out signature, out form))
        {
            return true;
        }

        form = Sm2SignatureForm.Der;
        if (encoded.Length == 2 * ScalarLength)
        {
            signature = FromRaw(encoded);
            form = Sm2SignatureForm.Raw;
            return true;
        }

        return Sm2SignatureReader.TryUnwrap(encoded, out var inner, out var wrapping)
            && TryDecodeInner(inner, out signature, out form)
            && (form |= wrapping) != Sm2SignatureForm.Der;
    }

    public byte[] Encode()
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            writer.WriteIntegerUnsigned(Shortest(R.Span));
            writer.WriteIntegerUnsigned(Shortest(S.Span));
        }

        return writer.Encode();
    }

    internal static Sm2Signature FromRaw(ReadOnlySpan<byte> raw) =>
        new(raw[..ScalarLength].ToArray(), raw[ScalarLength..].ToArray());

    // One wrapping only: what is inside is the sequence or the raw pair.
    private static bool TryDecodeInner(
        ReadOnlySpan<byte> inner, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out Sm2Signature? signature,
        out Sm2SignatureForm form)
    {
        if (Sm2SignatureReader.TryReadSequence(inner, out signature, out form))
        {
            return true;
        }

        form = Sm2SignatureForm.Raw;
        signature = inner.Length == 2 * ScalarLength ? FromRaw(inner) : null;
        return signature is not null;
    }

    private static ReadOnlySpan<byte> Shortest(ReadOnlySpan<byte> number)
    {
        var shortest = number.TrimStart((byte)0);
        return shortest.IsEmpty ? number[^1..] : shortest;
    }
}
