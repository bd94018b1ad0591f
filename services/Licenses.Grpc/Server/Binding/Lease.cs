namespace Grpc.AspNetCore.Server;

/// <summary>An object for one call: from the container, which looks after it, or made for this call and disposed of after it.</summary>
internal readonly struct Lease<T>(T instance, bool owned) : IAsyncDisposable
    where T : class
{
    internal T Instance => instance;

    internal bool IsOwned => owned;

    public ValueTask DisposeAsync()
    {
        if (owned && instance is IAsyncDisposable asynchronous)
        {
            return asynchronous.DisposeAsync();
        }

        if (owned)
        {
            (instance as IDisposable)?.Dispose();
        }

        return default;
    }
}
