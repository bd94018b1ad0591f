using OpenTelemetry.Logs;
using OpenTelemetry.Resources;

namespace Licenses.Server.Telemetry;

/// <summary>Adds what makes the server seen.</summary>
internal static class TelemetryRegistration
{
    private static readonly string[] EndpointNames =
    [
        "OTEL_EXPORTER_OTLP_ENDPOINT", "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT",
        "OTEL_EXPORTER_OTLP_METRICS_ENDPOINT", "OTEL_EXPORTER_OTLP_LOGS_ENDPOINT",
    ];

    /// <summary>Exports over OTLP, gRPC or HTTP, when an endpoint is named; says nothing to anybody otherwise.</summary>
    public static WebApplicationBuilder AddTelemetry(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<DecisionInterceptor>();

        // The web server's own request lines would hold the secret part of download links.
        builder.Logging.AddFilter("Microsoft.AspNetCore.Hosting.Diagnostics", LogLevel.Warning);
        if (!EndpointNames.Any(name => !string.IsNullOrEmpty(builder.Configuration[name])))
        {
            return builder;
        }

        var resource = ResourceBuilder.CreateDefault().AddService(
            builder.Configuration["OTEL_SERVICE_NAME"] ?? "licenses-server",
            serviceVersion: typeof(TelemetryRegistration).Assembly.GetName().Version?.ToString());
        builder.Services.AddSingleton(resource);
        builder.Services.AddHostedService<OtlpExport>();
        builder.Logging.AddOpenTelemetry(options =>
        {
            options.SetResourceBuilder(resource);
            options.IncludeFormattedMessage = true;
            options.AddOtlpExporter();
        });
        return builder;
    }
}
