namespace Grpc.Core;

/// <summary>What a channel last knew of its connection.</summary>
public enum ConnectivityState
{
    Idle,
    Connecting,
    Ready,
    TransientFailure,
    Shutdown,
}
