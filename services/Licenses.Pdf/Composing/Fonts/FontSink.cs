using System.Buffers.Binary;

namespace Licenses.Pdf.Composing.Fonts;

/// <summary>Collects the big-endian bytes of a font file that is being written.</summary>
internal sealed class FontSink(int capacity)
{
    private readonly ByteBuffer _buffer = new(capacity);

    public int Length => _buffer.WrittenCount;

    public ReadOnlyMemory<byte> Written => _buffer.WrittenMemory;

    public void U16(ushort value)
    {
        BinaryPrimitives.WriteUInt16BigEndian(_buffer.GetSpan(2), value);
        _buffer.Advance(2);
    }

    public void U32(uint value)
    {
        BinaryPrimitives.WriteUInt32BigEndian(_buffer.GetSpan(4), value);
        _buffer.Advance(4);
    }

    public void Bytes(ReadOnlySpan<byte> bytes) => _buffer.Write(bytes);

    public void PadTo(int multiple)
    {
        while (Length % multiple != 0)
        {
            _buffer.GetSpan(1)[0] = 0;
            _buffer.Advance(1);
        }
    }

    public void Patch(int offset, uint value) =>
        BinaryPrimitives.WriteUInt32BigEndian(_buffer.WrittenSpan[offset..], value);
}
