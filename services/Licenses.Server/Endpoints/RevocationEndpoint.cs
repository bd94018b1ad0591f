using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Licenses.Revocation;
using Licenses.Server.Endpoints.Access;
using Licenses.Server.Endpoints.Refusals;
using Licenses.Server.Endpoints.Wire;
using Licenses.Server.Telemetry;
using Licenses.V1;

namespace Licenses.Server.Endpoints;

/// <summary>Tells statuses to everybody, and takes changes from issuers.</summary>
internal sealed class RevocationEndpoint(StatusReader statuses, StateChanger changer, TimeProvider clock)
    : RevocationService.RevocationServiceBase
{
    private const int MostNumbers = 1000;

    private static readonly TimeSpan DefaultStaleness = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan LongestStaleness = TimeSpan.FromHours(1);

    public override async Task<LicenseStatus> GetStatus(GetStatusRequest request, ServerCallContext context)
    {
        var reader = new RequestReader();
        var number = reader.Number("number", request.Number);
        var staleness = Staleness(reader, request.MaxStaleness);
        var answer = await statuses.ReadAsync(reader.Good(number), reader.Good(staleness), context.CancellationToken);
        var status = WriteKnown(answer) ?? throw CallRefusals.UnknownLicense.ToException();
        CallRecord.Of(context).Is(status.State.ToString().ToUpperInvariant(), request.Number);
        return status;
    }

    public override async Task<BatchGetStatusReply> BatchGetStatus(BatchGetStatusRequest request, ServerCallContext context)
    {
        var reader = new RequestReader();
        if (request.Numbers.Count is 0 or > MostNumbers)
        {
            reader.Violate("numbers", "须为 1 至 1000 个证照标识", "must hold 1 to 1,000 license identifiers");
            reader.RefuseIfBad();
        }

        var numbers = request.Numbers.Select((text, i) => reader.Number($"numbers[{i}]", text)).ToList();
        var staleness = reader.Good(Staleness(reader, request.MaxStaleness));
        var answers = await statuses.ReadAllAsync(
            [.. numbers.OfType<LicenseNumber>()], staleness, context.CancellationToken);
        var reply = new BatchGetStatusReply();
        reply.Statuses.AddRange(answers.Select(WriteKnown).OfType<LicenseStatus>());
        CallRecord.Of(context).Is("TOLD");
        return reply;
    }

    public override Task<ChangeStateReply> Suspend(ChangeStateRequest request, ServerCallContext context) =>
        ChangeAsync(request, StateAction.Suspend, context);

    public override Task<ChangeStateReply> Reinstate(ChangeStateRequest request, ServerCallContext context) =>
        ChangeAsync(request, StateAction.Reinstate, context);

    public override Task<ChangeStateReply> Revoke(ChangeStateRequest request, ServerCallContext context) =>
        ChangeAsync(request, StateAction.Revoke, context);

    private async Task<ChangeStateReply> ChangeAsync(ChangeStateRequest request, StateAction action, ServerCallContext context)
    {
        var reader = new RequestReader();
        var requestId = reader.RequestId(request.RequestId);
        var number = reader.Number("number", request.Number);
        var reason = Kinds.Read(request.Reason);
        if (reason is null)
        {
            reader.Violate("reason", "必填", "is required");
        }

        if (request.ExpectedVersion < 0)
        {
            reader.Violate("expected_version", "不得为负", "must not be negative");
        }

        var wish = new StateRequest(
            reader.Good(number), action, reader.Good(reason), request.ExpectedVersion == 0 ? null : request.ExpectedVersion);
        var changed = (await changer.ChangeAsync(
            context.GetCaller(), reader.Good(requestId), wish, context.CancellationToken)).OrRefuse();
        var status = LicenseWriter.Write(changed.Value, changed.Value.AsOf + DefaultStaleness);
        CallRecord.Of(context).Is(status.State.ToString().ToUpperInvariant(), request.Number);
        return new ChangeStateReply { Status = status, RepeatedRequest = changed.IsRepeated };
    }

    private static TimeSpan? Staleness(RequestReader reader, Duration? duration)
    {
        var wanted = duration is null || duration is { Seconds: 0, Nanos: 0 }
            ? DefaultStaleness
            : duration.Seconds is >= 0 and <= 3600 && duration.Nanos is >= 0 and < 1_000_000_000
                ? duration.ToTimeSpan()
                : (TimeSpan?)null;
        if (wanted is null || wanted > LongestStaleness)
        {
            reader.Violate("max_staleness", "须为 0 至 1 小时", "must be within 0 and 1 hour");
            return null;
        }

        return wanted;
    }

    /// <summary>Null for a license that does not exist; what cannot be told ends the call.</summary>
    private LicenseStatus? WriteKnown(StatusAnswer answer) => answer switch
    {
        StatusAnswer.Known known => LicenseWriter.Write(known.Entry, known.NotAfter, clock.GetUtcNow()),
        StatusAnswer.NoSuchLicense => null,
        StatusAnswer.Unavailable unavailable => throw CallRefusals.StatusUnavailable(
            unavailable.RetryAt - clock.GetUtcNow()).ToException(),
        _ => throw new System.Diagnostics.UnreachableException(),
    };
}
