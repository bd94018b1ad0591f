using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Licenses.Presentation;
using Licenses.Server.Endpoints.Hosting;
using Licenses.Server.Endpoints.Refusals;
using Licenses.Server.Endpoints.Wire;
using Licenses.Server.Telemetry;
using Licenses.V1;

namespace Licenses.Server.Endpoints;

/// <summary>Serves holders, whom a portal has identified.</summary>
internal sealed class PresentationEndpoint(HolderDesk desk, PublicAddress address, TimeProvider clock)
    : PresentationService.PresentationServiceBase
{
    public override async Task<ListLicensesReply> ListLicenses(ListLicensesRequest request, ServerCallContext context)
    {
        var asked = clock.GetUtcNow();
        var reader = new RequestReader();
        var holder = reader.Subject("holder", request.Holder, nameRequired: false);
        var (page, before) = reader.NumberedPage(request.PageSize, request.PageToken, nameof(ListLicenses));
        var rows = await desk.ListAsync(reader.Good(holder), before, page.Size, context.CancellationToken);
        CallRecord.Of(context).Is("LISTED");
        var reply = new ListLicensesReply { NextPageToken = page.Next(rows.Length, rows.LastOrDefault()?.Cursor) };
        reply.Licenses.AddRange(rows.Select(row => LicenseWriter.Write(row.License, asked)));
        return reply;
    }

    public override async Task<CreateDownloadLinkReply> CreateDownloadLink(
        CreateDownloadLinkRequest request, ServerCallContext context)
    {
        var reader = new RequestReader();
        var holder = reader.Subject("holder", request.Holder, nameRequired: false);
        var number = reader.Number("number", request.Number);
        var made = await desk.CreateLinkAsync(reader.Good(holder), reader.Good(number), context.CancellationToken);
        var link = made.OrRefuse().Value;
        CallRecord.Of(context).Is("LINK_MADE", request.Number);
        return new CreateDownloadLinkReply
        {
            Url = address.DownloadUrl(link.Token).AbsoluteUri,
            ExpiresAt = link.ExpiresAt.ToTimestamp(),
        };
    }

    public override async Task<ListUsesReply> ListUses(ListUsesRequest request, ServerCallContext context)
    {
        var reader = new RequestReader();
        var holder = reader.Subject("holder", request.Holder, nameRequired: false);
        var (page, before) = reader.NumberedPage(request.PageSize, request.PageToken, nameof(ListUses));
        var rows = await desk.ListUsesAsync(reader.Good(holder), before, page.Size, context.CancellationToken);
        CallRecord.Of(context).Is("LISTED");
        var reply = new ListUsesReply { NextPageToken = page.Next(rows.Length, rows.LastOrDefault()?.Cursor) };
        reply.Uses.AddRange(rows.Select(Write));
        return reply;
    }

    private static V1.LicenseUse Write(Presentation.LicenseUse use) => new()
    {
        Number = use.Number.Value,
        UsedAt = use.UsedAt.ToTimestamp(),
        Organisation = use.Organisation,
        ItemCode = use.ItemCode,
        Context = new V1.UseContext { CaseNumber = use.CaseNumber, Operator = use.Operator, Purpose = use.Purpose },
    };
}
