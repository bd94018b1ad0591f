using System.Globalization;
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

    /// <summary>Bytes of details that reach every caller: their base64 stays below the 8 KiB of headers that clients take.</summary>
    private const int MostDetails = 5400;

    /// <summary>What a message costs inside another one: its tag and length, and the type's name where it is the first.</summary>
    private const int Framing = 8;

    /// <summary>The fact that says how many violations had no place.</summary>
    private const string LeftOutKey = "violations_left_out";

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

    /// <summary>The value of <see cref="DetailsKey"/>: the reason in any case, and as many violations as fit beside it.</summary>
    public byte[] ToDetails()
    {
        var info = new ErrorInfo { Domain = Domain, Reason = ReasonName };
        info.Metadata.Add(Facts);
        var details = new Google.Rpc.Status { Code = (int)Code, Message = Message.En };
        details.Details.Add(Any.Pack(info));
        details.Details.Add(Any.Pack(new LocalizedMessage { Locale = "zh-CN", Message = Message.Zh }));
        details.Details.Add(Any.Pack(new LocalizedMessage { Locale = "en", Message = Message.En }));
        if (RetryAfter is { } delay)
        {
            details.Details.Add(Any.Pack(new RetryInfo { RetryDelay = Duration.FromTimeSpan(delay) }));
        }

        var violations = Fitting(MostDetails - details.CalculateSize());
        if (violations.FieldViolations.Count > 0)
        {
            details.Details.Add(Any.Pack(violations));
        }

        if (Violations.Length - violations.FieldViolations.Count is > 0 and var left)
        {
            info.Metadata.Add(LeftOutKey, left.ToString(CultureInfo.InvariantCulture));
            details.Details[0] = Any.Pack(info);
        }

        return details.ToByteArray();
    }

    private BadRequest Fitting(int room)
    {
        var request = new BadRequest();
        foreach (var violation in Violations)
        {
            var next = new BadRequest.Types.FieldViolation
            {
                Field = violation.FieldPath,
                Description = $"{violation.Description.En} / {violation.Description.Zh}",
            };
            room -= next.CalculateSize() + Framing;
            if (room < 0)
            {
                break;
            }

            request.FieldViolations.Add(next);
        }

        return request;
    }
}
