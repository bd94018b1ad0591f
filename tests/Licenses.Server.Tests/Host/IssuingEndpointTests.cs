using System.Security.Cryptography;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Licenses.V1;

namespace Licenses.Server.Tests.Host;

public sealed class IssuingEndpointTests
{
    [Fact]
    public async Task An_issued_license_comes_back_whole_by_its_number()
    {
        await using var server = await RunningServer.StartAsync();

        var license = await server.IssueFatherPermitAsync();
        var read = await server.Issuing().GetLicenseAsync(new GetLicenseRequest { Number = license.Number });
        var document = await server.DownloadAsync(license.Number);

        Assert.Equal(V1.LicenseState.Active, license.Status.State);
        Assert.Equal(1, license.Status.Version);
        Assert.Equal(license.Document, read.Document);
        Assert.Equal(license.Document.Size, document.Length);
        Assert.Equal(license.Document.Sha256.ToByteArray(), SHA256.HashData(document));
        Assert.Equal("张**", read.HolderNameMasked);
    }

    [Fact]
    public async Task A_document_travels_as_its_info_and_chunks_of_at_most_256_KiB()
    {
        await using var server = await RunningServer.StartAsync();
        var license = await server.IssueFatherPermitAsync();

        using var call = server.Issuing().GetDocument(new GetDocumentRequest { Number = license.Number });
        var parts = new List<GetDocumentReply>();
        while (await call.ResponseStream.MoveNext(default))
        {
            parts.Add(call.ResponseStream.Current);
        }

        Assert.Equal(license.Document.Size, parts[0].Info.Size);
        Assert.All(parts.Skip(1), part => Assert.InRange(part.Chunk.Data.Length, 1, 262_144));
    }

    [Fact]
    public async Task The_same_request_again_gives_the_same_license_and_another_payload_is_refused()
    {
        await using var server = await RunningServer.StartAsync();
        var request = SampleStory.Issue(SampleStory.FatherPermit, "test-issue-1");
        var first = await server.Issuing().IssueAsync(request);

        var again = await server.Issuing().IssueAsync(request);
        request.Fields["policeStation"] = "样例区另一派出所";
        var refused = await Refused.ByAsync(async () => await server.Issuing().IssueAsync(request));

        Assert.True(again.RepeatedRequest);
        Assert.Equal(first.License.Number, again.License.Number);
        Assert.Equal((StatusCode.FailedPrecondition, "REQUEST_ID_REUSED"), (refused.Code, refused.Reason));
    }

    [Fact]
    public async Task All_bad_fields_are_named_at_once_and_no_value_is_repeated()
    {
        await using var server = await RunningServer.StartAsync();
        var request = SampleStory.Issue(SampleStory.FatherPermit, "short");
        request.Holder.Code = "100000198805210015"; // wrong check character
        request.Fields.Remove("name");
        request.Fields["birthDate"] = "1988-13-41";

        var refused = await Refused.ByAsync(async () => await server.Issuing().IssueAsync(request));

        Assert.Equal((StatusCode.InvalidArgument, "INVALID_FIELDS"), (refused.Code, refused.Reason));
        Assert.Superset(
            new HashSet<string> { "request_id", "holder.code", "fields.name", "fields.birthDate" }, refused.Fields.ToHashSet());
        Assert.DoesNotContain("100000198805210015", refused.Details.ToString());
        Assert.DoesNotContain("1988-13-41", refused.Details.ToString());
    }

    [Fact]
    public async Task A_department_cannot_issue_the_type_of_another()
    {
        await using var server = await RunningServer.StartAsync();

        var refused = await Refused.ByAsync(async () => await server.Issuing("education")
            .IssueAsync(SampleStory.Issue(SampleStory.FatherPermit, "test-issue-1")));

        Assert.Equal((StatusCode.PermissionDenied, "NOT_ENTITLED"), (refused.Code, refused.Reason));
    }

    [Fact]
    public async Task To_another_department_a_license_does_not_exist()
    {
        await using var server = await RunningServer.StartAsync();
        var license = await server.IssueFatherPermitAsync();

        var refused = await Refused.ByAsync(async () => await server.Issuing("tax")
            .GetLicenseAsync(new GetLicenseRequest { Number = license.Number }));

        Assert.Equal((StatusCode.NotFound, "UNKNOWN_LICENSE"), (refused.Code, refused.Reason));
    }

    [Fact]
    public async Task A_time_out_of_range_is_a_bad_field_and_no_crash()
    {
        await using var server = await RunningServer.StartAsync();
        var request = SampleStory.Issue(SampleStory.FatherPermit, "test-issue-1");
        request.ValidUntil = new Timestamp { Seconds = long.MaxValue, Nanos = -5 };

        var refused = await Refused.ByAsync(async () => await server.Issuing().IssueAsync(request));

        Assert.Equal(["valid_until"], refused.Fields);
    }

    [Fact]
    public async Task What_is_not_built_yet_says_so()
    {
        await using var server = await RunningServer.StartAsync();

        var thrown = await Assert.ThrowsAsync<RpcException>(async () =>
            await server.Issuing().ReissueAsync(new ReissueRequest()));

        Assert.Equal(StatusCode.Unimplemented, thrown.StatusCode);
    }
}
