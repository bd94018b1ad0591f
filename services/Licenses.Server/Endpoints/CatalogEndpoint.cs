using Grpc.Core;
using Licenses.Catalog;
using Licenses.Server.Endpoints.Refusals;
using Licenses.Server.Endpoints.Wire;
using Licenses.V1;

namespace Licenses.Server.Endpoints;

/// <summary>Serves the catalogue.</summary>
internal sealed class CatalogEndpoint(CityCatalog catalog) : CatalogService.CatalogServiceBase
{
    public override Task<ListDepartmentsReply> ListDepartments(ListDepartmentsRequest request, ServerCallContext context)
    {
        var (rows, next) = Slice(
            catalog.Departments, request.PageSize, request.PageToken, nameof(ListDepartments));
        var reply = new ListDepartmentsReply { NextPageToken = next };
        reply.Departments.AddRange(rows.Select(CatalogWriter.Write));
        return Task.FromResult(reply);
    }

    public override Task<ListLicenseTypesReply> ListLicenseTypes(ListLicenseTypesRequest request, ServerCallContext context)
    {
        var wanted = request.DepartmentKey.Length == 0
            ? catalog.LicenseTypes
            : [.. catalog.LicenseTypes.Where(type => type.IssuingDepartments.Contains(request.DepartmentKey))];
        var (rows, next) = Slice(
            wanted, request.PageSize, request.PageToken, $"{nameof(ListLicenseTypes)} {request.DepartmentKey}");
        var reply = new ListLicenseTypesReply { NextPageToken = next };
        reply.LicenseTypes.AddRange(rows.Select(CatalogWriter.Write));
        return Task.FromResult(reply);
    }

    public override Task<V1.LicenseType> GetLicenseType(GetLicenseTypeRequest request, ServerCallContext context) =>
        catalog.FindLicenseType(request.Code) is { } type
            ? Task.FromResult(CatalogWriter.Write(type))
            : throw CallRefusals.UnknownLicenseType.ToException();

    public override Task<ListServiceItemsReply> ListServiceItems(ListServiceItemsRequest request, ServerCallContext context)
    {
        var (rows, next) = Slice(catalog.Items, request.PageSize, request.PageToken, nameof(ListServiceItems));
        var reply = new ListServiceItemsReply { NextPageToken = next };
        reply.Items.AddRange(rows.Select(CatalogWriter.Write));
        return Task.FromResult(reply);
    }

    public override Task<V1.ServiceItem> GetServiceItem(GetServiceItemRequest request, ServerCallContext context) =>
        catalog.FindItem(request.Code) is { } item
            ? Task.FromResult(CatalogWriter.Write(item))
            : throw CallRefusals.UnknownServiceItem.ToException();

    private static (ImmutableArray<T> Rows, string Next) Slice<T>(
        ImmutableArray<T> all, int size, string token, string scope)
    {
        var reader = new RequestReader();
        var (page, after) = reader.NumberedPage(size, token, scope);
        reader.RefuseIfBad();
        int start = (int)Math.Min(after ?? 0, all.Length);
        int end = Math.Min(start + page.Size, all.Length);
        return (all[start..end], end < all.Length ? page.Next(page.Size, end) : "");
    }
}
