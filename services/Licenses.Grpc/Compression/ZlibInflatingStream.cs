using System.IO.Compression;

namespace Grpc.Net.Compression;

/// <summary>The zlib format (RFC 1950): the inflater reads its checksum too, so its end is the format's.</summary>
internal sealed class ZlibInflatingStream : InflatingStream
{
    private readonly ZLibStream _data;

    internal ZlibInflatingStream(Stream source)
        : base(new EndingStream(source, 0)) => _data = new ZLibStream(Input, CompressionMode.Decompress, leaveOpen: true);

    protected override int Inflate(Span<byte> buffer) => _data.Read(buffer);

    protected override void Dispose(bool disposing)
    {
        _data.Dispose();
        base.Dispose(disposing);
    }
}
