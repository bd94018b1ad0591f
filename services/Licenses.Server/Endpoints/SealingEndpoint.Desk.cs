using Grpc.Core;
using Licenses.Sealing.Desk;
using Licenses.Server.Endpoints.Access;
using Licenses.Server.Endpoints.Refusals;
using Licenses.Server.Endpoints.Wire;
using Licenses.Server.Telemetry;

namespace Licenses.Server.Endpoints;

/// <summary>The counter of the seal desk.</summary>
internal sealed partial class SealingEndpoint
{
    private const int LongestReason = 200;
    private const int LongestSealId = 64;

    public override async Task<V1.SealRecord> MakeSeal(V1.MakeSealRequest request, ServerCallContext context)
    {
        var caller = context.GetCaller();
        var reader = new RequestReader();
        var requestId = reader.RequestId(request.RequestId);
        var draft = SealDraftReader.Read(reader, request.Draft, clock.GetUtcNow());
        var sealId = request.SealId.Length == 0 ? null : reader.Code("seal_id", request.SealId, LongestSealId);
        var order = new MakeOrder(
            request.OrganisationCode.Length == 0 ? caller.OrganisationCode : request.OrganisationCode,
            sealId,
            reader.Good(draft),
            Reason(reader, request.Reason, isRequired: false));
        var asked = await desk.RequestAsync(caller, reader.Good(requestId), order, context.CancellationToken);
        return await AnswerAsync(context, asked.OrRefuse(), "SEAL_REQUESTED");
    }

    public override Task<V1.SealRecord> ChangeSealState(V1.ChangeSealStateRequest request, ServerCallContext context)
    {
        var reader = new RequestReader();
        var action = SealDraftReader.ReadAction(request.Action);
        if (action is null)
        {
            reader.Violate("action", "必填", "is required");
        }

        var reason = Reason(reader, request.Reason, isRequired: true);
        if (request.ExpectedRevision < 0)
        {
            reader.Violate("expected_revision", "不得为负", "must not be negative");
        }

        var requestId = reader.RequestId(request.RequestId);
        var sealId = reader.Code("seal_id", request.SealId, LongestSealId);
        var step = new SealStep(
            reader.Good(sealId), reader.Good(action), reason, request.ExpectedRevision == 0 ? null : request.ExpectedRevision);
        return StepAsync(context, reader.Good(requestId), step);
    }

    public override Task<V1.SealRecord> ApproveSeal(V1.SealDecision request, ServerCallContext context) =>
        DecideAsync(request, SealAction.Approve, context);

    public override Task<V1.SealRecord> RejectSeal(V1.SealDecision request, ServerCallContext context) =>
        DecideAsync(request, SealAction.Reject, context);

    public override async Task<V1.ListSealsReply> ListSeals(V1.ListSealsRequest request, ServerCallContext context)
    {
        var reader = new RequestReader();
        var scope = SealRegister.ScopeOf(
            context.GetCaller(), request.OrganisationCode.Length == 0 ? null : request.OrganisationCode).OrRefuse().Value;
        var (page, before) = reader.NumberedPage(
            request.PageSize, request.PageToken, $"{nameof(ListSeals)} {scope} {request.State} {request.Waiting}");
        var state = SealDraftReader.ReadState(request.State);
        if (state is null && request.State is not (V1.SealState.Unspecified or V1.SealState.Expired))
        {
            reader.Violate("state", "印章状态不明", "is no state of a seal");
        }

        reader.RefuseIfBad();
        var now = clock.GetUtcNow();
        bool? isExpired = request.State == V1.SealState.Expired ? true
            : state is SealState.Active or SealState.Frozen ? false
            : null;
        var rows = await register.ListAsync(
            new SealFilter(scope, state, now, isExpired, request.Waiting), before, page.Size, context.CancellationToken);
        CallRecord.Of(context).Is("LISTED");
        var reply = new V1.ListSealsReply { NextPageToken = page.Next(rows.Length, rows.LastOrDefault()?.Cursor) };
        reply.Seals.AddRange(rows.Select(row => SealWriter.Write(row.Seal, row.Title, now)));
        return reply;
    }

    public override async Task<V1.GetSealReply> GetSeal(V1.GetSealRequest request, ServerCallContext context)
    {
        var reader = new RequestReader();
        var sealId = reader.Code("seal_id", request.SealId, LongestSealId);
        var found = await register.FindAsync(context.GetCaller(), reader.Good(sealId), context.CancellationToken);
        CallRecord.Of(context).Is("FOUND", request.SealId);
        var file = found.OrRefuse().Value;
        return SealWriter.Write(file, catalog.FindDepartmentByCode(file.Seal.OrganisationCode), clock.GetUtcNow());
    }

    public override async Task<V1.ListSealUsesReply> ListSealUses(V1.ListSealUsesRequest request, ServerCallContext context)
    {
        var reader = new RequestReader();
        var sealId = reader.Code("seal_id", request.SealId, LongestSealId);
        var (page, before) = reader.NumberedPage(
            request.PageSize, request.PageToken, $"{nameof(ListSealUses)} {request.SealId}");
        var rows = (await register.ListUsesAsync(
            context.GetCaller(), reader.Good(sealId), before, page.Size, context.CancellationToken)).OrRefuse().Value;
        CallRecord.Of(context).Is("LISTED", request.SealId);
        var reply = new V1.ListSealUsesReply { NextPageToken = page.Next(rows.Length, rows.LastOrDefault()?.Cursor) };
        reply.Uses.AddRange(rows.Select(SealWriter.Write));
        return reply;
    }

    private Task<V1.SealRecord> DecideAsync(V1.SealDecision request, SealAction action, ServerCallContext context)
    {
        var reader = new RequestReader();
        var requestId = reader.RequestId(request.RequestId);
        var sealId = reader.Code("seal_id", request.SealId, LongestSealId);
        var reason = Reason(reader, request.Reason, isRequired: action == SealAction.Reject);
        if (request.ExpectedRevision <= 0)
        {
            reader.Violate("expected_revision", "必填：只能审批已查看的内容", "is required: what was not seen is not decided");
        }

        return StepAsync(
            context, reader.Good(requestId), new SealStep(reader.Good(sealId), action, reason, request.ExpectedRevision));
    }

    private async Task<V1.SealRecord> StepAsync(ServerCallContext context, RequestId requestId, SealStep step)
    {
        var done = await desk.StepAsync(context.GetCaller(), requestId, step, context.CancellationToken);
        return await AnswerAsync(context, done.OrRefuse(), $"SEAL_{step.Action.ToString().ToUpperInvariant()}");
    }

    private async Task<V1.SealRecord> AnswerAsync(ServerCallContext context, Outcome<DeskSeal>.Done done, string outcome)
    {
        var file = (await register.FindAsync(context.GetCaller(), done.Value.SealId, context.CancellationToken)).OrRefuse().Value;
        CallRecord.Of(context).Is(outcome, done.Value.SealId);
        var record = SealWriter.Write(done.Value, file.Shown.Draft.ToTitle(), clock.GetUtcNow());
        record.RepeatedRequest = done.IsRepeated;
        record.Notes.AddRange(SealWriter.NotesOf(file, catalog.FindDepartmentByCode(file.Seal.OrganisationCode)));
        return record;
    }

    private static string Reason(RequestReader reader, string text, bool isRequired)
    {
        if (isRequired || text.Length > 0)
        {
            reader.Text("reason", text, LongestReason);
            reader.RefuseCitizenNumber("reason", text);
        }

        return text;
    }
}
