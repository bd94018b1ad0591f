using Grpc.Core;
using Grpc.Testing;

namespace Licenses.Server.Tests.Grpc;

/// <summary>A service whose methods each test writes itself.</summary>
internal sealed class ScriptedService : TestService.TestServiceBase
{
    internal Func<SimpleRequest, ServerCallContext, Task<SimpleResponse>> Unary { get; set; } =
        (_, _) => Task.FromResult(new SimpleResponse());

    internal Func<StreamingOutputCallRequest, IServerStreamWriter<StreamingOutputCallResponse>, ServerCallContext, Task> Output { get; set; } =
        (_, _, _) => Task.CompletedTask;

    internal Func<IAsyncStreamReader<StreamingInputCallRequest>, ServerCallContext, Task<StreamingInputCallResponse>> Input { get; set; } =
        (_, _) => Task.FromResult(new StreamingInputCallResponse());

    internal Func<IAsyncStreamReader<StreamingOutputCallRequest>, IServerStreamWriter<StreamingOutputCallResponse>, ServerCallContext, Task> Duplex { get; set; } =
        (_, _, _) => Task.CompletedTask;

    public override Task<SimpleResponse> UnaryCall(SimpleRequest request, ServerCallContext context) => Unary(request, context);

    public override Task StreamingOutputCall(
        StreamingOutputCallRequest request, IServerStreamWriter<StreamingOutputCallResponse> responseStream, ServerCallContext context) =>
        Output(request, responseStream, context);

    public override Task<StreamingInputCallResponse> StreamingInputCall(
        IAsyncStreamReader<StreamingInputCallRequest> requestStream, ServerCallContext context) => Input(requestStream, context);

    public override Task FullDuplexCall(
        IAsyncStreamReader<StreamingOutputCallRequest> requestStream,
        IServerStreamWriter<StreamingOutputCallResponse> responseStream,
        ServerCallContext context) => Duplex(requestStream, responseStream, context);
}
