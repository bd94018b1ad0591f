using Grpc.Core;
using Licenses.V1;

namespace Licenses.Server.Tests.Host;

public sealed class ExemptionEndpointTests
{
    [Fact]
    public async Task A_license_exempts_until_it_is_revoked_and_then_the_reason_is_told()
    {
        await using var server = await RunningServer.StartAsync();
        var license = await server.IssueFatherPermitAsync();
        var before = await server.Center().CheckAsync(SampleStory.Enrolment());
        await server.Revocation().RevokeAsync(new ChangeStateRequest
        {
            RequestId = "revoke-01", Number = license.Number, Reason = V1.StateReason.Fraud,
        });

        var after = await server.Center().CheckAsync(SampleStory.Enrolment());

        var exempt = before.Materials.Single(material => material.MaterialCode == "residence-permit");
        var submit = after.Materials.Single(material => material.MaterialCode == "residence-permit");
        Assert.Equal((MaterialDecision.Exempt, "E_LICENSE_VERIFIED"), (exempt.Decision, exempt.ReasonCode));
        Assert.Equal(ExemptionGround.IssuedByThisCity, exempt.Ground);
        Assert.Equal(DocumentVerdict.Passed, Assert.Single(exempt.Evidence).License.DocumentVerdict);
        Assert.Equal(license.Document.Sha256, exempt.Evidence[0].License.DocumentSha256);
        Assert.Equal((MaterialDecision.Submit, "LICENSE_REVOKED"), (submit.Decision, submit.ReasonCode));
        Assert.NotEmpty(submit.Reason.Zh);
        Assert.NotEmpty(submit.Basis.En);
    }

    [Fact]
    public async Task A_filed_decision_is_read_by_its_center_and_by_auditors_only()
    {
        await using var server = await RunningServer.StartAsync();
        var decision = await server.Center().CheckAsync(SampleStory.Enrolment());
        var request = new GetDecisionRequest { DecisionId = decision.DecisionId };

        var own = await server.Center().GetDecisionAsync(request);
        var audited = await new ExemptionService.ExemptionServiceClient(server.ChannelOf("auditor")).GetDecisionAsync(request);
        var refused = await Refused.ByAsync(async () =>
            await server.Center().GetDecisionAsync(new GetDecisionRequest { DecisionId = "D0000" }));

        Assert.Equal(decision, own);
        Assert.Equal(decision, audited);
        Assert.Equal((StatusCode.NotFound, "UNKNOWN_RECORD"), (refused.Code, refused.Reason));
    }

    [Fact]
    public async Task The_holder_sees_which_center_used_the_license_and_for_what()
    {
        await using var server = await RunningServer.StartAsync();
        var license = await server.IssueFatherPermitAsync();
        await server.Center().CheckAsync(SampleStory.Enrolment());

        var uses = await server.Portal().ListUsesAsync(new ListUsesRequest { Holder = SampleStory.Subject("father") });
        var others = await server.Portal().ListUsesAsync(new ListUsesRequest { Holder = SampleStory.Subject("mother") });

        var use = Assert.Single(uses.Uses);
        Assert.Equal((license.Number, "primary-school-enrolment"), (use.Number, use.ItemCode));
        Assert.Equal("YL-RX-2026-000016", use.Context.CaseNumber);
        Assert.Empty(others.Uses);
    }

    [Fact]
    public async Task A_check_without_case_operator_and_purpose_is_refused_with_each_of_them()
    {
        await using var server = await RunningServer.StartAsync();
        var request = SampleStory.Enrolment();
        request.Use = new UseContext { Operator = "100000198805210014" };
        request.Applicant.Code = "1";

        var refused = await Refused.ByAsync(async () => await server.Center().CheckAsync(request));

        Assert.Equal(["applicant.code", "use.case_number", "use.operator", "use.purpose"], refused.Fields);
    }

    [Fact]
    public async Task An_unknown_service_item_is_not_found()
    {
        await using var server = await RunningServer.StartAsync();
        var request = SampleStory.Enrolment();
        request.ItemCode = "no-such-item";

        var refused = await Refused.ByAsync(async () => await server.Center().CheckAsync(request));

        Assert.Equal((StatusCode.NotFound, "UNKNOWN_SERVICE_ITEM"), (refused.Code, refused.Reason));
    }
}
