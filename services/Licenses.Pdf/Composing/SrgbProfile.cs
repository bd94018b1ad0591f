using System.Buffers.Binary;
using System.Text;

namespace Licenses.Pdf.Composing;

/// <summary>Small ICC profiles of sRGB and of its greys, made from the published primaries (ICC.1:2004-10, IEC 61966-2-1).</summary>
internal static class SrgbProfile
{
    private const int HeaderLength = 128;

    private static readonly (string Tag, byte[] Data)[] Common =
    [
        ("desc", MultiLocalized("sRGB")),
        ("cprt", MultiLocalized("No copyright, use freely")),
        ("wtpt", Xyz(0.9642, 1.0, 0.8249)), // D50, as every profile's connection space
    ];

    private static readonly byte[] Curve = Parametric(2.4, 1 / 1.055, 0.055 / 1.055, 1 / 12.92, 0.04045);

    public static EncodedStream Encoded { get; } = EncodedStream.DeflatedSmall(Build());

    /// <summary>For pictures of one channel.</summary>
    public static EncodedStream EncodedGrey { get; } =
        EncodedStream.DeflatedSmall(Assemble("GRAY", [.. Common, ("kTRC", Curve)]));

    internal static byte[] Build() => Assemble(
        "RGB ",
        [
            .. Common,
            ("chad", Fixed("sf32", 1.04788, 0.02292, -0.05022, 0.02959, 0.99048, -0.01707, -0.00925, 0.01508, 0.75168)),
            ("rXYZ", Xyz(0.43607, 0.22249, 0.01392)),
            ("gXYZ", Xyz(0.38515, 0.71687, 0.09708)),
            ("bXYZ", Xyz(0.14307, 0.06061, 0.71410)),
            ("rTRC", Curve),
            ("gTRC", Curve),
            ("bTRC", Curve),
        ]);

    private static byte[] Assemble(string colors, (string Tag, byte[] Data)[] tags)
    {
        int start = HeaderLength + 4 + 12 * tags.Length;
        var table = new byte[start];
        using var body = new MemoryStream();
        var placed = new Dictionary<byte[], int>(); // by reference: one curve serves three tags
        for (int i = 0; i < tags.Length; i++)
        {
            var (tag, data) = tags[i];
            if (!placed.TryGetValue(data, out int offset))
            {
                offset = start + (int)body.Length;
                placed.Add(data, offset);
                body.Write(data);
                body.SetLength((body.Length + 3) / 4 * 4); // each tag starts at a multiple of four
                body.Position = body.Length;
            }

            var entry = table.AsSpan(HeaderLength + 4 + 12 * i);
            Encoding.ASCII.GetBytes(tag, entry);
            BinaryPrimitives.WriteInt32BigEndian(entry[4..], offset);
            BinaryPrimitives.WriteInt32BigEndian(entry[8..], data.Length);
        }

        BinaryPrimitives.WriteInt32BigEndian(table.AsSpan(HeaderLength), tags.Length);
        WriteHeader(table, start + (int)body.Length, colors);
        return [.. table, .. body.ToArray()];
    }

    private static void WriteHeader(Span<byte> header, int size, string colors)
    {
        BinaryPrimitives.WriteInt32BigEndian(header, size);
        BinaryPrimitives.WriteInt32BigEndian(header[8..], 0x04200000); // version 4.2
        Encoding.ASCII.GetBytes($"mntr{colors}XYZ ", header[12..]);
        BinaryPrimitives.WriteInt16BigEndian(header[24..], 2026); // a fixed date: the same bytes every time
        BinaryPrimitives.WriteInt16BigEndian(header[26..], 1);
        BinaryPrimitives.WriteInt16BigEndian(header[28..], 1);
        Encoding.ASCII.GetBytes("acsp", header[36..]);
        WriteFixed(header[68..], 0.9642);
        WriteFixed(header[72..], 1.0);
        WriteFixed(header[76..], 0.8249);
    }

    private static byte[] Xyz(double x, double y, double z) => Fixed("XYZ ", x, y, z);

    private static byte[] Fixed(string type, params ReadOnlySpan<double> values)
    {
        var data = new byte[8 + 4 * values.Length];
        Encoding.ASCII.GetBytes(type, data);
        for (int i = 0; i < values.Length; i++)
        {
            WriteFixed(data.AsSpan(8 + 4 * i), values[i]);
        }

        return data;
    }

    private static byte[] Parametric(params ReadOnlySpan<double> values)
    {
        var numbers = Fixed("para", values);
        return [.. numbers.AsSpan(0, 8), 0, 3, 0, 0, .. numbers.AsSpan(8)]; // function type 3
    }

    private static byte[] MultiLocalized(string text)
    {
        var data = new byte[28 + 2 * text.Length];
        Encoding.ASCII.GetBytes("mluc", data);
        BinaryPrimitives.WriteInt32BigEndian(data.AsSpan(8), 1);
        BinaryPrimitives.WriteInt32BigEndian(data.AsSpan(12), 12);
        Encoding.ASCII.GetBytes("enUS", data.AsSpan(16));
        BinaryPrimitives.WriteInt32BigEndian(data.AsSpan(20), 2 * text.Length);
        BinaryPrimitives.WriteInt32BigEndian(data.AsSpan(24), 28);
        Encoding.BigEndianUnicode.GetBytes(text, data.AsSpan(28));
        return data;
    }

    private static void WriteFixed(Span<byte> target, double value) =>
        BinaryPrimitives.WriteInt32BigEndian(target, (int)Math.Round(value * 65536));
}
