namespace Grpc.Core;

/// <summary>Messages that come one after another; <see cref="Current"/> holds after a MoveNext that was true.</summary>
public interface IAsyncStreamReader<out T>
{
    T Current { get; }

    Task<bool> MoveNext(CancellationToken cancellationToken);
}
