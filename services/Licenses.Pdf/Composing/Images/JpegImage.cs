using System.Buffers.Binary;
using Licenses.Pdf.Syntax;
using static Licenses.Pdf.Composing.PdfObjects;

namespace Licenses.Pdf.Composing.Images;

/// <summary>A JPEG, embedded byte for byte behind DCTDecode (ISO 32000-2, 7.4.8); grey or three colours, 8 bits.</summary>
internal sealed class JpegImage : ImageFile
{
    private readonly ReadOnlyMemory<byte> _data;
    private readonly int _components;

    private JpegImage(ReadOnlyMemory<byte> data, int width, int height, int components)
        : base(width, height)
    {
        _data = data;
        _components = components;
    }

    public static new JpegImage Parse(ReadOnlyMemory<byte> data)
    {
        var bytes = data.Span;
        int at = 2;
        while (at + 9 < bytes.Length)
        {
            if (bytes[at] != 0xFF)
            {
                throw Damaged("a marker is missing", at);
            }

            byte marker = bytes[at + 1];
            if (marker == 0xFF) // fill byte
            {
                at++;
                continue;
            }

            if (marker is 0xC0 or 0xC1 or 0xC2) // baseline, extended, progressive
            {
                return Frame(data, at);
            }

            if (marker is 0xD9 or 0xDA)
            {
                break; // image data without a frame header before it
            }

            at += 2 + BinaryPrimitives.ReadUInt16BigEndian(bytes[(at + 2)..]);
        }

        throw new ImageFormatException("The JPEG has no frame header that we know", at);
    }

    public override PdfReference Write(IObjectTarget file) => file.AddStream(Dictionary(
        ("Type", Name("XObject")),
        ("Subtype", Name("Image")),
        ("Width", Integer(Width)),
        ("Height", Integer(Height)),
        ("ColorSpace", Name(_components == 1 ? "DeviceGray" : "DeviceRGB")),
        ("BitsPerComponent", Integer(8))), new EncodedStream(_data, "DCTDecode"));

    private static JpegImage Frame(ReadOnlyMemory<byte> data, int at)
    {
        var frame = data.Span[(at + 4)..];
        int bits = frame[0];
        int components = frame[5];
        if (bits != 8 || components is not (1 or 3))
        {
            throw new ImageFormatException($"A JPEG of {components} components with {bits} bits is not embedded", at);
        }

        return new JpegImage(
            data,
            BinaryPrimitives.ReadUInt16BigEndian(frame[3..]),
            BinaryPrimitives.ReadUInt16BigEndian(frame[1..]),
            components);
    }
}
