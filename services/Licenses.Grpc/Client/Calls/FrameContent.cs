using System.Net;
using System.Net.Http.Headers;
using Grpc.Framing;

namespace Grpc.Net.Client;

/// <summary>A request body made by a function that writes into the HTTP/2 stream.</summary>
internal sealed class FrameContent : HttpContent
{
    private static readonly MediaTypeHeaderValue GrpcType = new(WireHeaders.ContentType);

    private readonly Func<Stream, CancellationToken, Task> _write;

    internal FrameContent(Func<Stream, CancellationToken, Task> write)
    {
        _write = write;
        Headers.ContentType = GrpcType;
    }

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        _write(stream, CancellationToken.None);

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken) =>
        _write(stream, cancellationToken);

    protected override bool TryComputeLength(out long length)
    {
        length = -1;
        return false;
    }
}
