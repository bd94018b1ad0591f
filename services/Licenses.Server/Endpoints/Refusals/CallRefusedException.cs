using Grpc.Core;

namespace Licenses.Server.Endpoints.Refusals;

/// <summary>A call that was refused on purpose, as the runtime carries it to the caller.</summary>
internal sealed class CallRefusedException(CallRefusal refusal, Status status, Metadata trailers)
    : RpcException(status, trailers)
{
    public CallRefusal Refusal { get; } = refusal;
}
