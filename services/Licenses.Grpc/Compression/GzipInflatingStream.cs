using System.Buffers.Binary;
using System.IO.Compression;

namespace Grpc.Net.Compression;

/// <summary>
/// One member in the gzip format (RFC 1952). Its frame is read here: .NET's own reader asks for further members at the
/// end, whether the first was whole or not.
/// </summary>
internal sealed class GzipInflatingStream : InflatingStream
{
    private const int TrailerSize = 8;
    private const int HasHeaderChecksum = 2;
    private const int HasExtra = 4;
    private const int HasName = 8;
    private const int HasComment = 16;
    private const int Reserved = 0xE0;

    private readonly DeflateStream _data;
    private bool _headerRead;
    private uint _checksum;
    private uint _size;

    internal GzipInflatingStream(Stream source)
        : base(new EndingStream(source, TrailerSize)) => _data = new DeflateStream(Input, CompressionMode.Decompress, leaveOpen: true);

    protected override int Inflate(Span<byte> buffer)
    {
        if (!_headerRead)
        {
            ReadHeader();
            _headerRead = true;
            _checksum = 0;
        }

        int count = _data.Read(buffer);
        _checksum = Crc32.Append(_checksum, buffer[..count]);
        _size = unchecked(_size + (uint)count); // modulo 2^32, as the format has it
        return count;
    }

    protected override void CheckEnd()
    {
        if (BinaryPrimitives.ReadUInt32LittleEndian(Input.Trailer) != _checksum
            || BinaryPrimitives.ReadUInt32LittleEndian(Input.Trailer[4..]) != _size)
        {
            throw new InvalidDataException("The checksum or size of the gzip data is wrong.");
        }
    }

    protected override void Dispose(bool disposing)
    {
        _data.Dispose();
        base.Dispose(disposing);
    }

    private void ReadHeader()
    {
        if (Next() != 0x1F || Next() != 0x8B || Next() != 8)
        {
            throw new InvalidDataException("The data is not in the gzip format.");
        }

        int flags = Next();
        if ((flags & Reserved) != 0)
        {
            throw new InvalidDataException("The gzip header has unknown flags.");
        }

        Skip(6); // time, effort, system
        if ((flags & HasExtra) != 0)
        {
            int low = Next();
            Skip(low | (Next() << 8));
        }

        SkipText((flags & HasName) != 0);
        SkipText((flags & HasComment) != 0);
        if ((flags & HasHeaderChecksum) != 0)
        {
            uint expected = _checksum & 0xFFFF;
            int low = Next();
            if ((low | (Next() << 8)) != expected)
            {
                throw new InvalidDataException("The checksum of the gzip header is wrong.");
            }
        }
    }

    private void SkipText(bool isThere)
    {
        while (isThere && Next() != 0)
        {
        }
    }

    private void Skip(int count)
    {
        for (int index = 0; index < count; index++)
        {
            Next();
        }
    }

    private int Next()
    {
        int value = Input.ReadByte();
        _checksum = Crc32.Append(_checksum, [(byte)value]);
        return value;
    }
}
