using Grpc.Core;
using Grpc.Framing;
using Grpc.Testing;
using static Licenses.Server.Tests.Grpc.ScriptedHost;

namespace Licenses.Server.Tests.Grpc;

public sealed class MetadataTests
{
    [Fact]
    public async Task Headers_and_trailers_travel_both_ways_and_reserved_ones_stay_hidden()
    {
        await using var host = await StartAsync();
        Metadata? seen = null;
        host.Service.Unary = async (_, context) =>
        {
            seen = context.RequestHeaders;
            await context.WriteResponseHeadersAsync(new Metadata { { "Header", "h1" }, { "header", "h2" }, { "bytes-bin", [0, 255] } });
            context.ResponseTrailers.Add("trailer", "t");
            return new SimpleResponse();
        };
        var headers = new Metadata { { "Upper", "u" }, { "bytes-bin", [1, 2] }, { "bytes-bin", [3] }, { "grpc-timeout", "1n" } };

        using var call = host.Client.UnaryCallAsync(new SimpleRequest(), headers);
        await call;

        Assert.Equal("u", seen!.GetValue("upper"));
        Assert.Equal([[1, 2], [3]], seen.GetAll("bytes-bin").Select(entry => entry.ValueBytes));
        Assert.NotNull(seen.Get("user-agent"));
        foreach (var hidden in new[] { "te", "content-type", "grpc-timeout", "grpc-accept-encoding", "host", ":path" })
        {
            Assert.Null(seen.Get(hidden));
        }

        var received = await call.ResponseHeadersAsync;
        Assert.Equal(["h1", "h2"], received.GetAll("header").Select(entry => entry.Value));
        Assert.Equal([0, 255], received.GetValueBytes("bytes-bin"));
        Assert.Null(received.Get("content-type"));
        Assert.Equal("t", call.GetTrailers().GetValue("trailer"));
        Assert.Null(call.GetTrailers().Get("grpc-status"));
    }

    [Fact]
    public async Task Response_headers_can_be_sent_only_once()
    {
        await using var host = await StartAsync();
        Exception? second = null;
        host.Service.Unary = async (_, context) =>
        {
            await context.WriteResponseHeadersAsync([]);
            second = await Record.ExceptionAsync(() => context.WriteResponseHeadersAsync([]));
            return new SimpleResponse();
        };

        await host.Client.UnaryCallAsync(new SimpleRequest());

        Assert.IsType<InvalidOperationException>(second);
    }

    [Fact]
    public async Task Headers_come_before_the_first_message_when_the_server_sends_them_so()
    {
        await using var host = await StartAsync();
        var release = new TaskCompletionSource();
        host.Service.Output = async (_, responses, context) =>
        {
            await context.WriteResponseHeadersAsync(new Metadata { { "early", "1" } });
            await release.Task;
        };
        using var call = host.Client.StreamingOutputCall(new StreamingOutputCallRequest());

        var headers = await call.ResponseHeadersAsync.WaitAsync(TimeSpan.FromSeconds(5));
        release.SetResult();

        Assert.Equal("1", headers.GetValue("early"));
        Assert.False(await call.ResponseStream.MoveNext());
    }

    [Theory]
    [InlineData("AQID", "010203")]
    [InlineData("AQI=", "0102")]
    [InlineData("AQI", "0102")]
    [InlineData("AQI,AQID", "0102 010203")]
    [InlineData(" AQI , AQID ", "0102 010203")]
    [InlineData("***", "")]
    [InlineData("***,AQI", "0102")]
    public void Binary_values_are_read_padded_unpadded_and_joined(string header, string bytes)
    {
        var metadata = new Metadata();

        metadata.AddHeader("Some-BIN", header);

        Assert.Equal(bytes, string.Join(' ', metadata.GetAll("some-bin").Select(entry => Convert.ToHexString(entry.ValueBytes))));
    }

    [Fact]
    public void Binary_values_are_written_without_padding() =>
        Assert.Equal("AQI", WireMetadata.HeaderValue(new Metadata.Entry("some-bin", [1, 2])));

    [Theory]
    [InlineData("")]
    [InlineData("with space")]
    [InlineData("ключ")]
    [InlineData("a:b")]
    public void A_key_has_few_characters(string key) => Assert.Throws<ArgumentException>(() => new Metadata.Entry(key, "v"));

    [Fact]
    public void Bytes_go_with_bin_keys_and_text_with_others()
    {
        Assert.Throws<ArgumentException>(() => new Metadata.Entry("key", [1]));
        Assert.Throws<ArgumentException>(() => new Metadata.Entry("key-bin", "text"));
        Assert.Throws<InvalidOperationException>(() => Metadata.Empty.Add("key", "value"));
    }

