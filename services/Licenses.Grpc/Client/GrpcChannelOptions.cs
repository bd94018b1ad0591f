using Grpc.Core;
using Grpc.Net.Client.Configuration;
using Grpc.Net.Compression;
using Microsoft.Extensions.Logging;

namespace Grpc.Net.Client;

/// <summary>How a channel behaves.</summary>
public sealed class GrpcChannelOptions
{
    /// <summary>Insecure or TLS; when set it must agree with the scheme of the address.</summary>
    public ChannelCredentials? Credentials { get; set; }

    /// <summary>Null, the default: no limit.</summary>
    public int? MaxSendMessageSize { get; set; }

    /// <summary>Bounds a message before and after decompression. Null: no limit.</summary>
    public int? MaxReceiveMessageSize { get; set; } = 4 * 1024 * 1024;

    public IList<ICompressionProvider>? CompressionProviders { get; set; }

    public ILoggerFactory? LoggerFactory { get; set; }

    /// <summary>Sends the calls; not together with <see cref="HttpHandler"/>.</summary>
    public HttpClient? HttpClient { get; set; }

    public HttpMessageHandler? HttpHandler { get; set; }

    /// <summary>Whether the channel disposes of the client or handler given here; it always does of its own.</summary>
    public bool DisposeHttpClient { get; set; }

    /// <summary>A cancelled call throws OperationCanceledException in place of RpcException.</summary>
    public bool ThrowOperationCanceledOnCancellation { get; set; }

    /// <summary>Lets call credentials travel without TLS. Only for tests.</summary>
    public bool UnsafeUseInsecureChannelCallCredentials { get; set; }

    /// <summary>Retries, by method.</summary>
    public ServiceConfig? ServiceConfig { get; set; }

    public Version? HttpVersion { get; set; }

    public HttpVersionPolicy? HttpVersionPolicy { get; set; }

    public int? MaxRetryAttempts { get; set; } = 5;

    public long? MaxRetryBufferSize { get; set; } = 16 * 1024 * 1024;

    public long? MaxRetryBufferPerCallSize { get; set; } = 1024 * 1024;
}
