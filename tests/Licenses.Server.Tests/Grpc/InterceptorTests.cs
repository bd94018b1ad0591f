using System.Security.Claims;
using Grpc.Core;
using Grpc.Core.Interceptors;
using Grpc.Testing;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using static Licenses.Server.Tests.Grpc.ScriptedHost;

namespace Licenses.Server.Tests.Grpc;

public sealed class InterceptorTests
{
    [Fact]
    public async Task Server_interceptors_run_in_order_around_each_shape()
    {
        var trace = new List<string>();
        await using var host = await StartAsync(
            options => options.Interceptors.Add<TracingInterceptor>("first"),
            services: services =>
            {
                services.AddSingleton(trace);
                services.AddGrpc().AddServiceOptions<ScriptedService>(options => options.Interceptors.Add<TracingInterceptor>("second"));
            });

        await host.Client.UnaryCallAsync(new SimpleRequest());
        using var output = host.Client.StreamingOutputCall(new StreamingOutputCallRequest());
        await output.ResponseStream.MoveNext();
        using var input = host.Client.StreamingInputCall();
        await input.RequestStream.CompleteAsync();
        await input;
        using var duplex = host.Client.FullDuplexCall();
        await duplex.RequestStream.CompleteAsync();
        await duplex.ResponseStream.MoveNext();

        string[] once = ["first >", "second >", "second <", "first <"];
        Assert.Equal([.. once, .. once, .. once, .. once], trace);
    }

    [Fact]
    public async Task A_server_interceptor_can_turn_exceptions_into_a_status()
    {
        await using var host = await StartAsync(options => options.Interceptors.Add<TranslatingInterceptor>());
        host.Service.Unary = (_, _) => throw new FormatException("secret");

        var failure = await ThrowsAsync(StatusCode.Internal, () => host.Client.UnaryCallAsync(new SimpleRequest()).ResponseAsync);

        Assert.Equal("translated", failure.Status.Detail);
    }

    [Fact]
    public async Task Client_interceptors_run_in_the_order_named()
    {
        await using var host = await StartAsync();
        string? seen = null;
        host.Service.Unary = (_, context) =>
        {
            seen = string.Join(' ', context.RequestHeaders.GetAll("step").Select(entry => entry.Value));
            return Task.FromResult(new SimpleResponse());
        };
        var invoker = host.Channel.Intercept(new SteppingInterceptor("a"), new SteppingInterceptor("b"))
            .Intercept(metadata =>
            {
                metadata.Add("step", "0");
                return metadata;
            });

        await new TestService.TestServiceClient(invoker).UnaryCallAsync(new SimpleRequest());
        var blocking = new TestService.TestServiceClient(invoker).UnaryCall(new SimpleRequest());

        Assert.NotNull(blocking);
        Assert.Equal("0, a, b", seen); // HTTP joins what has one name
    }

    [Theory]
    [InlineData(true, false, "Bearer x")]
    [InlineData(false, false, null)]
    [InlineData(false, true, "Bearer x")]
    public async Task Call_credentials_travel_only_where_they_are_safe(bool tls, bool unsafeChannel, string? expected)
    {
        await using var host = await StartAsync(channel: options => options.UnsafeUseInsecureChannelCallCredentials = unsafeChannel, tls: tls);
        string? seen = null;
        host.Service.Unary = (_, context) =>
        {
            seen = context.RequestHeaders.GetValue("authorization");
            return Task.FromResult(new SimpleResponse());
        };
        AuthInterceptorContext? asked = null;
        var credentials = CallCredentials.FromInterceptor((context, metadata) =>
        {
            asked = context;
            metadata.Add("authorization", "Bearer x");
            return Task.CompletedTask;
        });

        await host.Client.UnaryCallAsync(new SimpleRequest(), new CallOptions(credentials: credentials));

        Assert.Equal(expected, seen);
        Assert.Equal(expected is null ? null : $"{host.Host.Address.Scheme}://{host.Host.Address.Authority}/grpc.testing.TestService", asked?.ServiceUrl);
    }

    [Theory]
    [InlineData(null, StatusCode.Unauthenticated)]
    [InlineData("citizen", StatusCode.PermissionDenied)]
    [InlineData("clerk", StatusCode.OK)]
    public async Task Authorization_attributes_and_conventions_hold(string? role, StatusCode expected)
    {
        await using var host = await GrpcHost.StartAsync(
            services: services =>
            {
                services.AddAuthentication("header").AddScheme<AuthenticationSchemeOptions, HeaderAuthentication>("header", null);
                services.AddAuthorization();
            },
            map: app =>
            {
                app.UseAuthentication();
                app.UseAuthorization();
                app.MapGrpcService<InteropService>().RequireAuthorization(new AuthorizeAttribute { Roles = "clerk" });
            });
        using var channel = host.OpenChannel();
        var headers = role is null ? null : new Metadata { { "role", role } };

        var failure = await Record.ExceptionAsync(
            () => new TestService.TestServiceClient(channel).EmptyCallAsync(new Empty(), headers).ResponseAsync);

        Assert.Equal(expected, (failure as RpcException)?.StatusCode ?? StatusCode.OK);
    }

