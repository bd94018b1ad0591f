using System.Buffers.Binary;
using Licenses.Crypto.X509;

namespace Licenses.Tests.Trust;

/// <summary>A list of a million entries: read in place, found at once; how fast is a benchmark's matter.</summary>
public sealed class LargeListTests
{
    [Fact]
    public void A_million_entries_are_indexed_within_a_hundred_megabytes_and_each_is_found()
    {
        const int Count = 1_000_000;
        byte[] encoded = Entity.Root().List(list => list.EncodedEntries = Entries(Count));
        GC.Collect();
        long before = GC.GetTotalMemory(forceFullCollection: true);

        var read = CertificateList.Decode(encoded);

        long after = GC.GetTotalMemory(forceFullCollection: true);
        Assert.True(after - before < 100_000_000, $"{after - before:N0} bytes");
        Assert.Equal(Count, read.Count);
        Assert.All([0, 1, Count / 2, Count - 1], i => Assert.NotNull(read.Find(Serial(i))));
        Assert.Null(read.Find(Serial(Count)));
    }

    // SEQUENCE { userCertificate INTEGER, revocationDate UTCTime }, all of one length
    private static byte[] Entries(int count)
    {
        byte[] entry = [0x30, 25, 2, 8, .. Serial(0), 0x17, 13, .. "260101000000Z"u8];
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

    private static byte[] Serial(int i)
    {
        byte[] serial = [0x40, 0, 0, 0, 0, 0x55, 0x66, 0x77];
        BinaryPrimitives.WriteInt32BigEndian(serial.AsSpan(1), i);
        return serial;
    }
}
