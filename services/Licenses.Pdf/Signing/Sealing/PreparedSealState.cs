using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Licenses.Crypto.Seals;
using Licenses.Pdf.Syntax;

namespace Licenses.Pdf.Signing;

/// <summary>
/// A prepared seal as bytes, to be kept while the key is asked: mark, input length, input digest, hole, field name,
/// profile (its name, time and electronic seal), the new revision, and a digest over it all. It finds accidents, not forgers: keep it where nobody else can write.
/// </summary>
internal static class PreparedSealState
{
    private const int FixedLength = 8 + 8 + 32 + 4 + 4 + 4 + 4 + 1 + 8 + 4;
    private const int DigestLength = 32;
    private const int CopyLength = 1 << 20;

    private static readonly ImmutableArray<string> ProfileCodes = ["pades", "sm2-cades", "sm2-pkcs7", "sm2-pkcs7-gm", "ses"];

    private static ReadOnlySpan<byte> Mark => "LICSEAL2"u8;

    public static byte[] Write(PreparedSeal seal)
    {
        var name = Encoding.UTF8.GetBytes(seal.Field);
        var applied = seal.Profile is SealProfile.Ses ses ? ses.Seal.Encoded : default;
        var state = new byte[FixedLength + name.Length + applied.Length + seal.Update.Length + DigestLength];
        Mark.CopyTo(state);
        BinaryPrimitives.WriteInt64BigEndian(state.AsSpan(8), seal.Input.Length);
        Digest(seal.Input).CopyTo(state, 16);
        BinaryPrimitives.WriteInt32BigEndian(state.AsSpan(48), seal.Hole.RangeAt);
        BinaryPrimitives.WriteInt32BigEndian(state.AsSpan(52), seal.Hole.HoleAt);
        BinaryPrimitives.WriteInt32BigEndian(state.AsSpan(56), seal.Hole.ReservedBytes);
        BinaryPrimitives.WriteInt32BigEndian(state.AsSpan(60), name.Length);
        state[64] = (byte)ProfileCodes.IndexOf(seal.Profile.Name);
        BinaryPrimitives.WriteInt64BigEndian(state.AsSpan(65), seal.Time.UtcTicks);
        BinaryPrimitives.WriteInt32BigEndian(state.AsSpan(73), applied.Length);
        name.CopyTo(state, FixedLength);
        applied.Span.CopyTo(state.AsSpan(FixedLength + name.Length));
        seal.Update.Span.CopyTo(state.AsSpan(FixedLength + name.Length + applied.Length));
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

        var applied = state.Slice(FixedLength + nameLength, BinaryPrimitives.ReadInt32BigEndian(state[73..]));
        var update = state[(FixedLength + nameLength + applied.Length)..^DigestLength].ToArray();
        return new PreparedSeal(input, Encoding.UTF8.GetString(state.Slice(FixedLength, nameLength)), hole, update)
        {
            Profile = ReadProfile(state[64], applied.ToArray()),
            Time = new DateTimeOffset(BinaryPrimitives.ReadInt64BigEndian(state[65..]), TimeSpan.Zero),
        };
    }

    // The names of /Filter and /SubFilter stand in the revision already.
    private static SealProfile ReadProfile(byte code, byte[] applied) => code < ProfileCodes.Length
        ? ProfileCodes[code] switch
        {
            "sm2-cades" => new SealProfile.Sm2Cades(),
            "sm2-pkcs7" => new SealProfile.Sm2Pkcs7(),
            "sm2-pkcs7-gm" => new SealProfile.Sm2Pkcs7National(),
            "ses" => new SealProfile.Ses(ElectronicSeal.Decode(applied)),
            _ => new SealProfile.Pades(),
        }
        : throw new SealStateException("The prepared seal is by a standard that is not known here.");

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
