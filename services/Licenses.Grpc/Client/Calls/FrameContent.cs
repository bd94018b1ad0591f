using System.Net;
using System.Net.Http.Headers;
using Grpc.Core;
using Grpc.Framing;

namespace Grpc.Net.Client;

/// <summary>
/// A request body made by a function that writes into the HTTP/2 stream. A body that breaks before its response is there
/// waits until it is known why there is none: SocketsHttpHandler would tell of the body, and not of the reset that broke it.
/// </summary>
internal sealed class FrameContent : HttpContent
{
    private static readonly MediaTypeHeaderValue GrpcType = new(WireHeaders.ContentType);
    private static readonly TaskCompletionSource Known = new();

    private readonly Func<Stream, CancellationToken, Task> _write;
    private TaskCompletionSource? _answer; // known, or what a broken body waits for; most have neither

    internal FrameContent(Func<Stream, CancellationToken, Task> write)
    {
        _write = write;
        Headers.ContentType = GrpcType;
    }

    /// <summary>The response is there, or why there is none.</summary>
    internal void Answered() => Interlocked.Exchange(ref _answer, Known)?.TrySetResult();

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        var writing = _write(stream, cancellationToken);
        return writing.IsCompletedSuccessfully ? writing : EndAsync(writing);
    }

    protected override bool TryComputeLength(out long length)
    {
        length = -1;
        return false;
    }

    private async Task EndAsync(Task writing)
    {
        try
        {
            await writing;
        }
        catch (Exception exception) when (exception is not RpcException) // that is the reason
        {
            var answer = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            if (Interlocked.CompareExchange(ref _answer, answer, null) is null)
            {
                await answer.Task;
            }

            throw; // where it is known, still on the thread that broke the body
        }
    }
}
