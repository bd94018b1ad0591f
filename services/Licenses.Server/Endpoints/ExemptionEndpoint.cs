using Grpc.Core;
using Licenses.Catalog;
using Licenses.Exemption;
using Licenses.Server.Endpoints.Access;
using Licenses.Server.Endpoints.Refusals;
using Licenses.Server.Endpoints.Wire;
using Licenses.Server.Telemetry;
using Licenses.V1;

namespace Licenses.Server.Endpoints;

/// <summary>Answers which materials need not be submitted, and carries internal checks between centers and departments.</summary>
internal sealed class ExemptionEndpoint(ExemptionChecker checker, AssistanceDesk desk, CityCatalog catalog)
    : ExemptionService.ExemptionServiceBase
{
    private const int MostIdentifier = 64;
    private const int MostPurpose = 200;
    private const int MostPromises = 64;

    public override async Task<V1.Decision> Check(CheckRequest request, ServerCallContext context)
    {
        var question = Read(request, context.GetCaller());
        var report = (await checker.CheckAsync(question, context.CancellationToken)).OrRefuse().Value;
        var decision = ExemptionWriter.Write(report);
        CallRecord.Of(context).Is(
            "DECIDED", report.DecisionId,
            $" ({decision.ExemptCount} exempt, {decision.SubmitCount} submit, {decision.UndeterminedCount} undetermined)");
        foreach (var material in report.Materials)
        {
            ServerMeters.MaterialDecided(material.Decision.ToString(), material.ReasonCode);
        }

        return decision;
    }

    public override async Task<V1.Decision> GetDecision(GetDecisionRequest request, ServerCallContext context)
    {
        var reader = new RequestReader();
        var id = reader.Code("decision_id", request.DecisionId, MostIdentifier);
        var report = await checker.FindAsync(context.GetCaller(), reader.Good(id), context.CancellationToken)
            ?? throw CallRefusals.UnknownRecord.ToException();
        CallRecord.Of(context).Is("READ", report.DecisionId);
        return ExemptionWriter.Write(report);
    }

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
        CallRecord.Of(context).Is("ANSWERED", answered.Value.AssistanceId);
        return ExemptionWriter.Write(answered.Value, withSubject: true);
    }

    private CaseQuestion Read(CheckRequest request, Caller caller)
    {
        var reader = new RequestReader();
        var applicant = reader.Subject("applicant", request.Applicant, nameRequired: false);
        if (request.RelatedSubjects.Count > CaseQuestion.MaxRelated)
        {
            reader.Violate("related_subjects", "不得超过 8 个", "must hold at most 8");
            reader.RefuseIfBad();
        }

        var related = request.RelatedSubjects
            .Select((subject, i) => reader.Subject($"related_subjects[{i}]", subject, nameRequired: false)).ToList();
        var requestId = request.RequestId.Length == 0 ? null : reader.RequestId(request.RequestId);
        var use = Read(request.Use, reader);
        var promises = Read(request, reader);
        reader.RefuseIfBad();
        var item = catalog.FindItem(request.ItemCode) ?? throw CallRefusals.UnknownServiceItem.ToException();
        return new CaseQuestion(
            caller, item, reader.Good(applicant), [.. related.OfType<Subject>()], reader.Good(use), promises)
        {
            RequestId = requestId,
        };
    }

    private static Exemption.UseContext? Read(V1.UseContext? use, RequestReader reader)
    {
        if (use is null)
        {
            reader.Violate("use", "必填", "is required");
            return null;
        }

        var caseNumber = reader.Code("use.case_number", use.CaseNumber, MostIdentifier);
        reader.RefuseCitizenNumber("use.case_number", caseNumber);
        var account = reader.Text("use.operator", use.Operator, MostIdentifier);
        reader.RefuseCitizenNumber("use.operator", account);
        var purpose = reader.Text("use.purpose", use.Purpose, MostPurpose);
        reader.RefuseCitizenNumber("use.purpose", purpose);
        return caseNumber is null || account is null || purpose is null ? null : new(caseNumber, account, purpose);
    }

    private static ImmutableArray<Exemption.Promise> Read(CheckRequest request, RequestReader reader)
    {
        if (request.Promises.Count > MostPromises)
        {
            reader.Violate("promises", $"不得超过 {MostPromises} 项", $"must hold at most {MostPromises}");
            reader.RefuseIfBad();
        }

        for (int i = 0; i < request.Promises.Count; i++)
        {
            reader.RefuseCitizenNumber($"promises[{i}].promise_id", request.Promises[i].PromiseId);
        }

        return
        [
            .. request.Promises.Select((promise, i) => new Exemption.Promise(
                reader.Code($"promises[{i}].material_code", promise.MaterialCode, MostIdentifier) ?? "",
                reader.Text($"promises[{i}].promise_id", promise.PromiseId, MostIdentifier) ?? "")),
        ];
    }
}
