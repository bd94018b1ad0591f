using Grpc.Core;
using Grpc.Net.Client.Configuration;
using Grpc.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using static Licenses.Server.Tests.Grpc.ScriptedHost;

namespace Licenses.Server.Tests.Grpc;

public sealed class ClientLogTests
{
    private const string Category = "Grpc.Net.Client.Internal.GrpcCall";

    private static readonly CallCredentials Bearer = CallCredentials.FromInterceptor((_, metadata) =>
    {
        metadata.Add("authorization", "Bearer x");
        return Task.CompletedTask;
    });

    [Theory]
    [InlineData(false, false, 1)]
    [InlineData(false, true, 0)]
    [InlineData(true, false, 0)]
    public async Task Credentials_that_are_not_used_are_warned_of(bool tls, bool unsafeChannel, int warnings)
    {
        using var log = new LogCollector(LogLevel.Warning);
        using var loggers = LoggersTo(log);
        await using var host = await StartAsync(
            channel: options =>
            {
                options.LoggerFactory = loggers;
                options.UnsafeUseInsecureChannelCallCredentials = unsafeChannel;
            },
            tls: tls);

        await host.Client.UnaryCallAsync(new SimpleRequest(), new CallOptions(credentials: Bearer));

        Assert.Equal(warnings, log.Lines.Count);
        Assert.All(log.Lines, line => Assert.Equal(
            (Category, LogLevel.Warning, "The call credentials of /grpc.testing.TestService/UnaryCall were not used, because the call does not use TLS"),
            (line.Category, line.Level, line.Text)));
    }

    [Fact]
    public async Task Calls_and_retries_are_logged_by_how_much_they_matter()
    {
        using var log = new LogCollector(LogLevel.Debug);
        using var loggers = LoggersTo(log);
        await using var host = await StartAsync(channel: options =>
        {
            options.LoggerFactory = loggers;
            options.ServiceConfig = new ServiceConfig { MethodConfigs = { Retrying() } };
        });
        int calls = 0;
        host.Service.Unary = async (request, context) =>
        {
            await (request.FillUsername ? Task.Delay(Timeout.Infinite, context.CancellationToken) : Task.CompletedTask);
            return ++calls == 1 ? throw new RpcException(new Status(StatusCode.Unavailable, "not yet"))
                : calls == 2 ? new SimpleResponse()
                : throw new RpcException(new Status(StatusCode.NotFound, "gone"));
        };

        await host.Client.UnaryCallAsync(new SimpleRequest());
        await ThrowsAsync(StatusCode.NotFound, () => host.Client.UnaryCallAsync(new SimpleRequest()).ResponseAsync);
        using var cancels = new CancellationTokenSource(50);
        await ThrowsAsync(StatusCode.Cancelled, () => host.Client.UnaryCallAsync(
            new SimpleRequest { FillUsername = true }, cancellationToken: cancels.Token).ResponseAsync);

        const string Method = "/grpc.testing.TestService/UnaryCall";
        var starting = (LogLevel.Debug, $"Starting call of {Method} at {host.Host.Address}");
        Assert.Equal(
            [
                starting,
                (LogLevel.Information, $"Attempt 1 of a call of {Method} failed with Unavailable: not yet; another follows"),
                (LogLevel.Debug, $"Call of {Method} ended well"),
                starting,
                (LogLevel.Information, $"Call of {Method} failed with NotFound: gone"),
                starting,
                (LogLevel.Debug, $"Call of {Method} was cancelled by its caller"),
            ],
            log.Lines.Select(line => (line.Level, line.Text.Split(" in 00:")[0])));
    }

    [Fact]
    public async Task A_registered_client_logs_where_its_container_does()
    {
        await using var host = await StartAsync();
        using var log = new LogCollector(LogLevel.Warning);
        var services = new ServiceCollection();
        services.AddLogging(logging => logging.AddProvider(log));
        services.AddGrpcClient<TestService.TestServiceClient>(options => options.Address = host.Host.Address);
        await using var provider = services.BuildServiceProvider();

        await provider.GetRequiredService<TestService.TestServiceClient>().UnaryCallAsync(new SimpleRequest(), new CallOptions(credentials: Bearer));

        Assert.Equal(Category, Assert.Single(log.Lines).Category);
    }

    private static MethodConfig Retrying() => new()
    {
        Names = { MethodName.Default },
        RetryPolicy = new RetryPolicy
        {
            MaxAttempts = 2,
            InitialBackoff = TimeSpan.FromMilliseconds(1),
            MaxBackoff = TimeSpan.FromMilliseconds(1),
            BackoffMultiplier = 1,
            RetryableStatusCodes = { StatusCode.Unavailable },
        },
    };

    private static ILoggerFactory LoggersTo(LogCollector log) =>
        LoggerFactory.Create(logging => logging.AddProvider(log).SetMinimumLevel(log.Minimum));
}
