using System.Diagnostics.CodeAnalysis;

namespace Licenses.Crypto.Sm;

/// <summary>
/// Reads the signature encodings found in the field. Written by hand, since a BER library refuses needless zeros in an
/// integer and cannot tell which liberty was taken.
/// </summary>
internal static class Sm2SignatureReader
{
    private const byte Integer = 0x02;
    private const byte BitString = 0x03;
    private const byte OctetString = 0x04;
    private const byte Sequence = 0x30;
    private const int ScalarLength = 32;
    private const int MostPadding = 32;

    public static bool TryReadSequence(
        ReadOnlySpan<byte> encoded, [NotNullWhen(true)] out Sm2Signature? signature, out Sm2SignatureForm form)
    {
        signature = null;
        form = Sm2SignatureForm.Der;
        if (!TryReadElement(ref encoded, Sequence, out var content, ref form))
        {
            return false;
        }

        if (!encoded.IsEmpty)
        {
            form |= Sm2SignatureForm.TrailingBytes;
        }

        if (!TryReadScalar(ref content, out var r, ref form) || !TryReadScalar(ref content, out var s, ref form))
        {
            return false;
        }

        if (!content.IsEmpty)
        {
            form |= Sm2SignatureForm.TrailingBytes;
        }

        signature = new Sm2Signature(r, s);
        return true;
    }

    /// <summary>Takes a signature out of an OCTET STRING or BIT STRING around it.</summary>
    public static bool TryUnwrap(ReadOnlySpan<byte> encoded, out ReadOnlySpan<byte> inner, out Sm2SignatureForm form)
    {
        form = Sm2SignatureForm.Der;
        var rest = encoded;
        if (TryReadElement(ref rest, OctetString, out inner, ref form))
        {
            form |= Sm2SignatureForm.InOctetString;
        }
        else
        {
            rest = encoded;
            form = Sm2SignatureForm.InBitString;
            if (!TryReadElement(ref rest, BitString, out inner, ref form) || inner is not [0, ..])
            {
                return false;
            }

            inner = inner[1..];
        }

        if (!rest.IsEmpty)
        {
            form |= Sm2SignatureForm.TrailingBytes;
        }

        return true;
    }

    private static bool TryReadScalar(scoped ref ReadOnlySpan<byte> encoded, out byte[] scalar, scoped ref Sm2SignatureForm form)
    {
        scalar = [];
        if (!TryReadElement(ref encoded, Integer, out var content, ref form)
            || content.IsEmpty || content.Length > ScalarLength + MostPadding)
        {
            return false;
        }

        if (content[0] >= 0x80)
        {
            form |= Sm2SignatureForm.NegativeInteger;
        }
        else if (content is [0, < 0x80, ..])
        {
            form |= Sm2SignatureForm.PaddedInteger;
        }

        var number = content.TrimStart((byte)0);
        if (number.Length > ScalarLength)
        {
            return false;
        }

        scalar = new byte[ScalarLength];
        number.CopyTo(scalar.AsSpan(ScalarLength - number.Length));
        return true;
    }

    private static bool TryReadElement(
        scoped ref ReadOnlySpan<byte> encoded, byte tag, out ReadOnlySpan<byte> content, scoped ref Sm2SignatureForm form)
    {
        content = default;
        if (encoded.Length < 2 || encoded[0] != tag)
        {
            return false;
        }

        int length = encoded[1];
        int start = 2;
        if (length is > 0x80 and <= 0x82)
        {
            int octets = length - 0x80;
            if (encoded.Length < start + octets)
            {
                return false;
            }

            length = octets == 1 ? encoded[2] : (encoded[2] << 8) | encoded[3];
            start += octets;
            form |= length < 0x80 || (octets == 2 && length < 0x100) ? Sm2SignatureForm.LongLength : Sm2SignatureForm.Der;
        }
        else if (length >= 0x80)
        {
            return false; // indefinite, or longer than any signature
        }

        if (encoded.Length - start < length)
        {
            return false;
        }

        content = encoded.Slice(start, length);
        encoded = encoded[(start + length)..];
        return true;
    }
}
