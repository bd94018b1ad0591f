using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Google.Protobuf.WellKnownTypes;
using Google.Rpc;
using Grpc.Core;
using Grpc.Limits;
using Grpc.Framing;
using Grpc.Testing;
using Microsoft.Extensions.DependencyInjection;
using static Licenses.Server.Tests.Grpc.ScriptedHost;
using Empty = Grpc.Testing.Empty;
using Status = Grpc.Core.Status;

namespace Licenses.Server.Tests.Grpc;

public sealed class StatusTests
{
    [Fact]
    public async Task Code_detail_and_trailers_of_an_exception_reach_the_caller()
    {
        await using var host = await StartAsync();
        host.Service.Unary = (_, context) =>
        {
            context.ResponseTrailers.Add("from-context", "1");
            throw new RpcException(new Status(StatusCode.NotFound, "kein Körper: 100 %"), new Metadata { { "from-exception-bin", [1, 2, 3, 4] } });
        };

        var failure = await ThrowsAsync(StatusCode.NotFound, () => host.Client.UnaryCallAsync(new SimpleRequest()).ResponseAsync);

        Assert.Equal("kein Körper: 100 %", failure.Status.Detail);
        Assert.Equal("1", failure.Trailers.GetValue("from-context"));
        Assert.Equal([1, 2, 3, 4], failure.Trailers.GetValueBytes("from-exception-bin"));
    }

    [Fact]
    public async Task A_handler_may_throw_with_the_trailers_of_its_own_context()
    {
        await using var host = await ScriptedHost.StartAsync();
        host.Service.Unary = (_, context) =>
        {
            context.ResponseTrailers.Add("why", "because");
            throw new RpcException(new Status(StatusCode.NotFound, "gone"), context.ResponseTrailers);
        };

        var failure = await ScriptedHost.ThrowsAsync(
            StatusCode.NotFound,
            () => host.Client.UnaryCallAsync(new SimpleRequest(), deadline: DateTime.UtcNow.AddSeconds(30)).ResponseAsync);

        Assert.Equal("because", Assert.Single(failure.Trailers, entry => entry.Key == "why").Value);
        await ScriptedHost.EventuallyAsync(() => host.Runtime.ActiveCalls == 0);
        Assert.Empty(host.Host.Log.Errors);
    }

