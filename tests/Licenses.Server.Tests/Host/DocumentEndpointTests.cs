using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Licenses.Cli.Remote;
using Licenses.Testing.SharedData;
using Licenses.V1;

namespace Licenses.Server.Tests.Host;

public sealed class DocumentEndpointTests
{
    [Fact]
    public async Task An_issued_license_verifies_and_one_flipped_bit_is_found()
    {
        await using var server = await RunningServer.StartAsync();
        var license = await server.IssueFatherPermitAsync();
        var document = await server.DownloadAsync(license.Number);
        var forged = document.ToArray();
        forged[forged.Length / 3] ^= 1;

        var genuine = await server.VerifyAsync(document, client: "auditor");
        var altered = await server.VerifyAsync(forged);

        Assert.Equal(DocumentVerdict.Passed, genuine.Verdict);
        Assert.Equal(V1.LicenseState.Active, genuine.LicenseStatus.State);
        Assert.Equal(license.Document.Sha256, genuine.Sha256);
        Assert.True(Assert.Single(genuine.Signatures).CoversWholeFile);
        Assert.Equal(DocumentVerdict.Failed, altered.Verdict);
    }

    [Fact]
    public async Task Revocation_data_may_be_as_old_as_the_caller_allows()
    {
        await using var server = await RunningServer.StartAsync(); // its lists are of the first of January, good for twenty years
        var document = await server.DownloadAsync((await server.IssueFatherPermitAsync()).Number);

        var lax = await server.VerifyAsync(document, new VerifyOptions { MaxAge = Duration.FromTimeSpan(TimeSpan.FromDays(3650)) });
        var strict = await server.VerifyAsync(document, new VerifyOptions { MaxAge = Duration.FromTimeSpan(TimeSpan.FromHours(1)) });

        Assert.Equal((DocumentVerdict.Passed, DocumentVerdict.Indeterminate), (lax.Verdict, strict.Verdict));
        foreach (var wrong in (Duration[])[new() { Seconds = -1 }, new() { Seconds = long.MaxValue }, new() { Nanos = -5 }])
        {
            var refused = await Refused.ByAsync(async () => await server.VerifyAsync(document, new VerifyOptions { MaxAge = wrong }));
            Assert.Equal(StatusCode.InvalidArgument, refused.Code);
        }
    }

    [Fact]
    public async Task A_revoked_license_fails_though_its_seal_is_intact()
    {
        await using var server = await RunningServer.StartAsync();
        var license = await server.IssueFatherPermitAsync();
        var document = await server.DownloadAsync(license.Number);
        await server.Revocation().RevokeAsync(new ChangeStateRequest
        {
            RequestId = "revoke-01", Number = license.Number, Reason = V1.StateReason.Fraud,
        });

        var reply = await server.VerifyAsync(document);

        Assert.Equal(DocumentVerdict.Failed, reply.Verdict);
        Assert.True(reply.Signatures[0].Intact);
        Assert.Equal(V1.LicenseState.Revoked, reply.LicenseStatus.State);
    }

    [Theory]
    [InlineData("")]
    [InlineData("this is no PDF")]
    public async Task Bytes_that_are_no_PDF_are_an_answer_and_no_error(string text)
    {
        await using var server = await RunningServer.StartAsync();

        var reply = await server.VerifyAsync(System.Text.Encoding.ASCII.GetBytes(text));

        Assert.Equal(DocumentVerdict.NotAPdf, reply.Verdict);
    }

