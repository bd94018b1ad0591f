using System.Text;
using Licenses.Server.Tests.Host;
using Licenses.V1;

namespace Licenses.Server.Tests.Telemetry;

public sealed class PersonalDataTests
{
    [Fact]
    public async Task Nothing_that_the_server_logs_or_exports_names_a_person()
    {
        await using var collector = await OtlpReceiver.StartAsync();
        await using var server = await RunningServer.StartAsync(collector.Settings("http/protobuf"));

        var secret = await TellAsync(server);
        await server.DisposeAsync();

        var seen = collector.Everything.Select(Encoding.UTF8.GetString).Concat(server.Log.All).ToList();
        Assert.NotEmpty(collector.Traces);
        Assert.All(
            SampleStory.CitizenNumbers.Concat(SampleStory.Names).Append("样板路").Append(secret),
            word => Assert.Null(seen.FirstOrDefault(text => text.Contains(word, StringComparison.Ordinal))));
    }

    /// <summary>Everything that handles a person, done well and done badly; gives the secret part of a link.</summary>
    private static async Task<string> TellAsync(RunningServer server)
    {
        var license = await server.IssueFatherPermitAsync();
        var bad = SampleStory.Issue(SampleStory.FatherPermit, "test-issue-2");
        bad.Fields["birthDate"] = bad.Holder.Code;
        bad.Fields["no-such-field"] = bad.Holder.Name;
        await Refused.ByAsync(async () => await server.Issuing().IssueAsync(bad));
        await Refused.ByAsync(async () => await server.Issuing("education").IssueAsync(bad));

        await server.Center().CheckAsync(SampleStory.Enrolment());
        var careless = SampleStory.Enrolment(SampleStory.Subject("father").Code); // as a case number
        careless.ItemCode = SampleStory.Subject("child").Code;
        await Refused.ByAsync(async () => await server.Center().CheckAsync(careless));
        await Refused.ByAsync(async () => await server.Center().GetDecisionAsync(
            new GetDecisionRequest { DecisionId = SampleStory.Subject("father").Code }));

        await server.VerifyAsync(await server.DownloadAsync(license.Number));
        await server.VerifyAsync(Encoding.UTF8.GetBytes(SampleStory.Subject("father").Name));
        await server.Portal().ListLicensesAsync(new ListLicensesRequest { Holder = SampleStory.Subject("father") });
        await server.Portal().ListUsesAsync(new ListUsesRequest { Holder = SampleStory.Subject("father") });
        return await DownloadAsync(server, license.Number);
    }

    private static async Task<string> DownloadAsync(RunningServer server, string number)
    {
        var link = await server.Portal().CreateDownloadLinkAsync(
            new CreateDownloadLinkRequest { Holder = SampleStory.Subject("father"), Number = number });
        using var browser = server.Browser();
        using var answer = await browser.GetAsync(link.Url);
        Assert.True(answer.IsSuccessStatusCode);
        using var person = await browser.GetAsync($"/v/{SampleStory.Subject("father").Code}");
        return new Uri(link.Url).Segments[^1];
    }
}
