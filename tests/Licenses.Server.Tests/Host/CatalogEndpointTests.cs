using Grpc.Core;
using Licenses.V1;

namespace Licenses.Server.Tests.Host;

public sealed class CatalogEndpointTests
{
    [Fact]
    public async Task Pages_of_a_list_give_every_row_once_and_in_order()
    {
        await using var server = await RunningServer.StartAsync();
        var client = new CatalogService.CatalogServiceClient(server.ChannelOf("center"));
        var whole = await client.ListLicenseTypesAsync(new ListLicenseTypesRequest());

        var paged = new List<string>();
        var token = "";
        do
        {
            var page = await client.ListLicenseTypesAsync(new ListLicenseTypesRequest { PageSize = 4, PageToken = token });
            paged.AddRange(page.LicenseTypes.Select(type => type.Code));
            token = page.NextPageToken;
        }
        while (token.Length > 0);

        Assert.True(paged.Count >= 14);
        Assert.Equal(whole.LicenseTypes.Select(type => type.Code), paged);
    }

    [Fact]
    public async Task A_page_token_of_another_list_is_refused_with_the_field_that_is_wrong()
    {
        await using var server = await RunningServer.StartAsync();
        var client = new CatalogService.CatalogServiceClient(server.ChannelOf("auditor"));
        var other = await client.ListDepartmentsAsync(new ListDepartmentsRequest { PageSize = 2 });

        var refused = await Refused.ByAsync(async () => await client.ListServiceItemsAsync(
            new ListServiceItemsRequest { PageToken = other.NextPageToken, PageSize = 201 }));

        Assert.Equal(StatusCode.InvalidArgument, refused.Code);
        Assert.Equal("INVALID_FIELDS", refused.Reason);
        Assert.Equal(["page_size", "page_token"], refused.Fields);
        Assert.Equal(["zh-CN", "en"], refused.Locales);
    }

    [Fact]
    public async Task A_license_type_is_found_by_its_code_and_an_unknown_one_is_named_as_such()
    {
        await using var server = await RunningServer.StartAsync();
        var client = new CatalogService.CatalogServiceClient(server.ChannelOf("issuer-police"));

        var known = await client.GetLicenseTypeAsync(new GetLicenseTypeRequest { Code = "residence-permit" });
        var refused = await Refused.ByAsync(async () =>
            await client.GetLicenseTypeAsync(new GetLicenseTypeRequest { Code = "no-such-type" }));

        Assert.Contains("police", known.IssuingDepartmentKeys);
        Assert.Equal(StatusCode.NotFound, refused.Code);
        Assert.Equal(("licenses", "UNKNOWN_LICENSE_TYPE"), (refused.Domain, refused.Reason));
    }
}
