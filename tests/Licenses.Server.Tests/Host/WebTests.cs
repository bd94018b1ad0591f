using System.Net;
using Licenses.Testing.Clock;
using Licenses.V1;
using Microsoft.Extensions.DependencyInjection;

namespace Licenses.Server.Tests.Host;

public sealed class WebTests
{
    [Fact]
    public async Task A_download_link_serves_the_sealed_file_once()
    {
        await using var server = await RunningServer.StartAsync();
        var license = await server.IssueFatherPermitAsync();
        var link = await LinkAsync(server, license.Number);

        using var browser = server.Browser();
        using var preview = await browser.SendAsync(new HttpRequestMessage(HttpMethod.Head, link.Url));
        using var first = await browser.GetAsync(link.Url);
        using var second = await browser.GetAsync(link.Url);
        var bytes = await first.Content.ReadAsByteArrayAsync();

        Assert.False(preview.IsSuccessStatusCode);
        Assert.Equal(HttpStatusCode.OK, first.StatusCode);
        Assert.Equal("application/pdf", first.Content.Headers.ContentType?.MediaType);
        Assert.Equal("attachment", first.Content.Headers.ContentDisposition?.DispositionType);
        Assert.True(first.Headers.CacheControl?.NoStore);
        Assert.Equal(await server.DownloadAsync(license.Number), bytes);
        Assert.Equal(HttpStatusCode.NotFound, second.StatusCode);
        Assert.DoesNotContain(server.Log.All, line => line.Contains(new Uri(link.Url).Segments[^1]));
    }

    [Fact]
    public async Task A_link_is_used_up_by_one_of_many_who_come_at_once()
    {
        await using var server = await RunningServer.StartAsync();
        var license = await server.IssueFatherPermitAsync();
        var link = await LinkAsync(server, license.Number);
        using var browser = server.Browser();

        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => browser.GetAsync(link.Url)));

        Assert.Single(answers, answer => answer.StatusCode == HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_link_ends_after_ten_minutes()
    {
        var clock = new ManualClock(DateTimeOffset.UtcNow);
        await using var server = await RunningServer.StartAsync(replace: services => services.AddSingleton<TimeProvider>(clock));
        var license = await server.IssueFatherPermitAsync();
        var link = await LinkAsync(server, license.Number);

        clock.Advance(TimeSpan.FromMinutes(10));
        using var browser = server.Browser();
        using var late = await browser.GetAsync(link.Url);

        Assert.Equal(clock.GetUtcNow(), link.ExpiresAt.ToDateTimeOffset(), TimeSpan.FromSeconds(1));
        Assert.Equal(HttpStatusCode.NotFound, late.StatusCode);
    }

    [Fact]
    public async Task To_another_holder_the_license_does_not_exist()
    {
        await using var server = await RunningServer.StartAsync();
        var license = await server.IssueFatherPermitAsync();

        var refused = await Refused.ByAsync(async () => await server.Portal().CreateDownloadLinkAsync(
            new CreateDownloadLinkRequest { Holder = SampleStory.Subject("mother"), Number = license.Number }));

        Assert.Equal("UNKNOWN_LICENSE", refused.Reason);
    }

    [Fact]
    public async Task The_page_of_a_license_tells_its_state_and_nothing_about_its_holder()
    {
        await using var server = await RunningServer.StartAsync();
        var license = await server.IssueFatherPermitAsync();
        using var browser = server.Browser();
        var before = await browser.GetStringAsync($"/v/{license.Number}");

        await server.Revocation().RevokeAsync(new ChangeStateRequest
        {
            RequestId = "revoke-01", Number = license.Number, Reason = V1.StateReason.Fraud,
        });
        using var after = await browser.GetAsync($"/v/{license.Number}");
        var page = await after.Content.ReadAsStringAsync();

        Assert.Contains("证照有效", before);
        Assert.Contains("This license is revoked", page);
        Assert.Contains("证照已吊销或注销", page);
        Assert.DoesNotContain("张", before + page);
        Assert.Contains("default-src 'none'", after.Headers.GetValues("Content-Security-Policy").Single());
        Assert.True(after.Headers.CacheControl?.NoStore);
    }

    [Theory]
    [InlineData("/v/1.2.156.3005.2.nonsense", HttpStatusCode.NotFound)]
    [InlineData("/v/%3Cscript%3Ealert(1)%3C%2Fscript%3E", HttpStatusCode.NotFound)]
    [InlineData("/d/unknown-token", HttpStatusCode.NotFound)]
    [InlineData("/", HttpStatusCode.NotFound)]
    public async Task What_does_not_exist_is_not_found_and_echoes_nothing(string path, HttpStatusCode expected)
    {
        await using var server = await RunningServer.StartAsync();
        using var browser = server.Browser();

        using var answer = await browser.GetAsync(path);

        Assert.Equal(expected, answer.StatusCode);
        Assert.DoesNotContain("alert(1)", await answer.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task The_web_listener_serves_no_gRPC_and_the_gRPC_listener_no_web_page()
    {
        await using var server = await RunningServer.StartAsync();
        var license = await server.IssueFatherPermitAsync();
        using var browser = server.Browser();
        var page = new HttpRequestMessage(HttpMethod.Get, new Uri(server.GrpcAddress, $"/v/{license.Number}"))
        {
            Version = HttpVersion.Version20, VersionPolicy = HttpVersionPolicy.RequestVersionExact,
        };
        var call = new HttpRequestMessage(HttpMethod.Post, "/grpc.health.v1.Health/Check")
        {
            Version = HttpVersion.Version20, Content = new ByteArrayContent([0, 0, 0, 0, 0]),
        };
        call.Content.Headers.ContentType = new("application/grpc");

        using var pageOnGrpc = await browser.SendAsync(page);
        using var callOnWeb = await browser.SendAsync(call);

        Assert.Equal(HttpStatusCode.NotFound, pageOnGrpc.StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, callOnWeb.StatusCode);
    }

    private static async Task<CreateDownloadLinkReply> LinkAsync(RunningServer server, string number) =>
        await server.Portal().CreateDownloadLinkAsync(
            new CreateDownloadLinkRequest { Holder = SampleStory.Subject("father"), Number = number });
}