    [Fact]
    public async Task A_client_certificate_names_the_peer()
    {
        await using var host = await StartAsync(tls: true);
        AuthContext? seen = null;
        host.Service.Unary = (_, context) =>
        {
            seen = context.AuthContext;
            Assert.NotNull(context.GetHttpContext().Connection.ClientCertificate);
            return Task.FromResult(new SimpleResponse());
        };

        await host.Client.UnaryCallAsync(new SimpleRequest());

        Assert.True(seen!.IsPeerAuthenticated);
        Assert.Equal("localhost", seen.FindPropertiesByName("x509_common_name").Single().Value);
        Assert.Equal("localhost", seen.PeerIdentity.Single().Value);
    }

    private sealed class TracingInterceptor(List<string> trace, string name) : Interceptor
    {
        public override Task<TResponse> UnaryServerHandler<TRequest, TResponse>(
            TRequest request, ServerCallContext context, UnaryServerMethod<TRequest, TResponse> continuation) =>
            AroundAsync(() => continuation(request, context));

        public override Task<TResponse> ClientStreamingServerHandler<TRequest, TResponse>(
            IAsyncStreamReader<TRequest> requestStream, ServerCallContext context, ClientStreamingServerMethod<TRequest, TResponse> continuation) =>
            AroundAsync(() => continuation(requestStream, context));

        public override Task ServerStreamingServerHandler<TRequest, TResponse>(
            TRequest request, IServerStreamWriter<TResponse> responseStream, ServerCallContext context, ServerStreamingServerMethod<TRequest, TResponse> continuation) =>
            AroundAsync(async () =>
            {
                await continuation(request, responseStream, context);
                return 0;
            });

        public override Task DuplexStreamingServerHandler<TRequest, TResponse>(
            IAsyncStreamReader<TRequest> requestStream, IServerStreamWriter<TResponse> responseStream, ServerCallContext context, DuplexStreamingServerMethod<TRequest, TResponse> continuation) =>
            AroundAsync(async () =>
            {
                await continuation(requestStream, responseStream, context);
                return 0;
            });

        private async Task<T> AroundAsync<T>(Func<Task<T>> next)
        {
            trace.Add($"{name} >");
            var result = await next();
            trace.Add($"{name} <");
            return result;
        }
    }

    private sealed class TranslatingInterceptor : Interceptor
    {
        public override async Task<TResponse> UnaryServerHandler<TRequest, TResponse>(
            TRequest request, ServerCallContext context, UnaryServerMethod<TRequest, TResponse> continuation)
        {
            try
            {
                return await continuation(request, context);
            }
            catch (FormatException)
            {
                throw new RpcException(new Status(StatusCode.Internal, "translated"));
            }
        }
    }

    private sealed class SteppingInterceptor(string step) : Interceptor
    {
        public override AsyncUnaryCall<TResponse> AsyncUnaryCall<TRequest, TResponse>(
            TRequest request, ClientInterceptorContext<TRequest, TResponse> context, AsyncUnaryCallContinuation<TRequest, TResponse> continuation)
        {
            context.Options.Headers!.Add("step", step);
            return continuation(request, context);
        }

        public override TResponse BlockingUnaryCall<TRequest, TResponse>(
            TRequest request, ClientInterceptorContext<TRequest, TResponse> context, BlockingUnaryCallContinuation<TRequest, TResponse> continuation)
        {
            context.Options.Headers!.Add("step", step);
            return continuation(request, context);
        }
    }

    private sealed class HeaderAuthentication(
        IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, System.Text.Encodings.Web.UrlEncoder encoder)
        : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
    {
        protected override Task<AuthenticateResult> HandleAuthenticateAsync()
        {
            if (Request.Headers["role"].ToString() is not { Length: > 0 } role)
            {
                return Task.FromResult(AuthenticateResult.NoResult());
            }

            var identity = new ClaimsIdentity([new Claim(ClaimTypes.Role, role)], "header");
            return Task.FromResult(AuthenticateResult.Success(new AuthenticationTicket(new ClaimsPrincipal(identity), "header")));
        }
    }
}
