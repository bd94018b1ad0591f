using Google.Protobuf.Reflection;
using Grpc.Core;
using Grpc.Health.V1;
using Grpc.Net.Client;
using Grpc.Reflection.V1;
using Licenses.Server.Endpoints.Infrastructure;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Alpha = Grpc.Reflection.V1Alpha;
using State = Grpc.Health.V1.HealthCheckResponse.Types.ServingStatus;

namespace Licenses.Server.Tests.Grpc;

public sealed class InfrastructureTests
{
    [Fact]
    public async Task Health_tells_the_parts_and_the_whole_apart()
    {
        await using var host = await StartAsync();
        using var channel = host.OpenChannel();
        var registry = host.Services.GetRequiredService<HealthRegistry>();

        registry.Set("store", true);
        registry.Set("keys", false);

        Assert.Equal(State.Serving, await CheckAsync(channel, "store"));
        Assert.Equal(State.NotServing, await CheckAsync(channel, "keys"));
        Assert.Equal(State.NotServing, await CheckAsync(channel, ""));
        Assert.Equal(State.NotServing, await CheckAsync(channel, "grpc.testing.TestService"));
        registry.Set("keys", true);
        Assert.Equal(State.Serving, await CheckAsync(channel, ""));
        var unknown = await Assert.ThrowsAsync<RpcException>(() => CheckAsync(channel, "nobody"));
        Assert.Equal(StatusCode.NotFound, unknown.StatusCode);
    }

    [Fact]
    public async Task A_watcher_sees_the_first_state_then_changes_then_the_end()
    {
        await using var host = await StartAsync();
        using var channel = host.OpenChannel();
        var registry = host.Services.GetRequiredService<HealthRegistry>();
        using var watch = new Health.HealthClient(channel).Watch(new HealthCheckRequest { Service = "store" });

        Assert.Equal(State.ServiceUnknown, await NextAsync(watch));
        registry.Set("store", true);
        Assert.Equal(State.Serving, await NextAsync(watch));
        registry.Set("store", true);
        registry.Set("store", false);
        Assert.Equal(State.NotServing, await NextAsync(watch));
        registry.Set("store", true);
        Assert.Equal(State.Serving, await NextAsync(watch));
        var stopping = host.StopAsync();

        Assert.Equal(State.NotServing, await NextAsync(watch));
        var end = await Assert.ThrowsAsync<RpcException>(() => watch.ResponseStream.MoveNext());
        Assert.Equal(StatusCode.Unavailable, end.StatusCode);
        await stopping.WaitAsync(TimeSpan.FromSeconds(5));
    }

    [Fact]
    public async Task Reflection_lists_services_and_hands_out_files_with_their_dependencies()
    {
        await using var host = await StartAsync();
        using var channel = host.OpenChannel();
        using var call = new ServerReflection.ServerReflectionClient(channel).ServerReflectionInfo();

        var list = await AskAsync(call, new ServerReflectionRequest { ListServices = "" });
        var bySymbol = await AskAsync(call, new ServerReflectionRequest { FileContainingSymbol = "grpc.testing.TestService.UnaryCall" });
        var byName = await AskAsync(call, new ServerReflectionRequest { FileByFilename = "grpc/testing/messages.proto" });
        var missing = await AskAsync(call, new ServerReflectionRequest { FileContainingSymbol = "no.Such" });
        string[] kinds =
        [
            "grpc.testing.TestService", "grpc.testing.Payload", "grpc.testing.Payload.body", "grpc.testing.PayloadType",
            "grpc.testing.COMPRESSABLE", // a value's name is a sibling of its type's
        ];
        foreach (var symbol in kinds)
        {
            Assert.NotNull((await AskAsync(call, new ServerReflectionRequest { FileContainingSymbol = symbol })).FileDescriptorResponse);
        }

        var extensions = await AskAsync(call, new ServerReflectionRequest { AllExtensionNumbersOfType = "grpc.testing.Payload" });
        var empty = await AskAsync(call, new ServerReflectionRequest());

        Assert.Equal(
            ["grpc.health.v1.Health", "grpc.reflection.v1.ServerReflection", "grpc.reflection.v1alpha.ServerReflection", "grpc.testing.TestService"],
            list.ListServicesResponse.Service.Select(service => service.Name));
        Assert.Equal(["grpc/testing/test.proto", "grpc/testing/messages.proto", "grpc/testing/empty.proto"], FileNames(bySymbol));
        Assert.Equal(["grpc/testing/messages.proto"], FileNames(byName));
        Assert.Equal((int)StatusCode.NotFound, missing.ErrorResponse.ErrorCode);
        Assert.Empty(extensions.AllExtensionNumbersResponse.ExtensionNumber);
        Assert.Equal((int)StatusCode.InvalidArgument, empty.ErrorResponse.ErrorCode);
    }

