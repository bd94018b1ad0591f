using Google.Protobuf;
using Grpc.Core;
using Grpc.Reflection.V1Alpha;

namespace Licenses.Server.Endpoints.Infrastructure;

/// <summary>Server reflection v1alpha, for tools that ask for it. Its messages are v1's, byte by byte.</summary>
internal sealed class ReflectionAlphaEndpoint(ReflectionEndpoint current, ServerStop stop) : ServerReflection.ServerReflectionBase
{
    public override Task ServerReflectionInfo(
        IAsyncStreamReader<ServerReflectionRequest> requestStream,
        IServerStreamWriter<ServerReflectionResponse> responseStream,
        ServerCallContext context) => stop.EndsAsync(
            async end =>
            {
                await foreach (var request in requestStream.ReadAllAsync(end))
                {
                    await responseStream.WriteAsync(Answer(request), context.CancellationToken);
                }
            },
            context);

    private ServerReflectionResponse Answer(ServerReflectionRequest request)
    {
        var answer = current.Answer(Grpc.Reflection.V1.ServerReflectionRequest.Parser.ParseFrom(request.ToByteString()));
        return ServerReflectionResponse.Parser.ParseFrom(answer.ToByteString());
    }
}
