using System.Buffers.Binary;

namespace Grpc.Net.Compression;

/// <summary>The CRC-32 of RFC 1952, 8, eight bytes at a time.</summary>
internal static class Crc32
{
    private const uint Polynomial = 0xEDB88320;
    private const int Lanes = 8;

    private static readonly uint[] Table = CreateTable();

    /// <summary>The checksum of what <paramref name="crc"/> covers, followed by <paramref name="bytes"/>; it starts at 0.</summary>
    internal static uint Append(uint crc, ReadOnlySpan<byte> bytes)
    {
        var table = Table.AsSpan();
        crc = ~crc;
        for (; bytes.Length >= Lanes; bytes = bytes[Lanes..])
        {
            uint low = BinaryPrimitives.ReadUInt32LittleEndian(bytes) ^ crc;
            uint high = BinaryPrimitives.ReadUInt32LittleEndian(bytes[4..]);
            crc = table[0x700 + (int)(low & 0xFF)] ^ table[0x600 + (int)((low >> 8) & 0xFF)]
                ^ table[0x500 + (int)((low >> 16) & 0xFF)] ^ table[0x400 + (int)(low >> 24)]
                ^ table[0x300 + (int)(high & 0xFF)] ^ table[0x200 + (int)((high >> 8) & 0xFF)]
                ^ table[0x100 + (int)((high >> 16) & 0xFF)] ^ table[(int)(high >> 24)];
        }

        foreach (var part in bytes)
        {
            crc = (crc >> 8) ^ table[(int)((crc ^ part) & 0xFF)];
        }

        return ~crc;
    }

    private static uint[] CreateTable()
    {
        var table = new uint[256 * Lanes];
        for (int index = 0; index < table.Length; index++)
        {
            uint crc = index < 256 ? (uint)index : table[index - 256];
            if (index < 256)
            {
                for (int bit = 0; bit < 8; bit++)
                {
                    crc = (crc & 1) == 0 ? crc >> 1 : (crc >> 1) ^ Polynomial;
                }

                table[index] = crc;
            }
            else
            {
                table[index] = (crc >> 8) ^ table[(int)(crc & 0xFF)];
            }
        }

        return table;
    }
}
