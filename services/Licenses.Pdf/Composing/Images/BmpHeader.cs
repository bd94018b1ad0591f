using System.Buffers.Binary;
using System.Numerics;

namespace Licenses.Pdf.Composing.Images;

/// <summary>The headers of a Windows or OS/2 bitmap, checked; positions are in bytes from the file's start.</summary>
internal sealed record BmpHeader
{
    private const int FileHeader = 14;
    private const int CoreHeader = 12; // OS/2 1.x: 16-bit sizes, palette entries of three bytes
    private const int InfoHeader = 40;
    private const int WithMasks = 52;
    private const int WithAlphaMask = 56;

    public required int Width { get; init; }

    public required int Height { get; init; }

    /// <summary>The upper row stands first.</summary>
    public required bool IsTopDown { get; init; }

    /// <summary>Per pixel.</summary>
    public required int Bits { get; init; }

    public required int PixelsAt { get; init; }

    public required int PaletteAt { get; init; }

    /// <summary>Bytes per entry.</summary>
    public required int PaletteEntry { get; init; }

    /// <summary>Which bits of a pixel are red, green, blue and alpha; only with 16 and 32 bits.</summary>
    public required (uint Red, uint Green, uint Blue, uint Alpha) Masks { get; init; }

    public int Stride => (Width * Bits + 31) / 32 * 4;

    public static BmpHeader Read(ReadOnlySpan<byte> file)
    {
        if (file.Length < FileHeader + CoreHeader)
        {
            throw ImageFile.Damaged("the header is cut", file.Length);
        }

        uint size = U32(file, FileHeader);
        if (size is not (CoreHeader or InfoHeader or WithMasks or WithAlphaMask or 64 or 108 or 124) || size > file.Length - FileHeader)
        {
            throw new ImageFormatException($"A bitmap header of {size} bytes is not known, or is cut", FileHeader);
        }

        return size == CoreHeader ? ReadCore(file) : ReadInfo(file, (int)size);
    }

    private static BmpHeader ReadCore(ReadOnlySpan<byte> file) => Check(file, new BmpHeader
    {
        Width = BinaryPrimitives.ReadUInt16LittleEndian(file[18..]),
        Height = BinaryPrimitives.ReadUInt16LittleEndian(file[20..]),
        IsTopDown = false,
        Bits = BinaryPrimitives.ReadUInt16LittleEndian(file[24..]),
        PixelsAt = PixelStart(file),
        PaletteAt = FileHeader + CoreHeader,
        PaletteEntry = 3,
        Masks = default,
    });

    private static BmpHeader ReadInfo(ReadOnlySpan<byte> file, int size)
    {
        int height = BinaryPrimitives.ReadInt32LittleEndian(file[22..]);
        int bits = BinaryPrimitives.ReadUInt16LittleEndian(file[28..]);
        uint compression = U32(file, 30);
        if (compression is 1 or 2)
        {
            throw new ImageFormatException("A run-length coded bitmap is not embedded: save it uncompressed or as PNG", 30);
        }

        bool hasMasks = compression is 3 or 6;
        if (compression != 0 && !(hasMasks && bits is 16 or 32))
        {
            throw new ImageFormatException($"Bitmap compression {compression} with {bits} bits is not embedded", 30);
        }

        // With the oldest header, the masks stand behind it; newer ones hold them at the same place.
        bool hasAlphaMask = hasMasks && (size >= WithAlphaMask || compression == 6);
        int masksEnd = hasMasks && size == InfoHeader ? compression == 6 ? 16 : 12 : 0;
        if (file.Length < FileHeader + Math.Max(size, InfoHeader + (hasMasks ? 12 : 0)) + (hasAlphaMask && size == InfoHeader ? 16 : 0))
        {
            throw ImageFile.Damaged("the header is cut", file.Length);
        }

        return Check(file, new BmpHeader
        {
            Width = BinaryPrimitives.ReadInt32LittleEndian(file[18..]),
            Height = height == int.MinValue ? 0 : Math.Abs(height),
            IsTopDown = height < 0,
            Bits = bits,
            PixelsAt = PixelStart(file),
            PaletteAt = FileHeader + size + masksEnd,
            PaletteEntry = 4,
            Masks = hasMasks
                ? (U32(file, 54), U32(file, 58), U32(file, 62), hasAlphaMask ? U32(file, 66) : 0)
                : bits == 16 ? (0x7C00u, 0x03E0u, 0x001Fu, 0u) : (0x00FF0000u, 0x0000FF00u, 0x000000FFu, 0u),
        });
    }

    private static BmpHeader Check(ReadOnlySpan<byte> file, BmpHeader header)
    {
        ImageFile.Demand(header.Width, header.Height);
        if (header.Bits is not (1 or 4 or 8 or 16 or 24 or 32))
        {
            throw new ImageFormatException($"A bitmap of {header.Bits} bits per pixel is not embedded", FileHeader);
        }

        foreach (uint mask in (ReadOnlySpan<uint>)[header.Masks.Red, header.Masks.Green, header.Masks.Blue, header.Masks.Alpha])
        {
            uint low = mask >> BitOperations.TrailingZeroCount(mask | 0x8000_0000);
            if ((low & low + 1) != 0 && mask != uint.MaxValue)
            {
                throw ImageFile.Damaged("a colour mask has gaps", 54);
            }
        }

        return (long)header.Stride * header.Height <= file.Length - header.PixelsAt
            ? header
            : throw ImageFile.Damaged("pixels are missing", file.Length);
    }

    private static int PixelStart(ReadOnlySpan<byte> file) => U32(file, 10) is var start && start <= file.Length
        ? (int)start
        : throw ImageFile.Damaged("its pixels begin behind its end", 10);

    private static uint U32(ReadOnlySpan<byte> file, int at) => BinaryPrimitives.ReadUInt32LittleEndian(file[at..]);
}