    [Fact]
    public async Task Reflection_v1alpha_gives_the_same_answers()
    {
        await using var host = await StartAsync();
        using var channel = host.OpenChannel();
        using var call = new Alpha.ServerReflection.ServerReflectionClient(channel).ServerReflectionInfo();

        await call.RequestStream.WriteAsync(new Alpha.ServerReflectionRequest { ListServices = "" });
        Assert.True(await call.ResponseStream.MoveNext());

        Assert.Contains(call.ResponseStream.Current.ListServicesResponse.Service, service => service.Name == "grpc.testing.TestService");
    }

    [Fact]
    public async Task Idle_reflection_streams_end_at_once_when_the_server_stops()
    {
        await using var host = await StartAsync();
        using var channel = host.OpenChannel();
        using var call = new ServerReflection.ServerReflectionClient(channel).ServerReflectionInfo();
        using var alpha = new Alpha.ServerReflection.ServerReflectionClient(channel).ServerReflectionInfo();
        await AskAsync(call, new ServerReflectionRequest { ListServices = "" });
        await alpha.RequestStream.WriteAsync(new Alpha.ServerReflectionRequest { ListServices = "" });
        Assert.True(await alpha.ResponseStream.MoveNext());

        var stopping = host.StopAsync();

        var limit = TimeSpan.FromSeconds(5);
        var end = await Assert.ThrowsAsync<RpcException>(() => call.ResponseStream.MoveNext().WaitAsync(limit));
        var alphaEnd = await Assert.ThrowsAsync<RpcException>(() => alpha.ResponseStream.MoveNext().WaitAsync(limit));
        Assert.Equal(StatusCode.Unavailable, end.StatusCode);
        Assert.Equal(StatusCode.Unavailable, alphaEnd.StatusCode);
        Assert.Equal("The server is shutting down.", end.Status.Detail);
        await stopping.WaitAsync(limit);
    }

    private static Task<GrpcHost> StartAsync() => GrpcHost.StartAsync(
        services: services => services.AddGrpcInfrastructure(),
        map: app =>
        {
            app.MapGrpcService<InteropService>();
            app.MapGrpcInfrastructure();
        });

    private static async Task<State> CheckAsync(GrpcChannel channel, string service) =>
        (await new Health.HealthClient(channel).CheckAsync(new HealthCheckRequest { Service = service })).Status;

    private static async Task<State> NextAsync(AsyncServerStreamingCall<HealthCheckResponse> watch)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(5));
        Assert.True(await watch.ResponseStream.MoveNext(limit.Token));
        return watch.ResponseStream.Current.Status;
    }

    private static async Task<ServerReflectionResponse> AskAsync(
        AsyncDuplexStreamingCall<ServerReflectionRequest, ServerReflectionResponse> call, ServerReflectionRequest request)
    {
        await call.RequestStream.WriteAsync(request);
        Assert.True(await call.ResponseStream.MoveNext());
        return call.ResponseStream.Current;
    }

    private static IEnumerable<string> FileNames(ServerReflectionResponse response) =>
        response.FileDescriptorResponse.FileDescriptorProto.Select(bytes => FileDescriptorProto.Parser.ParseFrom(bytes).Name);
}
