using Google.Protobuf;
using Grpc.Core;
using Grpc.Testing;

namespace Licenses.Server.Tests.Grpc;

/// <summary>A service that takes its time and, like code that waits for a database, does not always hear its token.</summary>
internal sealed class DeafService : TestService.TestServiceBase
{
    private const int LongestPause = 20; // milliseconds

    public override async Task<SimpleResponse> UnaryCall(SimpleRequest request, ServerCallContext context)
    {
        await PauseAsync(context);
        return new SimpleResponse { Payload = Zeros(request.ResponseSize) };
    }

    public override async Task StreamingOutputCall(
        StreamingOutputCallRequest request, IServerStreamWriter<StreamingOutputCallResponse> responseStream, ServerCallContext context)
    {
        foreach (var wish in request.ResponseParameters)
        {
            await PauseAsync(context);
            await responseStream.WriteAsync(new StreamingOutputCallResponse { Payload = Zeros(wish.Size) });
        }
    }

    public override async Task<StreamingInputCallResponse> StreamingInputCall(
        IAsyncStreamReader<StreamingInputCallRequest> requestStream, ServerCallContext context)
    {
        int sum = 0;
        while (await requestStream.MoveNext())
        {
            await PauseAsync(context);
            sum += requestStream.Current.Payload.Body.Length;
        }

        return new StreamingInputCallResponse { AggregatedPayloadSize = sum };
    }

    public override async Task FullDuplexCall(
        IAsyncStreamReader<StreamingOutputCallRequest> requestStream,
        IServerStreamWriter<StreamingOutputCallResponse> responseStream,
        ServerCallContext context)
    {
        while (await requestStream.MoveNext())
        {
            await StreamingOutputCall(requestStream.Current, responseStream, context);
        }
    }

    private static Task PauseAsync(ServerCallContext context) => Task.Delay(
        Random.Shared.Next(LongestPause), Random.Shared.Next(2) == 0 ? context.CancellationToken : CancellationToken.None);

    private static Payload Zeros(int size) => new() { Body = ByteString.CopyFrom(new byte[size]) };
}
