using System.Net;
using System.Net.Http.Headers;
using Grpc.Framing;

namespace Grpc.Net.Client;

/// <summary>
/// A request body made by a function that writes into the HTTP/2 stream. A body that breaks before its response is there
/// waits until it is known why there is none: SocketsHttpHandler would tell of the body, and not of the reset that broke it.
/// </summary>
internal sealed class FrameContent : HttpContent
{
    private static readonly MediaTypeHeaderValue GrpcType = new(WireHeaders.ContentType);

    private readonly Func<Stream, CancellationToken, Task> _write;
    private readonly TaskCompletionSource _answered = new(TaskCreationOptions.RunContinuationsAsynchronously);

    internal FrameContent(Func<Stream, CancellationToken, Task> write)
    {
        _write = write;
        Headers.ContentType = GrpcType;
    }

    /// <summary>The response is there, or why there is none.</summary>
    internal void Answered() => _answered.TrySetResult();

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        try
        {
            await _write(stream, cancellationToken);
        }
        catch (Exception) when (!_answered.Task.IsCompleted)
        {
            await _answered.Task;
            throw;
        }
    }

    protected override bool TryComputeLength(out long length)
    {
        length = -1;
        return false;
    }
}
