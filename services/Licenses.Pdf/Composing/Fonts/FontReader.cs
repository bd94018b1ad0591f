using System.Buffers.Binary;

namespace Licenses.Pdf.Composing.Fonts;

/// <summary>Big-endian numbers at checked positions of a font file: beyond the end is a format error, never a crash.</summary>
internal readonly struct FontReader(ReadOnlyMemory<byte> data)
{
    public int Length => data.Length;

    public byte U8(long offset) => Slice(offset, 1)[0];

    public ushort U16(long offset) => BinaryPrimitives.ReadUInt16BigEndian(Slice(offset, 2));

    public short I16(long offset) => BinaryPrimitives.ReadInt16BigEndian(Slice(offset, 2));

    public uint U32(long offset) => BinaryPrimitives.ReadUInt32BigEndian(Slice(offset, 4));

    public ReadOnlySpan<byte> Slice(long offset, long length) => Memory(offset, length).Span;

    public ReadOnlyMemory<byte> Memory(long offset, long length) =>
        offset >= 0 && length >= 0 && offset <= data.Length && length <= data.Length - offset
            ? data.Slice((int)offset, (int)length)
            : throw new FontFormatException($"The font ends before {length} bytes that it promises", offset);
}
