using Grpc.Core;
using Grpc.Limits;
using Licenses.V1;

namespace Licenses.Server.Endpoints.Refusals;

/// <summary>Gives the failures that the gRPC runtime makes itself the stable reason that every failure has.</summary>
internal sealed class RuntimeFailures : IFailureDetails
{
    public void AddTo(Metadata trailers, Status status)
    {
        if (trailers.Get(CallRefusal.DetailsKey) is null)
        {
            trailers.Add(CallRefusal.DetailsKey, Of(status).ToDetails());
        }
    }

    private static CallRefusal Of(Status status) => status.StatusCode switch
    {
        StatusCode.Unimplemented => Refusal(
            status, ReasonCode.UnknownMethod, "没有这一方法，或不支持请求的压缩方式"),
        StatusCode.ResourceExhausted => Refusal(status, ReasonCode.LimitExceeded, "超出大小限制"),
        StatusCode.DeadlineExceeded => Refusal(status, ReasonCode.OutOfTime, "调用超时"),
        StatusCode.Cancelled => Refusal(status, ReasonCode.GivenUp, "调用已被放弃"),

        // Our own faults come as refusals, with their reason; what is left is about the caller's bytes.
        StatusCode.Internal => Refusal(status, ReasonCode.MalformedMessage, "收到的内容不是此方法的消息"),
        _ => Refusal(status, ReasonCode.InternalFault, "内部错误"),
    };

    private static CallRefusal Refusal(Status status, ReasonCode reason, string zh) =>
        new(status.StatusCode, reason, new(zh, status.Detail));
}
