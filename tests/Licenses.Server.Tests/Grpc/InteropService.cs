using Google.Protobuf;
using Grpc.Core;
using Grpc.Testing;

namespace Licenses.Server.Tests.Grpc;

/// <summary>The server side of the gRPC interoperability tests.</summary>
internal sealed class InteropService : TestService.TestServiceBase
{
    private const string EchoInitial = "x-grpc-test-echo-initial";
    private const string EchoTrailing = "x-grpc-test-echo-trailing-bin";
    private const string EncodingRequest = "grpc-internal-encoding-request";

    public override async Task<Empty> EmptyCall(Empty request, ServerCallContext context)
    {
        await EchoMetadataAsync(context, null);
        return new Empty();
    }

    public override async Task<SimpleResponse> UnaryCall(SimpleRequest request, ServerCallContext context)
    {
        await EchoMetadataAsync(context, request.ResponseCompressed is null ? null : "gzip");
        CheckCompression(request.ExpectCompressed, context);
        ThrowIfAsked(request.ResponseStatus);
        if (request.ResponseCompressed is { Value: false })
        {
            context.WriteOptions = new WriteOptions(WriteFlags.NoCompress);
        }

        return new SimpleResponse { Payload = Zeros(request.ResponseSize) };
    }

    public override async Task StreamingOutputCall(
        StreamingOutputCallRequest request, IServerStreamWriter<StreamingOutputCallResponse> responseStream, ServerCallContext context)
    {
        await EchoMetadataAsync(context, request.ResponseParameters.Any(wish => wish.Compressed?.Value == true) ? "gzip" : null);
        ThrowIfAsked(request.ResponseStatus);
        await RespondAsync(request, responseStream, context);
    }

    public override async Task<StreamingInputCallResponse> StreamingInputCall(
        IAsyncStreamReader<StreamingInputCallRequest> requestStream, ServerCallContext context)
    {
        int sum = 0;
        await foreach (var request in requestStream.ReadAllAsync(context.CancellationToken))
        {
            CheckCompression(request.ExpectCompressed, context);
            sum += request.Payload?.Body.Length ?? 0;
        }

        return new StreamingInputCallResponse { AggregatedPayloadSize = sum };
    }

    public override async Task FullDuplexCall(
        IAsyncStreamReader<StreamingOutputCallRequest> requestStream,
        IServerStreamWriter<StreamingOutputCallResponse> responseStream,
        ServerCallContext context)
    {
        await EchoMetadataAsync(context, null);
        await foreach (var request in requestStream.ReadAllAsync(context.CancellationToken))
        {
            ThrowIfAsked(request.ResponseStatus);
            await RespondAsync(request, responseStream, context);
        }
    }

    public override async Task HalfDuplexCall(
        IAsyncStreamReader<StreamingOutputCallRequest> requestStream,
        IServerStreamWriter<StreamingOutputCallResponse> responseStream,
        ServerCallContext context)
    {
        var requests = new List<StreamingOutputCallRequest>();
        await foreach (var request in requestStream.ReadAllAsync(context.CancellationToken))
        {
            requests.Add(request);
        }

        foreach (var request in requests)
        {
            await RespondAsync(request, responseStream, context);
        }
    }

    private static async Task RespondAsync(
        StreamingOutputCallRequest request, IServerStreamWriter<StreamingOutputCallResponse> responses, ServerCallContext context)
    {
        foreach (var wish in request.ResponseParameters)
        {
            if (wish.IntervalUs > 0)
            {
                await Task.Delay(TimeSpan.FromMicroseconds(wish.IntervalUs), context.CancellationToken);
            }

            responses.WriteOptions = wish.Compressed is { Value: false } ? new WriteOptions(WriteFlags.NoCompress) : null;
            await responses.WriteAsync(new StreamingOutputCallResponse { Payload = Zeros(wish.Size) }, context.CancellationToken);
        }
    }

    private static async Task EchoMetadataAsync(ServerCallContext context, string? encoding)
    {
        var headers = new Metadata();
        if (context.RequestHeaders.GetValue(EchoInitial) is { } initial)
        {
            headers.Add(EchoInitial, initial);
        }

        if (context.RequestHeaders.GetValueBytes(EchoTrailing) is { } trailing)
        {
            context.ResponseTrailers.Add(EchoTrailing, trailing);
        }

        if (encoding is not null)
        {
            headers.Add(EncodingRequest, encoding);
        }

        if (headers.Count > 0)
        {
            await context.WriteResponseHeadersAsync(headers);
        }
    }

    /// <summary>The test protocol wants INVALID_ARGUMENT for a message that came otherwise than promised.</summary>
    private static void CheckCompression(BoolValue? expected, ServerCallContext context)
    {
        if (expected is { Value: true } && context.GetHttpContext().Request.Headers["grpc-encoding"].Count == 0)
        {
            throw new RpcException(new Status(StatusCode.InvalidArgument, "The request was not compressed."));
        }
    }

    private static void ThrowIfAsked(EchoStatus? status)
    {
        if (status is { Code: not 0 })
        {
            throw new RpcException(new Status((StatusCode)status.Code, status.Message));
        }
    }

    private static Payload Zeros(int size) => new() { Body = ByteString.CopyFrom(new byte[size]) };
}
