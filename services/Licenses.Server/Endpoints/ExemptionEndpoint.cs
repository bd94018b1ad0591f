using Grpc.Core;
using Licenses.Exemption;
using Licenses.Server.Endpoints.Access;
using Licenses.Server.Endpoints.Refusals;
using Licenses.Server.Endpoints.Wire;
using Licenses.Server.Telemetry;
using Licenses.V1;

namespace Licenses.Server.Endpoints;

/// <summary>Answers which materials need not be submitted, and carries internal checks between centers and departments.</summary>
internal sealed class ExemptionEndpoint(AssistanceDesk desk)
    : ExemptionService.ExemptionServiceBase
{
    private const int MostIdentifier = 64;

    public override async Task<ListAssistanceReply> ListAssistance(ListAssistanceRequest request, ServerCallContext context)
    {
        var reader = new RequestReader();
        var page = reader.Page(request.PageSize, request.PageToken, nameof(ListAssistance));
        reader.RefuseIfBad();
        var rows = await desk.ListAsync(context.GetCaller(), page.Cursor, page.Size, context.CancellationToken);
        CallRecord.Of(context).Is("LISTED");
        var reply = new ListAssistanceReply { NextPageToken = page.Next(rows.Length, rows.LastOrDefault()?.AssistanceId) };
        reply.Cases.AddRange(rows.Select(row => ExemptionWriter.Write(row, withSubject: true)));
        return reply;
    }

    public override async Task<V1.AssistanceCase> AnswerAssistance(AnswerAssistanceRequest request, ServerCallContext context)
    {
        var reader = new RequestReader();
        var requestId = reader.RequestId(request.RequestId);
        var id = reader.Code("assistance_id", request.AssistanceId, MostIdentifier);
        var answer = Kinds.Read(request.Answer);
        if (answer is null)
        {
            reader.Violate("answer", "必填", "is required");
        }

        var answered = (await desk.AnswerAsync(
            context.GetCaller(), reader.Good(requestId), reader.Good(id), reader.Good(answer),
            context.CancellationToken)).OrRefuse();
        CallRecord.Of(context).Is(answered.Value.Answer.ToString(), answered.Value.AssistanceId);
        return ExemptionWriter.Write(answered.Value, withSubject: true);
    }
}