    [Fact]
    public async Task Two_departments_seal_one_document_and_its_bytes_stay()
    {
        await using var server = await RunningServer.StartAsync();
        var contract = await File.ReadAllBytesAsync(
            RepositoryRoot.PathTo("services", "Licenses.Server", "Samples", "contract.pdf"));

        var first = await SealAsync(server, "education", contract, "seal-one-1");
        var second = await SealAsync(server, "market", first.Sealed, "seal-two-1");
        var again = await SealAsync(server, "market", first.Sealed, "seal-two-1");
        var report = await server.VerifyAsync(second.Sealed, new VerifyOptions { Policy = VerificationPolicy.Pades });

        Assert.True(first.Sealed.AsSpan().StartsWith(contract));
        Assert.True(second.Sealed.AsSpan().StartsWith(first.Sealed));
        Assert.Equal(2, second.Result.Seals);
        Assert.Equal(second.Sealed, again.Sealed);
        Assert.Equal(DocumentVerdict.Passed, report.Verdict);
    }

    [Fact]
    public async Task What_is_no_PDF_cannot_be_sealed()
    {
        await using var server = await RunningServer.StartAsync();

        var refused = await Refused.ByAsync(() => SealAsync(server, "market", "no PDF at all"u8.ToArray(), "seal-one-1"));

        Assert.Equal((StatusCode.InvalidArgument, "NOT_A_PDF"), (refused.Code, refused.Reason));
    }

    [Fact]
    public async Task A_bad_order_is_refused_before_the_file_travels()
    {
        await using var server = await RunningServer.StartAsync();
        using var call = new SealingService.SealingServiceClient(server.ChannelOf("issuer-market")).Seal();
        await call.RequestStream.WriteAsync(new SealRequest { Options = new SealOptions { RequestId = "?" } });

        var refused = await Refused.ByAsync(() => call.ResponseStream.MoveNext(default));

        Assert.Equal(["request_id"], refused.Fields);
    }

    [Fact]
    public async Task A_stream_that_does_not_begin_with_options_is_refused()
    {
        await using var server = await RunningServer.StartAsync();
        using var call = new VerificationService.VerificationServiceClient(server.ChannelOf("center")).Verify();
        await call.RequestStream.WriteAsync(new VerifyRequest { Chunk = Chunk(10) });

        var refused = await Refused.ByAsync(() => call.ResponseAsync);

        Assert.Equal((StatusCode.InvalidArgument, "BAD_STREAM"), (refused.Code, refused.Reason));
    }

    [Fact]
    public async Task A_file_of_more_than_64_MiB_is_refused()
    {
        await using var server = await RunningServer.StartAsync();
        using var call = new VerificationService.VerificationServiceClient(server.ChannelOf("center")).Verify();
        var chunk = new VerifyRequest { Chunk = Chunk(262_144) };

        var refused = await Refused.ByAsync(async () =>
        {
            await call.RequestStream.WriteAsync(new VerifyRequest { Options = new VerifyOptions() });
            try
            {
                for (int i = 0; i <= 256; i++)
                {
                    await call.RequestStream.WriteAsync(chunk);
                }
            }
            catch (Exception e) when (e is RpcException or InvalidOperationException)
            {
                // The server had ended the call; the answer says why.
            }

            await call.ResponseAsync;
        });

        Assert.Equal((StatusCode.ResourceExhausted, "LIMIT_EXCEEDED"), (refused.Code, refused.Reason));
    }

    [Fact]
    public async Task A_verification_at_a_time_to_come_is_refused()
    {
        await using var server = await RunningServer.StartAsync();
        var options = new VerifyOptions { At = DateTime.UtcNow.AddDays(1).ToTimestamp() };

        var refused = await Refused.ByAsync(() => server.VerifyAsync([1], options));

        Assert.Equal(["options.at"], refused.Fields);
    }

    private static DocumentChunk Chunk(int bytes) => new() { Data = ByteString.CopyFrom(new byte[bytes]) };

    private static Task<(SealResult Result, byte[] Sealed)> SealAsync(
        RunningServer server, string department, byte[] pdf, string requestId) => DocumentTransfer.SealAsync(
        new SealingService.SealingServiceClient(server.ChannelOf($"issuer-{department}")),
        new SealOptions { RequestId = requestId, Placement = new SealPlacement { Page = 1, CenterXMm = 60, CenterYMm = 60 } },
        pdf,
        CancellationToken.None);
}
