using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Licenses.Server.Tests.Host;
using Licenses.V1;

namespace Licenses.Server.Tests.Stories;

/// <summary>What a reviewer once broke stays mended.</summary>
public sealed class ReviewTests : IAsyncLifetime
{
    private RunningServer _server = null!;

    public async ValueTask InitializeAsync() => _server = await RunningServer.StartAsync();

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task A_name_that_the_fonts_cannot_show_is_refused_instead_of_sealed_wrong()
    {
        var request = SampleStory.Issue(SampleStory.FatherPermit, "review-font-1");
        request.Holder.Name = "赵𬀩";

        var refused = await Refused.ByAsync(async () => await _server.Issuing().IssueAsync(request));

        Assert.Equal(StatusCode.InvalidArgument, refused.Code);
        Assert.Contains("holder.name", refused.Fields);
    }

    [Fact]
    public async Task A_license_does_not_carry_somebody_elses_number()
    {
        var request = SampleStory.Issue(SampleStory.FatherPermit, "review-number-1");
        request.Fields["citizenNumber"] = SampleStory.Subject("mother").Code;

        var refused = await Refused.ByAsync(async () => await _server.Issuing().IssueAsync(request));

        Assert.Equal(["fields.citizenNumber"], refused.Fields);
    }

    [Fact]
    public async Task A_retry_gives_the_license_even_after_its_validity_has_ended()
    {
        var request = SampleStory.Issue(SampleStory.FatherPermit, "review-retry-1");
        request.ValidUntil = Timestamp.FromDateTimeOffset(TimeProvider.System.GetUtcNow().AddSeconds(1));
        var first = await _server.Issuing().IssueAsync(request);

        await Task.Delay(TimeSpan.FromSeconds(1.2), TestContext.Current.CancellationToken);
        var again = await _server.Issuing().IssueAsync(request);

        Assert.Equal((first.License.Number, true), (again.License.Number, again.RepeatedRequest));
    }

    [Fact]
    public async Task Another_name_than_the_holders_is_never_exempt_and_gets_no_link()
    {
        var license = await _server.IssueFatherPermitAsync();
        var question = SampleStory.Enrolment();
        question.Applicant.Name = "别人";

        var decision = await _server.Center().CheckAsync(question);
        var stranger = SampleStory.Subject("father");
        stranger.Name = "别人";
        var refused = await Refused.ByAsync(async () => await _server.Portal().CreateDownloadLinkAsync(
            new CreateDownloadLinkRequest { Holder = stranger, Number = license.Number }));

        Assert.Equal(("HOLDER_NAME_DIFFERS", MaterialDecision.Undetermined), (decision.Materials[0].ReasonCode, decision.Materials[0].Decision));
        Assert.Equal(StatusCode.NotFound, refused.Code);
    }

    [Fact]
    public async Task The_same_check_again_is_the_same_decision_and_another_under_its_id_is_refused()
    {
        var question = SampleStory.Enrolment();
        question.RequestId = "review-check-1";

        var first = await _server.Center().CheckAsync(question);
        var again = await _server.Center().CheckAsync(question);
        question.Use.Purpose = "别的事由";
        var refused = await Refused.ByAsync(async () => await _server.Center().CheckAsync(question));

        Assert.Equal(first, again);
        Assert.Equal("REQUEST_ID_REUSED", refused.Reason);
    }

    [Fact]
    public async Task Comments_behind_a_sealed_license_are_a_change()
    {
        var license = await _server.IssueFatherPermitAsync();
        var document = await _server.DownloadAsync(license.Number);

        var reply = await _server.VerifyAsync([.. document, .. "%1 0 obj\n%hello\n"u8]);

        Assert.Equal(DocumentVerdict.Failed, reply.Verdict);
    }

    [Fact]
    public async Task A_citizen_number_is_no_request_id_and_no_case_number()
    {
        var number = SampleStory.Subject("father").Code;
        var question = SampleStory.Enrolment($"case-{number}");
        question.RequestId = $"id-{number}";

        var refused = await Refused.ByAsync(async () => await _server.Center().CheckAsync(question));

        Assert.Equal(["request_id", "use.case_number"], refused.Fields);
    }

    [Fact]
    public async Task Among_many_revoked_licenses_the_valid_one_is_found()
    {
        await _server.Issuing().IssueAsync(SampleStory.Issue(SampleStory.FatherPermit, "review-valid-1"));
        for (int i = 0; i < 25; i++)
        {
            var issued = await _server.Issuing().IssueAsync(SampleStory.Issue(SampleStory.FatherPermit, $"review-many-{i}"));
            await _server.Revocation().RevokeAsync(new ChangeStateRequest
            {
                RequestId = $"review-revoke-{i}", Number = issued.License.Number, Reason = V1.StateReason.HolderRequest,
            });
        }

        var decision = await _server.Center().CheckAsync(SampleStory.Enrolment());

        Assert.Equal("E_LICENSE_VERIFIED", decision.Materials[0].ReasonCode);
    }
}
