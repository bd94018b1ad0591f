using System.IO.Compression;

namespace Grpc.Net.Compression;

/// <summary>One message encoding; every message has a compression context of its own.</summary>
public interface ICompressionProvider
{
    string EncodingName { get; }

    Stream CreateCompressionStream(Stream stream, CompressionLevel? compressionLevel);

    Stream CreateDecompressionStream(Stream stream);
}
