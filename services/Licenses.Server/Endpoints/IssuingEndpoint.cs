using Grpc.Core;
using Licenses.Exemption;
using Licenses.Issuing;
using Licenses.Server.Endpoints.Access;
using Licenses.Server.Endpoints.Refusals;
using Licenses.Server.Endpoints.Wire;
using Licenses.Server.Telemetry;
using Licenses.V1;

namespace Licenses.Server.Endpoints;

/// <summary>Takes issues and facts from departments, and gives them their licenses.</summary>
internal sealed class IssuingEndpoint(LicenseIssuer issuer, LicenseReader licenses, FactReporter facts, TimeProvider clock)
    : IssuingService.IssuingServiceBase
{
    public override async Task<IssueReply> Issue(IssueRequest request, ServerCallContext context)
    {
        var asked = clock.GetUtcNow();
        var draft = Read(request);
        var issued = (await issuer.IssueAsync(context.GetCaller(), draft, context.CancellationToken)).OrRefuse();
        CallRecord.Of(context).Is(issued.IsRepeated ? "ISSUED_BEFORE" : "ISSUED", issued.Value.License.Number.Value);
        return new IssueReply
        {
            License = LicenseWriter.Write(issued.Value.License, asked),
            RepeatedRequest = issued.IsRepeated,
            RequestId = request.RequestId,
            LevelNote = issued.Value.Missing ?? "",
        };
    }

    public override async Task<V1.License> GetLicense(GetLicenseRequest request, ServerCallContext context)
    {
        var asked = clock.GetUtcNow();
        var reader = new RequestReader();
        var number = reader.Number("number", request.Number);
        var found = await licenses.FindAsync(context.GetCaller(), reader.Good(number), context.CancellationToken);
        var license = found.OrRefuse().Value;
        CallRecord.Of(context).Is("READ", license.Number.Value);
        return LicenseWriter.Write(license, asked);
    }

    public override async Task GetDocument(
        GetDocumentRequest request, IServerStreamWriter<GetDocumentReply> responseStream, ServerCallContext context)
    {
        var reader = new RequestReader();
        var number = reader.Good(reader.Number("number", request.Number));
        var found = await licenses.FindDocumentAsync(context.GetCaller(), number, context.CancellationToken);
        var document = found.OrRefuse().Value;
        CallRecord.Of(context).Is("READ", number.Value);

        var info = DocumentChunks.InfoOf(document, LicenseWriter.FileNameOf(number, null));
        await responseStream.WriteAsync(new GetDocumentReply { Info = info }, context.CancellationToken);
        await DocumentChunks.WriteAsync(
            document, responseStream, chunk => new GetDocumentReply { Chunk = chunk }, context.CancellationToken);
    }

    public override async Task<ReportFactReply> ReportFact(ReportFactRequest request, ServerCallContext context)
    {
        var reader = new RequestReader();
        var requestId = reader.RequestId(request.RequestId);
        var code = reader.Code("fact_code", request.FactCode, 64);
        var subject = reader.Subject("subject", request.Subject, nameRequired: true);
        var asOf = reader.Time("as_of", request.AsOf);
        var notAfter = reader.Time("not_after", request.NotAfter);
        var report = new FactReport(
            reader.Good(code), reader.Good(subject), request.Holds, reader.Good(asOf), reader.Good(notAfter));
        var reported = (await facts.ReportAsync(
            context.GetCaller(), reader.Good(requestId), report, context.CancellationToken)).OrRefuse();
        CallRecord.Of(context).Is(reported.IsRepeated ? "REPORTED_BEFORE" : "REPORTED", reported.Value);
        return new ReportFactReply { RecordId = reported.Value, RepeatedRequest = reported.IsRepeated };
    }

    private static IssueDraft Read(IssueRequest request)
    {
        var reader = new RequestReader();
        if (request.Holder is null)
        {
            reader.Violate("holder", "必填", "is required");
        }

        var from = reader.OptionalTime("valid_from", request.ValidFrom);
        var until = reader.OptionalTime("valid_until", request.ValidUntil);
        reader.RefuseIfBad();
        return new IssueDraft(
            request.RequestId,
            request.TypeCode,
            Kinds.Read(request.Holder?.Kind ?? V1.SubjectKind.Unspecified),
            request.Holder?.Code ?? "",
            request.Holder?.Name ?? "",
            request.Fields.ToImmutableSortedDictionary(StringComparer.Ordinal),
            from,
            until);
    }
}
