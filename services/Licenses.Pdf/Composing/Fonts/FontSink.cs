using System.Buffers.Binary;

namespace Licenses.Pdf.Composing.Fonts;

/// <summary>Collects the big-endian bytes of a font file that is being written.</summary>
internal sealed class FontSink(int capacity)
{
    private readonly ByteBuffer _buffer = new(capacity);

    public int Length => _buffer.WrittenCount;

    public ReadOnlyMemory<byte> Written => _buffer.WrittenMemory;

    public Span<byte> WrittenSpan => _buffer.WrittenSpan;

    public void U8(byte value)
    {
        _buffer.GetSpan(1)[0] = value;
        _buffer.Advance(1);
    }

    public void U16(ushort value)
    {
        BinaryPrimitives.WriteUInt16BigEndian(_buffer.GetSpan(2), value);
        _buffer.Advance(2);
    }

    public void I16(int value) => U16(unchecked((ushort)checked((short)value)));

    public void U32(uint value)
    {
        BinaryPrimitives.WriteUInt32BigEndian(_buffer.GetSpan(4), value);
        _buffer.Advance(4);
    }

    public void Bytes(ReadOnlySpan<byte> bytes) => _buffer.Write(bytes);

    public void Zeros(int count)
    {
        _buffer.GetSpan(count)[..count].Clear();
        _buffer.Advance(count);
    }

    public void PadTo(int multiple) => Zeros((multiple - Length % multiple) % multiple);
}