    [Theory]
    [InlineData(false, StatusCode.NotFound)]
    [InlineData(true, StatusCode.DeadlineExceeded)] // there the server's timer is what asks for the details
    public async Task Failure_details_that_fail_themselves_change_nothing_but_the_log(bool byTimer, StatusCode expected)
    {
        await using var host = await ScriptedHost.StartAsync(services: services => services
            .AddSingleton<IFailureDetails, FailingDetails>()
            .Configure<CallLimits>(limits => limits.MaxUnaryDuration = TimeSpan.FromMilliseconds(byTimer ? 100 : 10_000)));
        var release = new TaskCompletionSource();
        host.Service.Unary = async (_, _) =>
        {
            await (byTimer ? release.Task : Task.CompletedTask);
            throw new RpcException(new Status(StatusCode.NotFound, "gone"));
        };

        await ScriptedHost.ThrowsAsync(expected, () => host.Client.UnaryCallAsync(new SimpleRequest()).ResponseAsync);
        release.SetResult();

        await ScriptedHost.EventuallyAsync(() => host.Runtime.ActiveCalls == 0);
        Assert.Contains("no details today", Assert.Single(host.Host.Log.Errors), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_status_that_the_handler_sets_goes_with_its_message()
    {
        await using var host = await StartAsync();
        host.Service.Output = async (_, responses, context) =>
        {
            await responses.WriteAsync(new StreamingOutputCallResponse());
            context.Status = new Status(StatusCode.Aborted, "half way");
        };
        using var call = host.Client.StreamingOutputCall(new StreamingOutputCallRequest());

        Assert.True(await call.ResponseStream.MoveNext());
        await ThrowsAsync(StatusCode.Aborted, () => call.ResponseStream.MoveNext());
        Assert.Equal("half way", call.GetStatus().Detail);
    }

    [Theory]
    [InlineData(false, "Exception was thrown by handler.")]
    [InlineData(true, "Exception was thrown by handler. InvalidTimeZoneException: outer FormatException: inner")]
    public async Task An_unforeseen_exception_is_told_in_detail_only_on_request(bool detailed, string detail)
    {
        await using var host = await StartAsync(options => options.EnableDetailedErrors = detailed);
        host.Service.Unary = (_, _) => throw new InvalidTimeZoneException("outer", new FormatException("inner"));

        var failure = await ThrowsAsync(StatusCode.Unknown, () => host.Client.UnaryCallAsync(new SimpleRequest()).ResponseAsync);

        Assert.Equal(detail, failure.Status.Detail);
        Assert.Single(host.Host.Log.Errors);
    }

    [Fact]
    public async Task No_message_from_a_handler_is_cancelled()
    {
        await using var host = await StartAsync();
        host.Service.Unary = (_, _) => Task.FromResult<SimpleResponse>(null!);

        await ThrowsAsync(StatusCode.Cancelled, () => host.Client.UnaryCallAsync(new SimpleRequest()).ResponseAsync);
    }

    [Fact]
    public async Task Rich_status_travels_with_its_details()
    {
        await using var host = await StartAsync();
        host.Service.Unary = (_, _) => throw new Google.Rpc.Status
        {
            Code = (int)StatusCode.InvalidArgument,
            Message = "two fields are wrong",
            Details =
            {
                Any.Pack(new ErrorInfo { Reason = "FIELDS_INVALID", Domain = "licenses" }),
                Any.Pack(new BadRequest { FieldViolations = { new BadRequest.Types.FieldViolation { Field = "name", Description = "empty" } } }),
            },
        }.ToRpcException();

        var failure = await ThrowsAsync(StatusCode.InvalidArgument, () => host.Client.UnaryCallAsync(new SimpleRequest()).ResponseAsync);

        var status = failure.GetRpcStatus()!;
        Assert.Equal("FIELDS_INVALID", status.GetDetail<ErrorInfo>()!.Reason);
        Assert.Equal("name", status.GetDetail<BadRequest>()!.FieldViolations[0].Field);
        Assert.Null(status.GetDetail<RetryInfo>());
        Assert.Null(new RpcException(new Status(StatusCode.Internal, "")).GetRpcStatus());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_handler_that_throws_OK_owes_its_caller_the_message(bool streamsRequests)
    {
        await using var host = await StartAsync();
        var ok = new RpcException(new Status(StatusCode.OK, "all is well"));
        host.Service.Unary = async (_, context) =>
        {
            await context.WriteResponseHeadersAsync([]); // the answer has begun, and still has no message
            throw ok;
        };
        host.Service.Input = (_, _) => throw ok;
        using var http = new HttpClient { DefaultRequestVersion = new Version(2, 0), DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact };
        using var content = new ByteArrayContent([0, 0, 0, 0, 0]);
        content.Headers.ContentType = new("application/grpc");

        var name = streamsRequests ? "StreamingInputCall" : "UnaryCall";
        using var answer = await http.PostAsync(new Uri(host.Host.Address, $"/grpc.testing.TestService/{name}"), content);

        Assert.Equal("13", Assert.Single((streamsRequests ? answer.Headers : answer.TrailingHeaders).GetValues("grpc-status")));
        Assert.Contains("without its message", Assert.Single(host.Host.Log.Errors), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_stream_may_end_with_a_thrown_OK()
    {
        await using var host = await StartAsync();
        host.Service.Output = (_, _, _) => throw new RpcException(Status.DefaultSuccess, new Metadata { { "more", "1" } });
        using var call = host.Client.StreamingOutputCall(new StreamingOutputCallRequest());

        Assert.False(await call.ResponseStream.MoveNext());

        Assert.Equal(StatusCode.OK, call.GetStatus().StatusCode);
        Assert.Equal("1", call.GetTrailers().GetValue("more"));
    }

    [Fact]
    public async Task Failure_details_that_fail_leave_an_unknown_call_unimplemented()
    {
        await using var host = await ScriptedHost.StartAsync(services: services => services.AddSingleton<IFailureDetails, FailingDetails>());

        await ThrowsAsync(StatusCode.Unimplemented, () => host.Client.UnimplementedCallAsync(new Empty()).ResponseAsync);
        await ThrowsAsync(
            StatusCode.Unimplemented,
            () => new UnimplementedService.UnimplementedServiceClient(host.Channel).UnimplementedCallAsync(new Empty()).ResponseAsync);

        Assert.Equal(2, host.Host.Log.Errors.Count(error => error.Contains("no details today", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData(5_000, true)]
    [InlineData(6_000, false)] // 8,000 characters in base64
    [InlineData(100_000, false)]
    public async Task Details_too_long_for_most_callers_do_not_cost_them_the_status(int size, bool arrive)
    {
        await using var host = await StartAsync();
        host.Service.Unary = (_, _) => throw new RpcException(
            new Status(StatusCode.NotFound, "gone"), new Metadata { { "grpc-status-details-bin", new byte[size] } });

        var failure = await ThrowsAsync(StatusCode.NotFound, () => host.Client.UnaryCallAsync(new SimpleRequest()).ResponseAsync);

        Assert.Equal("gone", failure.Status.Detail);
        Assert.Equal(arrive, failure.Trailers.Get("grpc-status-details-bin") is not null);
        Assert.Equal(arrive ? 0 : 1, host.Host.Log.Lines.Count(line => line.Text.Contains("status details", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData(20_000, 0)]
    [InlineData(5_500, 2_700)] // each of them would do
    public async Task A_foreign_caller_reads_the_status_whose_details_are_too_long_for_it(int size, int beside)
    {
        ForeignProcess.Require(ForeignProcess.Has(ForeignProcess.Python, "-c", "import grpc"), "python3-grpcio");
        const string Call = """
            import grpc, sys
            try:
                grpc.insecure_channel(sys.argv[1]).unary_unary("/grpc.testing.TestService/UnaryCall")(b"")
            except grpc.RpcError as error:
                print(error.code().name, error.details())
            """;
        await using var host = await StartAsync();
        host.Service.Unary = (_, _) => throw new RpcException(
            new Status(StatusCode.NotFound, "gone"), new Metadata
            {
                { "grpc-status-details-bin", new byte[size] },
                { "beside", new string('x', beside) },
            });

        var (_, read) = await ForeignProcess.RunAsync(
            ForeignProcess.Python, ["-c", Call, host.Host.Address.Authority], TimeSpan.FromSeconds(30));

        Assert.Equal("NOT_FOUND gone\n", read);
    }

    [Theory]
    [InlineData(99)]
    [InlineData(17)]
    [InlineData(-1)]
    public async Task A_code_that_is_none_goes_out_as_unknown(int code)
    {
        await using var host = await StartAsync();
        host.Service.Unary = (_, _) => throw new RpcException(new Status((StatusCode)code, "odd"));
        using var http = new HttpClient { DefaultRequestVersion = new Version(2, 0), DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact };
        using var content = new ByteArrayContent([0, 0, 0, 0, 0]);
        content.Headers.ContentType = new("application/grpc");

        using var answer = await http.PostAsync(new Uri(host.Host.Address, "/grpc.testing.TestService/UnaryCall"), content);

        Assert.Equal("2", Assert.Single(answer.Headers.GetValues("grpc-status")));
        Assert.Equal("odd", Assert.Single(answer.Headers.GetValues("grpc-message")));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    [InlineData(6)]
    public async Task A_long_message_is_cut_so_that_the_end_of_a_call_stays_below_8_KiB(int trailers)
    {
        await using var host = await StartAsync();
        var text = "x" + string.Concat(Enumerable.Repeat("申😀", 20_000));
        host.Service.Unary = (_, context) =>
        {
            for (int index = 0; index < trailers; index++)
            {
                context.ResponseTrailers.Add("x-long", new string('v', 1100));
            }

            throw new RpcException(new Status(StatusCode.NotFound, text));
        };

        var failure = await ThrowsAsync(StatusCode.NotFound, () => host.Client.UnaryCallAsync(new SimpleRequest()).ResponseAsync);

        var told = failure.Status.Detail;
        Assert.StartsWith(told, text, StringComparison.Ordinal);
        Assert.InRange(told.Length, 10, 1000);
        Assert.False(char.IsHighSurrogate(told[^1]));
        int size = failure.Trailers.Sum(entry => entry.Key.Length + entry.Value.Length + 32);
        Assert.InRange(size + 32 + 12 + PercentEncoding.Encode(told).Length, 0, 8192);
    }

    [Theory]
    [InlineData("plain text", "plain text")]
    [InlineData("bäd % \n", "b%C3%A4d %25 %0A")]
    [InlineData("", "")]
    public void A_message_is_percent_encoded(string text, string encoded) => Assert.Equal(encoded, PercentEncoding.Encode(text));

    [Theory]
    [InlineData("%", "%")]
    [InlineData("%4", "%4")]
    [InlineData("%zz", "%zz")]
    [InlineData("%41%", "A%")]
    [InlineData("%e7%94%b3", "申")]
    [InlineData("%FF", "\ufffd")]
    public void Decoding_a_message_never_fails(string encoded, string text) => Assert.Equal(text, PercentEncoding.Decode(encoded));

    [Fact]
    public void Half_a_surrogate_pair_becomes_the_replacement_character() =>
        Assert.Equal("%EF%BF%BDx", PercentEncoding.Encode("\ud800x"));

    [Fact]
    public void Every_text_survives_encoding() => Prop.ForAll<UnicodeString>(text =>
        PercentEncoding.Decode(PercentEncoding.Encode(text.Item)) == Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text.Item))
        && PercentEncoding.Encode(text.Item).All(character => character is >= ' ' and <= '~')).QuickCheckThrowOnFailure();

    private sealed class FailingDetails : IFailureDetails
    {
        public void AddTo(Metadata trailers, Status status) => throw new InvalidOperationException("no details today");
    }
}
