namespace Grpc.Core;

/// <summary>TLS; certificates are set on the channel's HTTP handler.</summary>
public sealed class SslCredentials : ChannelCredentials
{
    internal override bool IsSecure => true;
}
