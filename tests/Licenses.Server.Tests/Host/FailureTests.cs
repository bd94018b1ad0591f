using Google.Rpc;
using Grpc.Core;
using Grpc.Health.V1;
using Licenses.Crypto.Signatures;
using Licenses.Issuing;
using Licenses.Sealing;
using Microsoft.Extensions.DependencyInjection;

namespace Licenses.Server.Tests.Host;

public sealed class FailureTests
{
    [Fact]
    public async Task A_database_that_cannot_be_asked_is_unavailable_with_a_time_to_try_again()
    {
        await using var server = await RunningServer.StartAsync(
            replace: services => services.AddSingleton<ILicenseStore>(_ => new BrokenStore(new StoreUnavailableException("disk full"))));

        var refused = await Refused.ByAsync(async () =>
            await server.Issuing().IssueAsync(SampleStory.Issue(SampleStory.FatherPermit, "test-issue-1")));

        Assert.Equal((StatusCode.Unavailable, "STORE_UNAVAILABLE"), (refused.Code, refused.Reason));
        Assert.True(Assert.Single(refused.Of<RetryInfo>()).RetryDelay.ToTimeSpan() > TimeSpan.Zero);
        Assert.DoesNotContain("disk full", refused.Details.ToString());
    }

    [Fact]
    public async Task A_key_that_cannot_be_used_is_unavailable()
    {
        await using var server = await RunningServer.StartAsync(
            replace: services => services.AddSingleton<ISealKeyring>(new SilentKeyring()));

        var refused = await Refused.ByAsync(async () =>
            await server.Issuing().IssueAsync(SampleStory.Issue(SampleStory.FatherPermit, "test-issue-1")));

        Assert.Equal((StatusCode.Unavailable, "KEY_UNAVAILABLE"), (refused.Code, refused.Reason));
        Assert.Equal(["zh-CN", "en"], refused.Locales);
    }

    [Fact]
    public async Task The_unforeseen_is_internal_with_a_trace_id_and_no_detail_on_the_wire_or_in_the_log()
    {
        const string Secret = "100000198805210014 fell into an exception";
        await using var server = await RunningServer.StartAsync(
            replace: services => services.AddSingleton<ILicenseStore>(_ => new BrokenStore(new InvalidOperationException(Secret))));

        var thrown = await Assert.ThrowsAsync<RpcException>(async () =>
            await server.Issuing().IssueAsync(SampleStory.Issue(SampleStory.FatherPermit, "test-issue-1")));

        Assert.Equal(StatusCode.Internal, thrown.StatusCode);
        Assert.Equal("INTERNAL_FAULT", (await Refused.ByAsync(() => throw thrown)).Reason);
        Assert.Matches("^internal error; trace [0-9a-f]{32}$", thrown.Status.Detail);
        var trace = thrown.Status.Detail[^32..];
        Assert.Contains(server.Log.All, line => line.Contains(trace) && line.Contains(nameof(InvalidOperationException)));
        Assert.DoesNotContain(server.Log.All, line => line.Contains("100000198805210014"));
    }

    [Theory]
    [InlineData("licenses.v1.IssuingService", "NoSuchMethod", StatusCode.Unimplemented, "UNKNOWN_METHOD")]
    [InlineData("licenses.v1.NoSuchService", "Issue", StatusCode.Unimplemented, "UNKNOWN_METHOD")]
    [InlineData("licenses.v1.IssuingService", "issue", StatusCode.Unimplemented, "UNKNOWN_METHOD")]
    [InlineData("licenses.v1.IssuingService", "Issue", StatusCode.Internal, "MALFORMED_MESSAGE")]
    public async Task A_call_that_no_endpoint_sees_fails_with_a_reason_in_both_languages(
        string service, string name, StatusCode code, string reason)
    {
        await using var server = await RunningServer.StartAsync();
        var bytes = Marshallers.Create(message => message, message => message);
        var method = new Method<byte[], byte[]>(MethodType.Unary, service, name, bytes, bytes);
        byte[] noMessage = [0xFF, 0xFF, 0xFF];

        var refused = await Refused.ByAsync(async () =>
            await server.ChannelOf("issuer-police").CreateCallInvoker().AsyncUnaryCall(method, null, default, noMessage));

        Assert.Equal((code, reason, "licenses"), (refused.Code, refused.Reason, refused.Domain));
        Assert.Equal(["zh-CN", "en"], refused.Locales);
    }

