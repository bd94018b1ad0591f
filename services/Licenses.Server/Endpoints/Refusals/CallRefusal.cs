using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Google.Rpc;
using Grpc.Core;
using Licenses.V1;
using Status = Grpc.Core.Status;

namespace Licenses.Server.Endpoints.Refusals;

/// <summary>A refusal as a caller gets it: one status code, one stable reason, texts in both languages, all violations.</summary>
internal sealed record CallRefusal(StatusCode Code, ReasonCode Reason, LocalizedText Message)
{
    private const string Domain = "licenses";
    /// <summary>The trailer that carries the details of a status.</summary>
    internal const string DetailsKey = "grpc-status-details-bin";

    public ImmutableArray<FieldViolation> Violations { get; init; } = [];

    /// <summary>When a later try may succeed; null where it will not.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>Facts for machines, such as the byte offset of a fault. No personal data.</summary>
    public ImmutableDictionary<string, string> Facts { get; init; } = ImmutableDictionary<string, string>.Empty;

    /// <summary>The reason as ErrorInfo names it: the enum value's name on the wire, without its prefix.</summary>
    public string ReasonName => ReasonNames.Of(Reason);

    public CallRefusedException ToException() =>
        new(this, new Status(Code, Message.En), new Metadata { { DetailsKey, ToDetails() } });

    /// <summary>The value of <see cref="DetailsKey"/>.</summary>
    public byte[] ToDetails()
    {
        var details = new Google.Rpc.Status { Code = (int)Code, Message = Message.En };
        details.Details.AddRange(Details().Select(Any.Pack));
        return details.ToByteArray();
    }

    private IEnumerable<IMessage> Details()
    {
        var info = new ErrorInfo { Domain = Domain, Reason = ReasonName };
        info.Metadata.Add(Facts);
        yield return info;
        yield return new LocalizedMessage { Locale = "zh-CN", Message = Message.Zh };
        yield return new LocalizedMessage { Locale = "en", Message = Message.En };
        if (!Violations.IsEmpty)
        {
            var request = new BadRequest();
            request.FieldViolations.AddRange(Violations.Select(violation => new BadRequest.Types.FieldViolation
            {
                Field = violation.FieldPath,
                Description = $"{violation.Description.En} / {violation.Description.Zh}",
            }));
            yield return request;
        }

        if (RetryAfter is { } delay)
        {
            yield return new RetryInfo { RetryDelay = Duration.FromTimeSpan(delay) };
        }
    }
}
