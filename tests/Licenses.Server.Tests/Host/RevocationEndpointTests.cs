using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Licenses.V1;

namespace Licenses.Server.Tests.Host;

public sealed class RevocationEndpointTests
{
    [Fact]
    public async Task A_change_is_seen_by_the_next_question()
    {
        await using var server = await RunningServer.StartAsync();
        var license = await server.IssueFatherPermitAsync();
        var before = await server.Revocation("center").GetStatusAsync(new GetStatusRequest { Number = license.Number });

        var change = await server.Revocation().SuspendAsync(Change(license.Number, "suspend-1", V1.StateReason.Investigation));
        var after = await server.Revocation("center").GetStatusAsync(new GetStatusRequest { Number = license.Number });

        Assert.Equal(V1.LicenseState.Active, before.State);
        Assert.Equal((V1.LicenseState.Suspended, 2L), (change.Status.State, change.Status.Version));
        Assert.Equal((V1.LicenseState.Suspended, 2L), (after.State, after.Version));
        Assert.Equal(V1.StateReason.Investigation, after.Reason);
        Assert.True(after.NotAfter > after.AsOf);
    }

    [Fact]
    public async Task A_revocation_is_final()
    {
        await using var server = await RunningServer.StartAsync();
        var license = await server.IssueFatherPermitAsync();
        await server.Revocation().RevokeAsync(Change(license.Number, "revoke-01", V1.StateReason.Fraud));

        var refused = await Refused.ByAsync(async () =>
            await server.Revocation().ReinstateAsync(Change(license.Number, "reinstate-1", V1.StateReason.Resolved)));

        Assert.Equal((StatusCode.FailedPrecondition, "ILLEGAL_TRANSITION"), (refused.Code, refused.Reason));
    }

    [Fact]
    public async Task A_change_of_an_outdated_version_is_aborted()
    {
        await using var server = await RunningServer.StartAsync();
        var license = await server.IssueFatherPermitAsync();
        await server.Revocation().SuspendAsync(Change(license.Number, "suspend-1", V1.StateReason.Investigation));
        var outdated = Change(license.Number, "revoke-01", V1.StateReason.Fraud);
        outdated.ExpectedVersion = 1;

        var refused = await Refused.ByAsync(async () => await server.Revocation().RevokeAsync(outdated));

        Assert.Equal((StatusCode.Aborted, "VERSION_CONFLICT"), (refused.Code, refused.Reason));
    }

    [Fact]
    public async Task Another_department_cannot_change_a_license()
    {
        await using var server = await RunningServer.StartAsync();
        var license = await server.IssueFatherPermitAsync();

        var refused = await Refused.ByAsync(async () => await server.Revocation("issuer-tax")
            .RevokeAsync(Change(license.Number, "revoke-01", V1.StateReason.Fraud)));

        Assert.Equal((StatusCode.PermissionDenied, "NOT_ENTITLED"), (refused.Code, refused.Reason));
    }

    [Fact]
    public async Task A_batch_has_one_row_for_each_known_number_in_the_order_of_the_request()
    {
        await using var server = await RunningServer.StartAsync();
        var first = await server.IssueFatherPermitAsync();
        var second = (await server.Issuing().IssueAsync(SampleStory.Issue(SampleStory.FatherPermit, "test-issue-2"))).License;
        var request = new BatchGetStatusRequest { Numbers = { second.Number, UnknownNumber(), first.Number } };

        var reply = await server.Revocation("auditor").BatchGetStatusAsync(request);

        Assert.Equal([second.Number, first.Number], reply.Statuses.Select(status => status.Number));
    }

    [Fact]
    public async Task A_request_without_reason_id_and_number_names_all_three()
    {
        await using var server = await RunningServer.StartAsync();

        var refused = await Refused.ByAsync(async () => await server.Revocation().RevokeAsync(new ChangeStateRequest()));

        Assert.Equal(["request_id", "number", "reason"], refused.Fields);
    }

    [Fact]
    public async Task A_staleness_of_more_than_an_hour_is_refused_and_an_unknown_license_is_not_found()
    {
        await using var server = await RunningServer.StartAsync();
        var client = server.Revocation("administrator");

        var refused = await Refused.ByAsync(async () => await client.GetStatusAsync(
            new GetStatusRequest { Number = UnknownNumber(), MaxStaleness = Duration.FromTimeSpan(TimeSpan.FromHours(2)) }));
        var unknown = await Refused.ByAsync(async () => await client.GetStatusAsync(
            new GetStatusRequest { Number = UnknownNumber() }));

        Assert.Equal(["max_staleness"], refused.Fields);
        Assert.Equal((StatusCode.NotFound, "UNKNOWN_LICENSE"), (unknown.Code, unknown.Reason));
    }

    private static ChangeStateRequest Change(string number, string requestId, V1.StateReason reason) =>
        new() { Number = number, RequestId = requestId, Reason = reason };

    private static string UnknownNumber() =>
        LicenseNumber.TryCreate("11310000MB9900013J101", "11310000MB99010163", "2026000000", 1, out var number)
            ? number.Value
            : throw new InvalidOperationException();
}
