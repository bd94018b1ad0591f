using System.Buffers.Binary;

namespace Licenses.Pdf.Composing.Images;

/// <summary>The parts of a PNG file that decide how it looks (ISO/IEC 15948, 5.3 and 11).</summary>
internal sealed record PngChunks(PngHeader Header, byte[] Compressed, byte[] Colors, byte[] Transparency)
{
    private const int SignatureLength = 8;

    public static PngChunks Read(ReadOnlySpan<byte> file)
    {
        using var compressed = new MemoryStream();
        byte[] palette = [];
        byte[] transparency = [];
        PngHeader? header = null;
        for (int at = SignatureLength; ;)
        {
            if (file.Length - at < 12)
            {
                throw ImageFile.Damaged("it has no end", file.Length);
            }

            uint length = BinaryPrimitives.ReadUInt32BigEndian(file[at..]);
            if (length > file.Length - at - 12)
            {
                throw ImageFile.Damaged("a chunk is cut", at);
            }

            var type = file.Slice(at + 4, 4);
            var body = file.Slice(at + 8, (int)length);
            if (header is null)
            {
                header = type.SequenceEqual("IHDR"u8) && length == PngHeader.Length
                    ? PngHeader.Read(body)
                    : throw ImageFile.Damaged("it does not begin with its header", at);
            }
            else if (type.SequenceEqual("IDAT"u8))
            {
                compressed.Write(body);
            }
            else if (type.SequenceEqual("PLTE"u8))
            {
                palette = body.ToArray();
            }
            else if (type.SequenceEqual("tRNS"u8))
            {
                transparency = body.ToArray();
            }
            else if (type.SequenceEqual("IEND"u8))
            {
                return new PngChunks(header, compressed.ToArray(), palette, transparency);
            }

            at += 12 + (int)length;
        }
    }

    public ReadOnlySpan<byte> PaletteEntry(int entry) => 3 * entry + 3 <= Colors.Length
        ? Colors.AsSpan(3 * entry, 3)
        : throw ImageFile.Damaged("a pixel is outside its palette", 0);

    /// <summary>The one grey or colour that is transparent, as the file stores it (16 bits for each channel); null for none.</summary>
    public ushort[]? TransparentColor => Header.ColorType is 0 or 2 && Transparency.Length >= 2 * Header.Channels
        ? [.. Enumerable.Range(0, Header.Channels).Select(i => BinaryPrimitives.ReadUInt16BigEndian(Transparency.AsSpan(2 * i)))]
        : null;
}
