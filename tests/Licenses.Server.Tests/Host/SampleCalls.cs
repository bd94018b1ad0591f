using Licenses.V1;

namespace Licenses.Server.Tests.Host;

/// <summary>What many tests do first, and the reading of documents from streams.</summary>
internal static class SampleCalls
{
    public static IssuingService.IssuingServiceClient Issuing(this RunningServer server, string department = "police") =>
        new(server.ChannelOf($"issuer-{department}"));

    public static RevocationService.RevocationServiceClient Revocation(this RunningServer server, string client = "issuer-police") =>
        new(server.ChannelOf(client));

    public static PresentationService.PresentationServiceClient Portal(this RunningServer server) =>
        new(server.ChannelOf("holder-portal"));

    public static ExemptionService.ExemptionServiceClient Center(this RunningServer server) => new(server.ChannelOf("center"));

    public static async Task<V1.License> IssueFatherPermitAsync(this RunningServer server) =>
        (await server.Issuing().IssueAsync(SampleStory.Issue(SampleStory.FatherPermit, "test-issue-1"))).License;

    public static async Task<byte[]> DownloadAsync(this RunningServer server, string number, string department = "police")
    {
        using var call = server.Issuing(department).GetDocument(new GetDocumentRequest { Number = number });
        using var bytes = new MemoryStream();
        while (await call.ResponseStream.MoveNext(default))
        {
            call.ResponseStream.Current.Chunk?.Data.WriteTo(bytes);
        }

        return bytes.ToArray();
    }

    public static async Task<VerifyReply> VerifyAsync(
        this RunningServer server, byte[] document, VerifyOptions? options = null, string client = "center")
    {
        using var call = new VerificationService.VerificationServiceClient(server.ChannelOf(client)).Verify();
        await call.RequestStream.WriteAsync(new VerifyRequest { Options = options ?? new VerifyOptions() });
        foreach (var chunk in document.Chunk(200_000))
        {
            await call.RequestStream.WriteAsync(new VerifyRequest
            {
                Chunk = new DocumentChunk { Data = Google.Protobuf.ByteString.CopyFrom(chunk) },
            });
        }

        await call.RequestStream.CompleteAsync();
        return await call.ResponseAsync;
    }
}
