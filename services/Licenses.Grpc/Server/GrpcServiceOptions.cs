using System.IO.Compression;
using Grpc.Net.Compression;

namespace Grpc.AspNetCore.Server;

/// <summary>How gRPC services behave; per service, what is not set there comes from here.</summary>
public class GrpcServiceOptions
{
    internal const int DefaultMaxReceiveMessageSize = 4 * 1024 * 1024;

    private int? _maxSendMessageSize;
    private int? _maxReceiveMessageSize = DefaultMaxReceiveMessageSize;

    /// <summary>Null, the default: no limit.</summary>
    public int? MaxSendMessageSize
    {
        get => _maxSendMessageSize;
        set
        {
            _maxSendMessageSize = value;
            IsMaxSendMessageSizeSet = true;
        }
    }

    /// <summary>Bounds a message before and after decompression. Null: no limit.</summary>
    public int? MaxReceiveMessageSize
    {
        get => _maxReceiveMessageSize;
        set
        {
            _maxReceiveMessageSize = value;
            IsMaxReceiveMessageSizeSet = true;
        }
    }

    /// <summary>Whether the text of a handler's exception goes to the caller; for development only.</summary>
    public bool? EnableDetailedErrors { get; set; }

    public string? ResponseCompressionAlgorithm { get; set; }

    public CompressionLevel? ResponseCompressionLevel { get; set; }

    public IList<ICompressionProvider> CompressionProviders { get; set; } = [];

    /// <summary>Run in this order, those of all services before those of one service.</summary>
    public InterceptorCollection Interceptors { get; } = [];

    /// <summary>True: calls to services that nobody mapped are left to other endpoints.</summary>
    public bool? IgnoreUnknownServices { get; set; }

    internal bool IsMaxSendMessageSizeSet { get; private set; }

    internal bool IsMaxReceiveMessageSizeSet { get; private set; }
}

/// <summary>How one gRPC service behaves.</summary>
public class GrpcServiceOptions<TService> : GrpcServiceOptions
    where TService : class;
