using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace Licenses.Tests.Pdf.Composing;

/// <summary>Writes small pictures in every kind of PNG and BMP, pixel by pixel, and a JPEG that somebody else made.</summary>
internal static class PictureBuilder
{
    /// <summary>8 by 8 pixels of red, baseline, written by ImageMagick.</summary>
    public static byte[] Jpeg => Convert.FromBase64String(
        "/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDABsSFBcUERsXFhceHBsgKEIrKCUlKFE6PTBCYFVlZF9VXVtqeJmBanGQc1tdhbWGkJ6j"
        + "q62rZ4C8ybqmx5moq6T/2wBDARweHigjKE4rK06kbl1upKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSk"
        + "pKSkpKSkpKT/wAARCAAIAAgDAREAAhEBAxEB/8QAFAABAAAAAAAAAAAAAAAAAAAABP/EABQQAQAAAAAAAAAAAAAAAAAAAAD/xAAV"
        + "AQEBAAAAAAAAAAAAAAAAAAAEBv/EABQRAQAAAAAAAAAAAAAAAAAAAAD/2gAMAwEAAhEDEQA/AABqR//Z");

    /// <param name="samples">Of each pixel, row by row, channel by channel, in the depth given.</param>
    public static byte[] Png(
        (int Width, int Height, int Depth, int Color) kind, Func<int, int, int[]> samples, bool isInterlaced = false,
        params ReadOnlySpan<(string Type, byte[] Data)> further)
    {
        var file = new MemoryStream();
        file.Write([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]);
        var header = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, kind.Width);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), kind.Height);
        (header[8], header[9], header[12]) = ((byte)kind.Depth, (byte)kind.Color, isInterlaced ? (byte)1 : (byte)0);
        Chunk(file, "IHDR", header);
        foreach (var (type, data) in further)
        {
            Chunk(file, type, data);
        }

        (int X, int Y, int StepX, int StepY)[] passes = isInterlaced
            ? [(0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2)]
            : [(0, 0, 1, 1)];
        var rows = new MemoryStream();
        foreach (var pass in passes.Where(pass => pass.X < kind.Width))
        {
            for (int y = pass.Y; y < kind.Height; y += pass.StepY)
            {
                var bits = new StringBuilder();
                for (int x = pass.X; x < kind.Width; x += pass.StepX)
                {
                    bits.Append(string.Concat(samples(x, y).Select(sample => Convert.ToString(sample, 2).PadLeft(kind.Depth, '0'))));
                }

                bits.Append('0', (8 - bits.Length % 8) % 8);
                rows.WriteByte(0);
                rows.Write([.. bits.ToString().Chunk(8).Select(part => Convert.ToByte(new string(part), 2))]);
            }
        }

        Chunk(file, "IDAT", Deflated(rows.ToArray()));
        Chunk(file, "IEND", []);
        return file.ToArray();
    }

    public static byte[] Deflated(byte[] data)
    {
        using var target = new MemoryStream();
        using (var deflate = new ZLibStream(target, CompressionLevel.Optimal, leaveOpen: true))
        {
            deflate.Write(data);
        }

        return target.ToArray();
    }

    /// <summary>A bitmap of 3 by 2 pixels with the header of Windows 3; <paramref name="rows"/> come as they stand in the file.</summary>
    public static byte[] Bmp(int bits, byte[] rows, byte[] palette, int height = 2, uint compression = 0)
    {
        var file = new byte[54 + palette.Length + rows.Length];
        "BM"u8.CopyTo(file);
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(10), 54 + palette.Length);
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(14), 40);
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(18), 3);
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(22), height);
        BinaryPrimitives.WriteInt16LittleEndian(file.AsSpan(28), (short)bits);
        BinaryPrimitives.WriteUInt32LittleEndian(file.AsSpan(30), compression);
        palette.CopyTo(file, 54);
        rows.CopyTo(file, 54 + palette.Length);
        return file;
    }

    /// <summary>The JPEG with an Exif segment that says how the camera was held.</summary>
    public static byte[] JpegHeld(int orientation)
    {
        byte[] exif =
        [
            .. "Exif\0\0MM\0*\0\0\0\u0008\0\u0001\u0001\u0012\0\u0003\0\0\0\u0001\0"u8, (byte)orientation, 0, 0,
            .. "\0\0\0\0 taken at home"u8,
        ];
        return [.. Jpeg[..2], 0xFF, 0xE1, 0, (byte)(exif.Length + 2), .. exif, .. Jpeg[2..]];
    }

    private static void Chunk(MemoryStream file, string type, byte[] data)
    {
        Span<byte> number = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(number, data.Length);
        file.Write(number);
        byte[] named = [.. Encoding.ASCII.GetBytes(type), .. data];
        file.Write(named);
        BinaryPrimitives.WriteUInt32BigEndian(number, Crc(named));
        file.Write(number);
    }

    private static uint Crc(ReadOnlySpan<byte> data)
    {
        uint crc = uint.MaxValue;
        foreach (byte value in data)
        {
            crc ^= value;
            for (int bit = 0; bit < 8; bit++)
            {
                crc = (crc & 1) != 0 ? 0xEDB88320 ^ (crc >> 1) : crc >> 1;
            }
        }

        return ~crc;
    }
}
