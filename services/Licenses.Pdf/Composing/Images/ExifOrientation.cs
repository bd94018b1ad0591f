using System.Buffers.Binary;

namespace Licenses.Pdf.Composing.Images;

/// <summary>Reads from Exif data how the camera was held (CIPA DC-008, 4.6.4); upright where they do not say so readably.</summary>
internal static class ExifOrientation
{
    private const ushort OrientationTag = 0x0112;
    private const int HeadLength = 6; // "Exif" and two zero bytes
    private const int EntryLength = 12;

    public static ImageOrientation Read(ReadOnlySpan<byte> segment)
    {
        if (!segment.StartsWith("Exif\0\0"u8) || segment.Length < HeadLength + 8)
        {
            return ImageOrientation.Upright;
        }

        var tiff = segment[HeadLength..];
        bool isLittle = tiff[0] == 'I';
        uint directory = U32(tiff[4..], isLittle);
        if (directory > tiff.Length - 2)
        {
            return ImageOrientation.Upright;
        }

        var entries = tiff[(int)directory..];
        int count = Math.Min(U16(entries, isLittle), (entries.Length - 2) / EntryLength);
        for (int i = 0; i < count; i++)
        {
            var entry = entries.Slice(2 + EntryLength * i, EntryLength);
            if (U16(entry, isLittle) == OrientationTag)
            {
                int value = U16(entry[8..], isLittle);
                return value is >= 1 and <= 8 ? (ImageOrientation)value : ImageOrientation.Upright;
            }
        }

        return ImageOrientation.Upright;
    }

    private static ushort U16(ReadOnlySpan<byte> bytes, bool isLittle) =>
        isLittle ? BinaryPrimitives.ReadUInt16LittleEndian(bytes) : BinaryPrimitives.ReadUInt16BigEndian(bytes);

    private static uint U32(ReadOnlySpan<byte> bytes, bool isLittle) =>
        isLittle ? BinaryPrimitives.ReadUInt32LittleEndian(bytes) : BinaryPrimitives.ReadUInt32BigEndian(bytes);
}
