using System.Buffers.Binary;

namespace Licenses.Pdf.Composing.Fonts;

/// <summary>Writes a TrueType file: tables one behind the other, then the directory before them (OpenType 1.9, otff).</summary>
internal sealed class FontFileSink
{
    /// <summary>Where in the table "head" the file's checksum adjustment stands.</summary>
    public const int AdjustmentAt = 8;

    private const uint TrueTypeVersion = 0x00010000;
    private const uint ChecksumTarget = 0xB1B0AFBA; // OpenType, head.checksumAdjustment

    private readonly List<(uint Tag, int Start, int End)> _tables;
    private readonly int _directoryLength;

    public FontFileSink(int tables, int capacity)
    {
        _tables = new List<(uint, int, int)>(tables);
        _directoryLength = 12 + 16 * tables;
        Sink = new FontSink(capacity);
        Sink.Zeros(_directoryLength);
    }

    /// <summary>Takes the bytes of the table that was begun last.</summary>
    public FontSink Sink { get; }

    public void Begin(string table)
    {
        End();
        _tables.Add((FontFile.Tag(table), Sink.Length, 0));
    }

    public ReadOnlyMemory<byte> Finish()
    {
        End();
        var file = Sink.WrittenSpan;
        WriteHeader(file, _tables.Count);
        int headAt = 0;
        uint sum = 0;
        for (int i = 0; i < _tables.Count; i++)
        {
            var (tag, start, end) = _tables[i];
            uint checksum = Checksum(file[start..((end + 3) & ~3)]);
            sum = unchecked(sum + checksum);
            headAt = tag == FontFile.Tag("head") ? start : headAt;
            var record = file.Slice(12 + 16 * i, 16);
            BinaryPrimitives.WriteUInt32BigEndian(record, tag);
            BinaryPrimitives.WriteUInt32BigEndian(record[4..], checksum);
            BinaryPrimitives.WriteInt32BigEndian(record[8..], start);
            BinaryPrimitives.WriteInt32BigEndian(record[12..], end - start);
        }

        sum = unchecked(sum + Checksum(file[.._directoryLength]));
        BinaryPrimitives.WriteUInt32BigEndian(file[(headAt + AdjustmentAt)..], unchecked(ChecksumTarget - sum));
        return Sink.Written;
    }

    private void End()
    {
        if (_tables.Count > 0)
        {
            _tables[^1] = _tables[^1] with { End = Sink.Length };
            Sink.PadTo(4);
        }
    }

    private static void WriteHeader(Span<byte> file, int tables)
    {
        int log = (int)Math.Log2(tables);
        BinaryPrimitives.WriteUInt32BigEndian(file, TrueTypeVersion);
        BinaryPrimitives.WriteUInt16BigEndian(file[4..], (ushort)tables);
        BinaryPrimitives.WriteUInt16BigEndian(file[6..], (ushort)(16 << log));
        BinaryPrimitives.WriteUInt16BigEndian(file[8..], (ushort)log);
        BinaryPrimitives.WriteUInt16BigEndian(file[10..], (ushort)(16 * tables - (16 << log)));
    }

    private static uint Checksum(ReadOnlySpan<byte> aligned)
    {
        uint sum = 0;
        for (int i = 0; i < aligned.Length; i += 4)
        {
            sum = unchecked(sum + BinaryPrimitives.ReadUInt32BigEndian(aligned[i..]));
        }

        return sum;
    }
}
