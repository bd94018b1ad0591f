using Google.Protobuf.Reflection;
using Grpc.Core;
using Licenses.V1;

namespace Licenses.Server.Tests.Host;

/// <summary>Calls any method of the API with an empty request, whatever its shape.</summary>
internal static class AnyCall
{
    private static readonly Marshaller<byte[]> Bytes = Marshallers.Create(bytes => bytes, bytes => bytes);

    public static IReadOnlyList<MethodDescriptor> AllMethods { get; } =
    [
        .. new[]
        {
            CatalogReflection.Descriptor, IssuingReflection.Descriptor, SealingReflection.Descriptor,
            VerificationReflection.Descriptor, RevocationReflection.Descriptor, ExemptionReflection.Descriptor,
            PresentationReflection.Descriptor,
        }.SelectMany(file => file.Services).SelectMany(service => service.Methods),
    ];

    public static string PathOf(MethodDescriptor method) => $"/{method.Service.FullName}/{method.Name}";

    public static async Task CallAsync(CallInvoker invoker, MethodDescriptor descriptor)
    {
        var shape = (descriptor.IsClientStreaming, descriptor.IsServerStreaming) switch
        {
            (false, false) => MethodType.Unary,
            (true, false) => MethodType.ClientStreaming,
            (false, true) => MethodType.ServerStreaming,
            _ => MethodType.DuplexStreaming,
        };
        var method = new Method<byte[], byte[]>(shape, descriptor.Service.FullName, descriptor.Name, Bytes, Bytes);
        var options = new CallOptions(deadline: DateTime.UtcNow.AddSeconds(20));
        switch (shape)
        {
            case MethodType.Unary:
                await invoker.AsyncUnaryCall(method, null, options, []);
                break;
            case MethodType.ServerStreaming:
                await invoker.AsyncServerStreamingCall(method, null, options, []).ResponseStream.MoveNext(default);
                break;
            case MethodType.ClientStreaming:
                var upload = invoker.AsyncClientStreamingCall(method, null, options);
                await upload.RequestStream.CompleteAsync();
                await upload.ResponseAsync;
                break;
            default:
                var duplex = invoker.AsyncDuplexStreamingCall(method, null, options);
                await duplex.RequestStream.CompleteAsync();
                await duplex.ResponseStream.MoveNext(default);
                break;
        }
    }
}