    [Fact]
    public async Task A_message_too_large_fails_with_a_reason()
    {
        await using var server = await RunningServer.StartAsync();
        var request = SampleStory.Issue(SampleStory.FatherPermit, new string('x', 2_000_000));

        var refused = await Refused.ByAsync(async () => await server.Issuing().IssueAsync(request));

        Assert.Equal((StatusCode.ResourceExhausted, "LIMIT_EXCEEDED"), (refused.Code, refused.Reason));
    }

    [Fact]
    public async Task Health_tells_store_and_keys_apart_and_needs_no_certificate()
    {
        await using var server = await RunningServer.StartAsync();
        var health = new Health.HealthClient(server.ChannelOf(null));

        foreach (var part in new[] { "", "store", "keys", "licenses.v1.IssuingService" })
        {
            var reply = await health.CheckAsync(new HealthCheckRequest { Service = part });
            Assert.Equal(HealthCheckResponse.Types.ServingStatus.Serving, reply.Status);
        }
    }

    [Fact]
    public async Task A_stop_lets_a_call_that_is_under_way_finish()
    {
        var keyring = new SlowKeyring();
        await using var server = await RunningServer.StartAsync(
            replace: services => services.AddSingleton<ISealKeyring>(keyring));
        var call = Refused.ByAsync(async () =>
            await server.Issuing().IssueAsync(SampleStory.Issue(SampleStory.FatherPermit, "test-issue-1")));
        await keyring.Entered.Task;

        var stop = server.StopAsync();
        keyring.Gate.SetResult();
        var refused = await call;
        await stop;

        Assert.Equal("KEY_UNAVAILABLE", refused.Reason);
    }

    /// <summary>A store that fails whatever it is asked.</summary>
    private sealed class BrokenStore(Exception failure) : ILicenseStore
    {
        public ValueTask<WriteOutcome<License>?> FindWriteAsync(WriteKey key, CancellationToken cancellationToken) => throw failure;

        public ValueTask<WriteOutcome<License>> AddAsync(NewLicense license, CancellationToken cancellationToken) => throw failure;

        public ValueTask<License?> FindAsync(LicenseNumber number, CancellationToken cancellationToken) => throw failure;

        public ValueTask<ReadOnlyMemory<byte>?> FindDocumentAsync(LicenseNumber number, CancellationToken cancellationToken) =>
            throw failure;

        public ValueTask<LicenseNumber?> FindByDocumentAsync(ReadOnlyMemory<byte> sha256, CancellationToken cancellationToken) =>
            throw failure;

        public ValueTask<System.Collections.Immutable.ImmutableArray<HeldLicense>> ListByHolderAsync(
            Subject holder,
            System.Collections.Immutable.ImmutableArray<string> typeCodes,
            long? before,
            int limit,
            CancellationToken cancellationToken) => throw failure;
    }

    private sealed class SilentKeyring : ISealKeyring
    {
        public ValueTask<ISealKey?> FindAsync(string organisationCode, KeyFamily family, CancellationToken cancellationToken) =>
            throw new SealKeyUnavailableException("the device does not answer");
    }

    private sealed class SlowKeyring : ISealKeyring
    {
        public TaskCompletionSource Entered { get; } = new();

        public TaskCompletionSource Gate { get; } = new();

        public async ValueTask<ISealKey?> FindAsync(string organisationCode, KeyFamily family, CancellationToken cancellationToken)
        {
            Entered.TrySetResult();
            await Gate.Task;
            return null;
        }
    }
}
