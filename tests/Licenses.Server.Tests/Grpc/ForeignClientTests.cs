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
    [InlineData(false)]
    [InlineData(true)]
    public async Task Pythons_grpcio_passes(bool tls)
    {
        Assert.SkipUnless(
            ForeignProcess.Has(ForeignProcess.Python, "-c", "import grpc, grpc_tools"), "python3-grpcio and python3-grpc-tools are not installed");
        await using var host = await StartAsync(tls);

        await JudgeAsync(host, ForeignProcess.Python, [ForeignProcess.Script("interop.py"), .. Target(host), .. Keys(tls)]);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Nodes_grpc_js_passes(bool tls)
    {
        var modules = await InstallModulesAsync();
        Assert.SkipWhen(modules is null, "node or npm is not installed, or @grpc/grpc-js cannot be fetched");
        await using var host = await StartAsync(tls);

        await JudgeAsync(host, "node", [ForeignProcess.Script("interop.js"), .. Target(host), modules!, .. Keys(tls)]);
    }

    private static Task<GrpcHost> StartAsync(bool tls) => GrpcHost.StartAsync(
        tls,
        services: services => services.AddGrpcInfrastructure(),
        map: app =>
        {
            app.MapGrpcService<InteropService>();
            app.MapGrpcInfrastructure();
        });

    private async Task JudgeAsync(GrpcHost host, string program, IEnumerable<string> arguments)
    {
        var (exitCode, table) = await ForeignProcess.RunAsync(program, arguments, Limit);
        output.WriteLine(table);

        Assert.True(exitCode == 0, table);
        await ScriptedHost.EventuallyAsync(() => host.Services.GetRequiredService<CallRuntime>().ActiveCalls == 0);
        Assert.True(!host.Log.Errors.Any(), string.Join('\n', host.Log.Errors));
    }

    private static string[] Target(GrpcHost host) =>
        [host.Address.Host, host.Address.Port.ToString(), ForeignProcess.Protos()];

    private static string[] Keys(bool tls)
    {
        if (!tls)
        {
            return [];
        }

        var certificate = Path.Combine(AppContext.BaseDirectory, "interop-certificate.pem");
        var key = Path.Combine(AppContext.BaseDirectory, "interop-key.pem");
        GrpcHost.ExportCertificate(certificate, key);
        return [certificate, key];
    }

    /// <summary>Installs the locked packages beside the test program, once.</summary>
    private static async Task<string?> InstallModulesAsync()
    {
        var folder = Path.Combine(AppContext.BaseDirectory, "grpc-js");
        var modules = Path.Combine(folder, "node_modules");
        if (Directory.Exists(Path.Combine(modules, "@grpc", "grpc-js")))
        {
            return modules;
        }

        Directory.CreateDirectory(folder);
        foreach (var name in new[] { "package.json", "package-lock.json" })
        {
            File.Copy(ForeignProcess.Script(name), Path.Combine(folder, name), overwrite: true);
        }

        try
        {
            var (exitCode, _) = await ForeignProcess.RunAsync("npm", ["ci", "--ignore-scripts", "--no-audit", "--no-fund"], Limit, folder);
            return exitCode == 0 ? modules : null;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return null;
        }
    }
}
