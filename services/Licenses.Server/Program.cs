using Licenses.Server.Endpoints;
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
        catch (OptionsValidationException e)
        {
            foreach (var failure in e.Failures)
            {
                await Console.Error.WriteLineAsync(failure);
            }

            return BadSettings;
        }
    }

    /// <param name="args">Settings as --Section:Name=value; they win over environment variables and files.</param>
    /// <param name="replace">Lets a test put another clock or store in place of the real one.</param>
    internal static WebApplication Build(string[] args, Action<IServiceCollection>? replace = null)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions
        {
            Args = args,
            ContentRootPath = AppContext.BaseDirectory, // settings stand beside the program; other paths are as the caller wrote them
        });
        builder.Services.TryAddSingleton(TimeProvider.System);
        builder.AddTelemetry();
        builder.AddEndpoints();
        replace?.Invoke(builder.Services);
        return builder.Build().MapEndpoints();
    }
}
