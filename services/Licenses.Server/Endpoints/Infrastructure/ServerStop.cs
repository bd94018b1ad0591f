using Grpc.Core;

namespace Licenses.Server.Endpoints.Infrastructure;

/// <summary>Ends streams that would wait for their caller for ever, so that none holds the host's stop.</summary>
internal sealed class ServerStop(IHostApplicationLifetime lifetime)
{
    /// <summary>Runs a stream until it ends or the host stops.</summary>
    /// <exception cref="RpcException">UNAVAILABLE: the host stops.</exception>
    internal async Task EndsAsync(Func<CancellationToken, Task> stream, ServerCallContext context)
    {
        using var ends = CancellationTokenSource.CreateLinkedTokenSource(
            context.CancellationToken, lifetime.ApplicationStopping);
        try
        {
            await stream(ends.Token);
        }
        catch (OperationCanceledException) when (
            lifetime.ApplicationStopping.IsCancellationRequested && !context.CancellationToken.IsCancellationRequested)
        {
            throw new RpcException(new Status(StatusCode.Unavailable, "The server is shutting down."));
        }
    }
}
