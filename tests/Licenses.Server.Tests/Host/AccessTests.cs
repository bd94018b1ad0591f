using System.Net;
using System.Net.Sockets;
using Grpc.Core;
using Licenses.Server.Endpoints.Access;
using Licenses.Testing.Clock;
using Licenses.Testing.SamplePki;
using Licenses.V1;
using Microsoft.Extensions.DependencyInjection;

namespace Licenses.Server.Tests.Host;

public sealed class AccessTests
{
    /// <summary>What the comments of the contract say, written down a second time on purpose.</summary>
    private static readonly Dictionary<string, string> Contract = new()
    {
        ["CatalogService"] = "issuer center auditor administrator portal",
        ["IssuingService"] = "issuer",
        ["IssuingService/GetLicense"] = "issuer auditor",
        ["SealingService"] = "issuer administrator auditor",
        ["SealingService/Seal"] = "issuer",
        ["SealingService/MakeSeal"] = "issuer administrator",
        ["SealingService/ChangeSealState"] = "issuer administrator",
        ["SealingService/ApproveSeal"] = "administrator",
        ["SealingService/RejectSeal"] = "issuer administrator",
        ["VerificationService"] = "issuer center auditor administrator portal",
        ["RevocationService"] = "issuer",
        ["RevocationService/GetStatus"] = "issuer center auditor administrator portal",
        ["RevocationService/BatchGetStatus"] = "issuer center auditor administrator portal",
        ["ExemptionService/Check"] = "center",
        ["ExemptionService/GetDecision"] = "center auditor",
        ["ExemptionService/ListAssistance"] = "issuer",
        ["ExemptionService/AnswerAssistance"] = "issuer",
        ["PresentationService"] = "portal",
    };

    private static readonly (string Role, string Client)[] Clients =
    [
        ("issuer", "issuer-police"), ("center", "center"), ("auditor", "auditor"),
        ("administrator", "administrator"), ("portal", "holder-portal"),
    ];

    [Fact]
    public async Task Each_method_lets_in_exactly_the_roles_that_the_contract_names()
    {
        await using var server = await RunningServer.StartAsync();
        var wrong = new List<string>();

        foreach (var (role, client) in Clients)
        {
            var invoker = server.ChannelOf(client).CreateCallInvoker();
            foreach (var method in AnyCall.AllMethods)
            {
                var allowed = !await IsKeptOutAsync(() => AnyCall.CallAsync(invoker, method));
                if (allowed != RolesOf(AnyCall.PathOf(method)).Contains(role))
                {
                    wrong.Add($"{role} {(allowed ? "may" : "may not")} {method.FullName}");
                }
            }
        }

        Assert.Empty(wrong);
    }

    [Fact]
    public async Task Without_a_certificate_every_method_is_unauthenticated_and_says_so()
    {
        await using var server = await RunningServer.StartAsync();
        var invoker = server.ChannelOf(null).CreateCallInvoker();

        foreach (var method in AnyCall.AllMethods)
        {
            var refused = await Refused.ByAsync(() => AnyCall.CallAsync(invoker, method));

            Assert.Equal(StatusCode.Unauthenticated, refused.Code);
            Assert.Equal("CERTIFICATE_REQUIRED", refused.Reason);
        }
    }

    [Theory]
    [InlineData("clients", "issuer-revoked", "REVOKED")]
    [InlineData("seals", "police", "NOT_FOR_CLIENTS")] // a seal certificate proves documents, not callers
    [InlineData("server", "server", "NOT_FOR_CLIENTS")]
    public async Task A_certificate_that_is_not_a_good_client_certificate_is_unauthenticated(
        string folder, string name, string why)
    {
        await using var server = await RunningServer.StartAsync();
        var certificate = System.Security.Cryptography.X509Certificates.X509CertificateLoader.LoadPkcs12FromFile(
            SampleCertificates.PathTo(folder, $"{name}.p12"), SampleCertificates.Password);
        var client = new CatalogService.CatalogServiceClient(server.ChannelWith(certificate));

        var refused = await Refused.ByAsync(async () => await client.ListDepartmentsAsync(new ListDepartmentsRequest()));

        Assert.Equal(StatusCode.Unauthenticated, refused.Code);
        Assert.Equal("CERTIFICATE_REQUIRED", refused.Reason);
        Assert.Contains(server.Log.All, line => line.Contains("CatalogService/ListDepartments") && line.Contains(why));
    }

