using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Licenses.Pdf.Syntax;

namespace Licenses.Pdf.Signing;

/// <summary>
/// A prepared seal as bytes, to be kept while the key is asked: mark, input length, input digest, hole, field name, the
/// new revision, and a digest over it all. It finds accidents, not forgers: keep it where nobody else can write.
/// </summary>
internal static class PreparedSealState
{
    private const int FixedLength = 8 + 8 + 32 + 4 + 4 + 4 + 4;
    private const int DigestLength = 32;
    private const int CopyLength = 1 << 20;

    private static ReadOnlySpan<byte> Mark => "LICSEAL1"u8;

    public static byte[] Write(PreparedSeal seal)
    {
        var name = Encoding.UTF8.GetBytes(seal.Field);
        var state = new byte[FixedLength + name.Length + seal.Update.Length + DigestLength];
        Mark.CopyTo(state);
        BinaryPrimitives.WriteInt64BigEndian(state.AsSpan(8), seal.Input.Length);
        Digest(seal.Input).CopyTo(state, 16);
        BinaryPrimitives.WriteInt32BigEndian(state.AsSpan(48), seal.Hole.RangeAt);
        BinaryPrimitives.WriteInt32BigEndian(state.AsSpan(52), seal.Hole.HoleAt);
        BinaryPrimitives.WriteInt32BigEndian(state.AsSpan(56), seal.Hole.ReservedBytes);
        BinaryPrimitives.WriteInt32BigEndian(state.AsSpan(60), name.Length);
        name.CopyTo(state, FixedLength);
        seal.Update.Span.CopyTo(state.AsSpan(FixedLength + name.Length));
        SHA256.HashData(state.AsSpan(0, state.Length - DigestLength), state.AsSpan(state.Length - DigestLength));
        return state;
    }

    public static PreparedSeal Read(PdfSource input, ReadOnlySpan<byte> state)
    {
        if (state.Length < FixedLength + DigestLength || !state.StartsWith(Mark)
            || !SHA256.HashData(state[..^DigestLength]).AsSpan().SequenceEqual(state[^DigestLength..]))
        {
            throw new SealStateException("The bytes are not a prepared seal, or were changed.");
        }

        int nameLength = BinaryPrimitives.ReadInt32BigEndian(state[60..]);
        var hole = new SignatureHole(
            BinaryPrimitives.ReadInt32BigEndian(state[48..]),
            BinaryPrimitives.ReadInt32BigEndian(state[52..]),
            BinaryPrimitives.ReadInt32BigEndian(state[56..]));
        if (BinaryPrimitives.ReadInt64BigEndian(state[8..]) != input.Length || !Digest(input).AsSpan().SequenceEqual(state[16..48]))
        {
            throw new SealStateException("The document is not the one that was prepared.");
        }

        var update = state[(FixedLength + nameLength)..^DigestLength].ToArray();
        return new PreparedSeal(input, Encoding.UTF8.GetString(state.Slice(FixedLength, nameLength)), hole, update);
    }

    private static byte[] Digest(PdfSource input)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        for (long at = 0; at < input.Length; at += CopyLength)
        {
            hash.AppendData(input.Slice(at, (int)Math.Min(CopyLength, input.Length - at)).Span);
        }

        return hash.GetHashAndReset();
    }
}
