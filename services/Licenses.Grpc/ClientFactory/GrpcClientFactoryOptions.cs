using Grpc.Core;
using Grpc.Core.Interceptors;
using Grpc.Net.Client;

namespace Grpc.Net.ClientFactory;

/// <summary>How the clients of one name are made.</summary>
public class GrpcClientFactoryOptions
{
    public Uri? Address { get; set; }

    public IList<Action<GrpcChannelOptions>> ChannelOptionsActions { get; } = [];

    internal List<Func<IServiceProvider, Interceptor>> Interceptors { get; } = [];

    internal List<CallCredentials> Credentials { get; } = [];
}
