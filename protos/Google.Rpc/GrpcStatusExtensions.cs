using Google.Protobuf;
using Grpc.Core;

namespace Google.Rpc;

/// <summary>Rich status on top of gRPC's plain one: it travels in the trailer grpc-status-details-bin.</summary>
public static class GrpcStatusExtensions
{
    private const string TrailerKey = "grpc-status-details-bin";

    /// <summary>An exception that tells the caller this status, details included.</summary>
    public static RpcException ToRpcException(this Status status)
    {
        ArgumentNullException.ThrowIfNull(status);
        return new RpcException(
            new Grpc.Core.Status((StatusCode)status.Code, status.Message), new Metadata { { TrailerKey, status.ToByteArray() } });
    }

    /// <summary>The rich status that the server sent, or null if it sent none that can be read.</summary>
    public static Status? GetRpcStatus(this RpcException exception)
    {
        ArgumentNullException.ThrowIfNull(exception);
        return exception.Trailers.GetRpcStatus();
    }

    /// <summary>The rich status among trailers, or null if there is none that can be read.</summary>
    public static Status? GetRpcStatus(this Metadata trailers)
    {
        ArgumentNullException.ThrowIfNull(trailers);
        try
        {
            return trailers.GetValueBytes(TrailerKey) is { } bytes ? Status.Parser.ParseFrom(bytes) : null;
        }
        catch (InvalidProtocolBufferException)
        {
            return null; // details are an extra: the plain status still holds
        }
    }

    /// <summary>The first detail of this type, or null.</summary>
    public static T? GetDetail<T>(this Status status)
        where T : class, IMessage<T>, new()
    {
        ArgumentNullException.ThrowIfNull(status);
        foreach (var detail in status.Details)
        {
            if (detail.TryUnpack<T>(out var message))
            {
                return message;
            }
        }

        return null;
    }
}
