using Grpc.Core;

namespace Grpc.AspNetCore.Server;

/// <summary>The request stream as a handler sees it.</summary>
internal sealed class RequestStream<T>(ServerCall call, Marshaller<T> marshaller) : IAsyncStreamReader<T>
    where T : class
{
    private T? _current;
    private int _reading;

    public T Current => _current ?? throw new InvalidOperationException("No message has been read.");

    public async Task<bool> MoveNext(CancellationToken cancellationToken)
    {
        if (Interlocked.Exchange(ref _reading, 1) == 1)
        {
            throw new InvalidOperationException("Can't read the next message because the previous read is still in progress.");
        }

        try
        {
            _current = null; // the handler is done with it, and the next one may be long in coming
            call.ThrowIfCancelled();
            _current = await call.Reader.ReadAsync(marshaller, cancellationToken);
            return _current is not null;
        }
        catch (Exception exception) when (call.Remember(exception))
        {
            throw;
        }
        finally
        {
            Volatile.Write(ref _reading, 0);
        }
    }
}
