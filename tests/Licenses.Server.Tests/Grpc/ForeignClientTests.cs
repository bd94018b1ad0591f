using Grpc.AspNetCore.Server;
using Licenses.Server.Endpoints.Infrastructure;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace Licenses.Server.Tests.Grpc;

/// <summary>The interoperability cases with clients that others wrote.</summary>
public sealed class ForeignClientTests(ITestOutputHelper output)
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(2);

    [Theory]
    [InlineData("grpcio", false)]
    [InlineData("grpcio", true)]
    [InlineData("grpc-js", false)]
    [InlineData("grpc-js", true)]
    [InlineData("Go", false)]
    [InlineData("Go", true)]
    public async Task A_foreign_client_and_our_server_pass(string name, bool tls)
    {
        var peer = await ForeignPeer.FindAsync(name);
        await using var host = await StartAsync(tls);
        var sheet = new InteropSheet(output, name, "ours", tls);

        var (exitCode, lines) = await ForeignProcess.RunAsync(
            peer.Program, [.. peer.Client(host.Address), .. GrpcHost.CertificateFiles(tls)], Limit);
        sheet.Copy(lines);

        Assert.True(exitCode == 0, lines);
        await ScriptedHost.EventuallyAsync(() => host.Services.GetRequiredService<CallRuntime>().ActiveCalls == 0);
        Assert.True(!host.Log.Errors.Any(), string.Join('\n', host.Log.Errors));
    }

    private static Task<GrpcHost> StartAsync(bool tls) => GrpcHost.StartAsync(
        tls,
        services: services => services.AddGrpcInfrastructure(),
        map: app =>
        {
            app.MapGrpcService<InteropService>();
            app.MapGrpcInfrastructure();
        });
}
