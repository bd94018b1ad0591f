using Grpc.Limits;
using Licenses.Server.Endpoints.Access;
using Licenses.Server.Endpoints.Hosting;
using Licenses.Server.Endpoints.Infrastructure;
using Licenses.Server.Endpoints.Refusals;
using Licenses.Server.Endpoints.Web;
using Licenses.Server.Endpoints.Wire;
using Licenses.Server.Telemetry;
using Microsoft.Extensions.Options;

namespace Licenses.Server.Endpoints;

/// <summary>Adds and maps what callers reach.</summary>
internal static class EndpointRegistration
{
    private const int LargestMessage = 1024 * 1024;

    public static WebApplicationBuilder AddEndpoints(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddValidatedOptions<ServerOptions, ServerOptions.Validator>(builder.Configuration, ServerOptions.Section);
        services.AddValidatedOptions<TlsOptions, TlsOptions.Validator>(builder.Configuration, TlsOptions.Section);
        services.AddValidatedOptions<ClientTrustOptions, ClientTrustOptions.Validator>(
            builder.Configuration, ClientTrustOptions.Section);
        services.AddValidatedOptions<VerificationOptions, VerificationOptions.Validator>(
            builder.Configuration, VerificationOptions.Section);
        services.ConfigureOptions<KestrelSetup>();
        services.AddOptions<HostOptions>().Configure<IOptions<ServerOptions>>(
            (host, server) => host.ShutdownTimeout = server.Value.StopGrace);

        services.AddSingleton<PublicAddress>();
        services.AddHostedService<PortFile>();
        services.AddHostedService<HealthMonitor>();

        services.AddSingleton(new UploadBudget());
        services.AddSingleton<WebEndpoints>();
        services.AddSingleton<WebWriter>();
        services.AddSingleton<WebDecisions>();
        services.AddGrpcInfrastructure();
        services.AddSingleton<ClientCertificates>();
        services.AddSingleton<AccessInterceptor>();
        services.AddSingleton<FailureInterceptor>();
        services.AddSingleton<IFailureDetails, RuntimeFailures>();
        services.AddGrpc(options =>
        {
            options.MaxReceiveMessageSize = LargestMessage;
            options.MaxSendMessageSize = LargestMessage;
            options.Interceptors.Add<AccessInterceptor>(); // a call that it keeps out decides nothing, and is recorded there
            options.Interceptors.Add<DecisionInterceptor>(); // sees what the next one made of an exception
            options.Interceptors.Add<FailureInterceptor>();
        });
        return builder;
    }

    public static WebApplication MapEndpoints(this WebApplication app)
    {
        app.UseMiddleware<ListenerGate>();
        app.MapGrpcService<CatalogEndpoint>();
        app.MapGrpcService<IssuingEndpoint>();
        app.MapGrpcService<SealingEndpoint>();
        app.MapGrpcService<VerificationEndpoint>();
        app.MapGrpcService<RevocationEndpoint>();
        app.MapGrpcService<ExemptionEndpoint>();
        app.MapGrpcService<PresentationEndpoint>();
        app.MapGrpcInfrastructure();
        WebEndpoints.Map(app);
        AccessTableCheck.RequireRowForEachMethod(app);
        return app;
    }

    public static void AddValidatedOptions<TOptions, TValidator>(
        this IServiceCollection services, IConfiguration configuration, string section)
        where TOptions : class
        where TValidator : class, IValidateOptions<TOptions>
    {
        services.AddOptions<TOptions>().Bind(configuration.GetSection(section)).ValidateOnStart();
        services.AddSingleton<IValidateOptions<TOptions>, TValidator>();
    }
}
