using System.Buffers.Binary;
using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Licenses.Testing.Shapes;

/// <summary>A CRL of any number of entries, written quickly: all of 49 bytes, with serial numbers, times and reasons as busy authorities have them.</summary>
/// <param name="Issuer">Whose list it is.</param>
/// <param name="Key">Its key, on P-256.</param>
/// <param name="ThisUpdate">As of when; it counts for a week.</param>
public sealed record LargeList(X500DistinguishedName Issuer, ECDsa Key, DateTimeOffset ThisUpdate)
{
    private const int SerialLength = 16;

    /// <summary>The serial number of an entry, as content octets; numbers from the count of entries on are on no list.</summary>
    public static byte[] Serial(int number)
    {
        byte[] serial = new byte[SerialLength];
        BinaryPrimitives.WriteInt32BigEndian(serial.AsSpan(12), number);
        byte[] spread = [.. SHA256.HashData(serial)[..12], .. serial[12..]];
        spread[0] = 0x42; // positive
        return spread;
    }

    /// <summary>revokedCertificates, encoded: each revoked on 1 January 2026 since its key is in wrong hands.</summary>
    public static byte[] Entries(int count)
    {
        byte[] entry =
        [
            0x30, 47, 2, SerialLength, .. Serial(0), 0x17, 13, .. "260101000000Z"u8, 0x30, 12, 0x30, 10, 6, 3, 0x55, 0x1D, 21, 4, 3, 0x0A, 1, 1,
        ];
        byte[] entries = new byte[6 + (count * entry.Length)];
        entries[0] = 0x30;
        entries[1] = 0x84;
        BinaryPrimitives.WriteInt32BigEndian(entries.AsSpan(2), count * entry.Length);
        for (int i = 0; i < count; i++)
        {
            Serial(i).CopyTo(entry, 4);
            entry.CopyTo(entries, 6 + (i * entry.Length));
        }

        return entries;
    }

    /// <summary>The whole list, signed.</summary>
    public byte[] Encode(int count)
    {
        byte[] signed = Sequence(writer =>
        {
            writer.WriteInteger(1);
            WriteAlgorithm(writer);
            writer.WriteEncodedValue(Issuer.RawData);
            writer.WriteUtcTime(ThisUpdate);
            writer.WriteUtcTime(ThisUpdate.AddDays(7));
            writer.WriteEncodedValue(Entries(count));
        });
        return Sequence(writer =>
        {
            writer.WriteEncodedValue(signed);
            WriteAlgorithm(writer);
            writer.WriteBitString(Key.SignData(signed, HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence));
        });
    }

    private static byte[] Sequence(Action<AsnWriter> write)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            write(writer);
        }

        return writer.Encode();
    }

    private static void WriteAlgorithm(AsnWriter writer)
    {
        using (writer.PushSequence())
        {
            writer.WriteObjectIdentifier("1.2.840.10045.4.3.2"); // ecdsa-with-SHA256
        }
    }
}