    [Fact]
    public async Task A_client_that_is_revoked_while_it_is_connected_is_kept_out_within_a_minute()
    {
        var clock = new ManualClock(DateTimeOffset.UtcNow);
        var lists = Directory.CreateTempSubdirectory("licenses-crls-");
        await using var server = await RunningServer.StartAsync(
            new Dictionary<string, string>
            {
                ["ClientTrust:RevocationLists:0"] = lists.FullName, ["ClientTrust:RequireRevocationList"] = "false",
            },
            services => services.AddSingleton<TimeProvider>(clock));
        var client = new CatalogService.CatalogServiceClient(server.ChannelOf("issuer-revoked"));
        await client.ListDepartmentsAsync(new ListDepartmentsRequest());

        File.Copy(Path.Combine(SampleCertificates.CrlDirectory, "issuing-ca.crl"), Path.Combine(lists.FullName, "new.crl"));
        clock.Advance(TimeSpan.FromMinutes(1));
        var refused = await Refused.ByAsync(async () => await client.ListDepartmentsAsync(new ListDepartmentsRequest()));

        Assert.Equal(StatusCode.Unauthenticated, refused.Code);
        lists.Delete(recursive: true);
    }

    [Fact]
    public async Task Without_a_current_CRL_nobody_is_let_in()
    {
        var lists = Directory.CreateTempSubdirectory("licenses-crls-");
        await using var server = await RunningServer.StartAsync(
            new Dictionary<string, string> { ["ClientTrust:RevocationLists:0"] = lists.FullName });
        var client = new CatalogService.CatalogServiceClient(server.ChannelOf("center"));

        var refused = await Refused.ByAsync(async () => await client.ListDepartmentsAsync(new ListDepartmentsRequest()));

        Assert.Equal(StatusCode.Unauthenticated, refused.Code);
        Assert.Contains(server.Log.All, line => line.Contains("NO_REVOCATION_LIST"));
        lists.Delete(recursive: true);
    }

    [Fact]
    public async Task A_certificate_of_a_stranger_is_unauthenticated_whatever_it_claims_to_be()
    {
        await using var server = await RunningServer.StartAsync();
        var client = new CatalogService.CatalogServiceClient(server.ChannelWith(Strangers.Issuer()));

        var refused = await Refused.ByAsync(async () => await client.ListDepartmentsAsync(new ListDepartmentsRequest()));

        Assert.Equal(StatusCode.Unauthenticated, refused.Code);
        Assert.Contains(server.Log.All, line => line.Contains("NOT_TRUSTED"));
    }

    [Fact]
    public async Task No_address_in_a_certificate_is_fetched()
    {
        using var bait = new TcpListener(IPAddress.Loopback, 0);
        bait.Start();
        await using var server = await RunningServer.StartAsync();
        var certificate = Strangers.WithIssuerAt(new Uri($"http://{bait.LocalEndpoint}/issuer.cer"));
        var client = new CatalogService.CatalogServiceClient(server.ChannelWith(certificate));

        var refused = await Refused.ByAsync(async () => await client.ListDepartmentsAsync(new ListDepartmentsRequest()));

        Assert.Equal(StatusCode.Unauthenticated, refused.Code);
        Assert.False(bait.Pending());
    }

    [Fact]
    public async Task A_refusal_for_the_role_leaves_a_log_line_with_organisation_method_and_reason()
    {
        await using var server = await RunningServer.StartAsync();
        var client = new IssuingService.IssuingServiceClient(server.ChannelOf("center"));

        var refused = await Refused.ByAsync(async () => await client.IssueAsync(new IssueRequest()));

        Assert.Equal(StatusCode.PermissionDenied, refused.Code);
        Assert.Equal("ROLE_NOT_ALLOWED", refused.Reason);
        Assert.Contains(server.Log.All, line => line.StartsWith("Warning", StringComparison.Ordinal)
            && line.Contains(SampleCertificates.Uscc("center"))
            && line.Contains("/licenses.v1.IssuingService/Issue") && line.Contains("ROLE_NOT_ALLOWED"));
    }

    [Fact]
    public void The_table_has_one_row_for_each_method_of_the_contract()
    {
        var known = AnyCall.AllMethods.Select(AnyCall.PathOf).ToHashSet();

        var listed = AccessTable.Methods.Where(method => method.StartsWith("/licenses.", StringComparison.Ordinal)).ToHashSet();
        Assert.Equal(known.Order(), listed.Order());
    }

    private static string[] RolesOf(string path)
    {
        var name = path["/licenses.v1.".Length..];
        return (Contract.GetValueOrDefault(name) ?? Contract[name[..name.IndexOf('/')]]).Split(' ');
    }

    private static async Task<bool> IsKeptOutAsync(Func<Task> call)
    {
        try
        {
            await call();
            return false;
        }
        catch (RpcException e)
        {
            return e.StatusCode is StatusCode.PermissionDenied or StatusCode.Unauthenticated
                && e.Trailers.GetValueBytes("grpc-status-details-bin") is { } details
                && System.Text.Encoding.UTF8.GetString(details).Contains("ROLE_NOT_ALLOWED");
        }
    }
}
