using System.Buffers.Binary;

namespace Licenses.Pdf.Composing.Images;

/// <summary>The segments of a JPEG file (ITU-T T.81, annex B): its frame, its orientation, and what of it is kept.</summary>
internal sealed class JpegSegments
{
    private const byte StartOfScan = 0xDA;
    private const byte EndOfImage = 0xD9;
    private const byte Exif = 0xE1;
    private const byte AdobeColors = 0xEE; // says how the three components become RGB

    private readonly MemoryStream _kept = new();

    private JpegSegments() { }

    public int Width { get; private set; }

    public int Height { get; private set; }

    public int Components { get; private set; }

    public int Bits { get; private set; }

    /// <summary>Where the frame header stands, in bytes.</summary>
    public int FrameAt { get; private set; }

    public ImageOrientation Orientation { get; private set; } = ImageOrientation.Upright;

    /// <summary>The file without comments and application segments.</summary>
    public ReadOnlyMemory<byte> Kept => _kept.GetBuffer().AsMemory(0, (int)_kept.Length);

    public static JpegSegments Read(ReadOnlyMemory<byte> file)
    {
        var segments = new JpegSegments();
        segments.ReadHead(file.Span);
        return segments;
    }

    private void ReadHead(ReadOnlySpan<byte> file)
    {
        _kept.Write(file[..2]);
        for (int at = 2; ;)
        {
            if (file.Length - at < 4 || file[at] != 0xFF)
            {
                throw ImageFile.Damaged("a marker is missing", at);
            }

            byte marker = file[at + 1];
            if (marker == 0xFF) // fill byte
            {
                at++;
                continue;
            }

            int length = BinaryPrimitives.ReadUInt16BigEndian(file[(at + 2)..]);
            if (length < 2 || length > file.Length - at - 2)
            {
                throw ImageFile.Damaged("a segment is cut", at);
            }

            if (marker == StartOfScan)
            {
                KeepScans(file, at);
                return;
            }

            ReadSegment(marker, file.Slice(at + 4, length - 2), at);
            if (marker is AdobeColors or not (>= 0xE0 and <= 0xEF or 0xFE))
            {
                _kept.Write(file.Slice(at, length + 2));
            }

            at += 2 + length;
        }
    }

    private void ReadSegment(byte marker, ReadOnlySpan<byte> body, int at)
    {
        if (marker == Exif)
        {
            Orientation = ExifOrientation.Read(body);
        }
        else if (marker is 0xC0 or 0xC1 or 0xC2) // baseline, extended, progressive
        {
            if (body.Length < 6)
            {
                throw ImageFile.Damaged("the frame header is cut", at);
            }

            FrameAt = at;
            Bits = body[0];
            Height = BinaryPrimitives.ReadUInt16BigEndian(body[1..]);
            Width = BinaryPrimitives.ReadUInt16BigEndian(body[3..]);
            Components = body[5];
        }
        else if (marker is >= 0xC3 and <= 0xCF and not (0xC4 or 0xC8 or 0xCC))
        {
            throw new ImageFormatException("A lossless, hierarchical or arithmetically coded JPEG is not embedded", at);
        }
    }

    private void KeepScans(ReadOnlySpan<byte> file, int at)
    {
        if (FrameAt == 0)
        {
            throw ImageFile.Damaged("its pixels come before its frame header", at);
        }

        int end = file[at..].LastIndexOf([(byte)0xFF, EndOfImage]);
        if (end < 0)
        {
            throw ImageFile.Damaged("its end is missing", file.Length);
        }

        _kept.Write(file.Slice(at, end + 2));
    }
}
