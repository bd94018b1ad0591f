using System.IO.Compression;
using Grpc.Net.Compression;

namespace Grpc.AspNetCore.Server;

/// <summary>The options of one service, merged with those of all services.</summary>
internal sealed class MethodOptions
{
    private MethodOptions(GrpcServiceOptions shared, GrpcServiceOptions own)
    {
        MaxSend = own.IsMaxSendMessageSizeSet ? own.MaxSendMessageSize : shared.MaxSendMessageSize;
        MaxReceive = own.IsMaxReceiveMessageSizeSet ? own.MaxReceiveMessageSize : shared.MaxReceiveMessageSize;
        DetailedErrors = own.EnableDetailedErrors ?? shared.EnableDetailedErrors ?? false;
        ResponseEncoding = own.ResponseCompressionAlgorithm ?? shared.ResponseCompressionAlgorithm;
        Level = own.ResponseCompressionLevel ?? shared.ResponseCompressionLevel;
        Interceptors = [.. shared.Interceptors, .. own.Interceptors];
        ICompressionProvider[] named = [.. own.CompressionProviders, .. shared.CompressionProviders];
        Codecs = named.Length == 0
            ? CodecSet.Standard
            : new CodecSet([.. named, new GzipCompressionProvider(CompressionLevel.Fastest), new DeflateCompressionProvider(CompressionLevel.Fastest)]);
        if (ResponseEncoding is not null && Codecs.Find(ResponseEncoding) is null && !CodecSet.IsIdentity(ResponseEncoding))
        {
            throw new InvalidOperationException($"The response compression algorithm '{ResponseEncoding}' has no compression provider.");
        }
    }

    internal int? MaxSend { get; }

    internal int? MaxReceive { get; }

    internal bool DetailedErrors { get; }

    internal string? ResponseEncoding { get; }

    internal CompressionLevel? Level { get; }

    internal CodecSet Codecs { get; }

    internal InterceptorRegistration[] Interceptors { get; }

    internal static MethodOptions Merge(GrpcServiceOptions shared, GrpcServiceOptions own) => new(shared, own);
}
