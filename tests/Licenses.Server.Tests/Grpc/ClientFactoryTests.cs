using Grpc.Core;
using Grpc.Core.Interceptors;
using Grpc.Testing;
using Microsoft.Extensions.DependencyInjection;
using static Licenses.Server.Tests.Grpc.ScriptedHost;

namespace Licenses.Server.Tests.Grpc;

public sealed class ClientFactoryTests
{
    [Fact]
    public async Task A_registered_client_calls_with_its_interceptors_credentials_and_limits()
    {
        await using var host = await StartAsync();
        string? seen = null;
        host.Service.Unary = (_, context) =>
        {
            seen = $"{context.RequestHeaders.GetValue("authorization")} {context.RequestHeaders.GetValue("step")}";
            return Task.FromResult(new SimpleResponse());
        };
        var services = new ServiceCollection();
        services.AddGrpcClient<TestService.TestServiceClient>(options => options.Address = host.Host.Address)
            .ConfigureChannel(channel => channel.UnsafeUseInsecureChannelCallCredentials = true)
            .ConfigureChannel(channel => channel.MaxSendMessageSize = 100)
            .AddCallCredentials((_, metadata) =>
            {
                metadata.Add("authorization", "Bearer y");
                return Task.CompletedTask;
            })
            .AddInterceptor(() => new StepInterceptor());
        await using var provider = services.BuildServiceProvider();

        var client = provider.GetRequiredService<TestService.TestServiceClient>();
        await client.UnaryCallAsync(new SimpleRequest());

        Assert.Equal("Bearer y 1", seen);
        var large = new SimpleRequest { Payload = new Payload { Body = Google.Protobuf.ByteString.CopyFrom(new byte[101]) } };
        await ThrowsAsync(StatusCode.ResourceExhausted, () => client.UnaryCallAsync(large).ResponseAsync);
    }

    [Fact]
    public void A_client_without_address_says_so()
    {
        var services = new ServiceCollection();
        services.AddGrpcClient<TestService.TestServiceClient>();
        using var provider = services.BuildServiceProvider();

        Assert.Throws<InvalidOperationException>(provider.GetRequiredService<TestService.TestServiceClient>);
    }

    private sealed class StepInterceptor : Interceptor
    {
        public override AsyncUnaryCall<TResponse> AsyncUnaryCall<TRequest, TResponse>(
            TRequest request, ClientInterceptorContext<TRequest, TResponse> context, AsyncUnaryCallContinuation<TRequest, TResponse> continuation)
        {
            var headers = new Metadata { { "step", "1" } };
            return continuation(request, new ClientInterceptorContext<TRequest, TResponse>(
                context.Method, context.Host, context.Options.WithHeaders(headers)));
        }
    }
}
