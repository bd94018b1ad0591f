using Licenses.Server.Caching;
using Licenses.Server.Endpoints;
using Licenses.Server.Endpoints.Hosting;
using Licenses.Server.Fetching;
using Licenses.Server.Keys;
using Licenses.Server.Storage;
using Licenses.Server.Telemetry;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Licenses.Server;

/// <summary>The host: reads the settings, wires the features, serves until it is told to stop.</summary>
internal static class Program
{
    private const int BadSettings = 78; // EX_CONFIG of sysexits.h

    private static async Task<int> Main(string[] args)
    {
        try
        {
            await using var app = Build(args);
            await app.RunAsync();
            return 0;
        }
        catch (Exception e) when (FailuresOf(e) is { IsEmpty: false } failures)
        {
            await Console.Error.WriteLineAsync(string.Join(Environment.NewLine, failures));
            return BadSettings;
        }
    }

    /// <param name="args">Settings as --Section:Name=value; they win over environment variables and files. No secrets.</param>
    /// <param name="replace">Lets a test put another clock or store in place of the real one.</param>
    internal static WebApplication Build(string[] args, Action<IServiceCollection>? replace = null)
    {
        CommandLineSecrets.Refuse(args);
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions
        {
            Args = args,
            ContentRootPath = AppContext.BaseDirectory, // settings stand beside the program; other paths are as the caller wrote them
        });
        builder.Services.TryAddSingleton(TimeProvider.System);
        builder.AddSampleSettings();
        builder.AddTelemetry();
        builder.Services.AddStorage(builder.Configuration);
        builder.Services.AddStatusCache(builder.Configuration);
        builder.Services.AddFetching(builder.Configuration);
        builder.Services.AddSealKeys(builder.Configuration);
        builder.Services.AddUseCases(builder.Configuration);
        builder.AddEndpoints();
        replace?.Invoke(builder.Services);
        return builder.Build().MapEndpoints();
    }

    /// <summary>What is wrong with the settings; empty for any other exception.</summary>
    private static ImmutableArray<string> FailuresOf(Exception exception) => exception switch
    {
        OptionsValidationException e => [.. e.Failures],
        KeyLoadException e => [e.Message],
        SchemaVersionException e => [e.Message],
        AggregateException e when e.InnerExceptions.All(inner => !FailuresOf(inner).IsEmpty) =>
            [.. e.InnerExceptions.SelectMany(inner => FailuresOf(inner))],
        _ => [],
    };
}