    [Fact]
    public async Task A_value_that_no_header_can_carry_fails_on_the_client_and_is_left_out_by_the_server()
    {
        await using var host = await StartAsync();
        host.Service.Unary = (_, context) =>
        {
            context.ResponseTrailers.Add("bad", "line\r\nbreak: 1");
            context.ResponseTrailers.Add("chinese", "申请");
            context.ResponseTrailers.Add("good", "1");
            return Task.FromResult(new SimpleResponse());
        };

        var refused = await ThrowsAsync(
            StatusCode.Internal,
            () => host.Client.UnaryCallAsync(new SimpleRequest(), new Metadata { { "bad", "a\r\nb" } }).ResponseAsync);
        using var call = host.Client.UnaryCallAsync(new SimpleRequest());
        await call;

        Assert.Contains("bad", refused.Status.Detail, StringComparison.Ordinal);
        Assert.Equal("1", call.GetTrailers().GetValue("good"));
        Assert.Null(call.GetTrailers().Get("bad"));
        Assert.Null(call.GetTrailers().Get("chinese"));
    }

    [Fact]
    public async Task A_service_cannot_speak_in_the_protocols_name()
    {
        await using var host = await StartAsync();
        host.Service.Unary = async (_, context) =>
        {
            await context.WriteResponseHeadersAsync(Reserved());
            foreach (var entry in Reserved())
            {
                context.ResponseTrailers.Add(entry);
            }

            context.ResponseTrailers.Add("grpc-status-details-bin", [8, 5]);
            return new SimpleResponse { Username = "whole" };
        };

        using var call = host.Client.UnaryCallAsync(new SimpleRequest());
        var response = await call;

        Assert.Equal("whole", response.Username);
        var seen = (await call.ResponseHeadersAsync).Concat(call.GetTrailers()).Select(entry => entry.Key).ToList();
        Assert.Empty(seen.Intersect(Reserved().Skip(1).Select(entry => entry.Key)));
        Assert.DoesNotContain("grpc-status-details-bin", seen);
        Assert.Equal(2, seen.Count(key => key == "x-own"));
    }

    [Fact]
    public async Task Status_details_go_once()
    {
        await using var host = await StartAsync();
        host.Service.Unary = (_, context) =>
        {
            context.ResponseTrailers.Add("grpc-status-details-bin", [8, 5]);
            throw new RpcException(new Status(StatusCode.NotFound, ""), new Metadata { { "grpc-status-details-bin", [8, 7] } });
        };

        var failure = await ThrowsAsync(StatusCode.NotFound, () => host.Client.UnaryCallAsync(new SimpleRequest()).ResponseAsync);

        Assert.Equal([8, 5], Assert.Single(failure.Trailers.GetAll("grpc-status-details-bin")).ValueBytes);
    }

    [Fact]
    public async Task A_caller_cannot_speak_in_the_protocols_name()
    {
        await using var host = await StartAsync();
        Metadata? seen = null;
        string? authority = null;
        host.Service.Unary = (_, context) =>
        {
            seen = context.RequestHeaders;
            authority = context.Host;
            return Task.FromResult(new SimpleResponse());
        };

        await host.Client.UnaryCallAsync(new SimpleRequest(), Reserved());

        Assert.Equal(["user-agent"], seen!.Select(entry => entry.Key).Intersect(Reserved().Skip(1).Select(entry => entry.Key)));
        Assert.DoesNotContain("forged", seen!.GetValue("user-agent")!, StringComparison.Ordinal);
        Assert.Equal(host.Host.Address.Authority, authority);
        Assert.NotNull(seen!.Get("x-own"));
    }

    private static Metadata Reserved()
    {
        var metadata = new Metadata { { "x-own", "1" } };
        foreach (var name in new[]
        {
            "grpc-status", "grpc-message", "grpc-timeout", "grpc-encoding", "content-length", "content-type", "host", "connection",
            "keep-alive", "proxy-connection", "transfer-encoding", "upgrade", "te", "user-agent",
        })
        {
            metadata.Add(name, name == "content-length" ? "5" : "forged");
        }

        return metadata;
    }

    [Fact]
    public async Task Peer_host_and_method_are_told()
    {
        await using var host = await StartAsync();
        string? told = null;
        host.Service.Unary = (_, context) =>
        {
            told = $"{context.Method} {context.Host} {context.Peer.Split(':')[0]} {context.AuthContext.IsPeerAuthenticated}";
            return Task.FromResult(new SimpleResponse());
        };

        await host.Client.UnaryCallAsync(new SimpleRequest());

        Assert.Equal($"/grpc.testing.TestService/UnaryCall {host.Host.Address.Authority} ipv4 False", told);
    }
}
