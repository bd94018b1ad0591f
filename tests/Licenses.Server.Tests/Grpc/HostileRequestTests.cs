using Grpc.AspNetCore.Server;
using Grpc.Limits;
using Microsoft.Extensions.DependencyInjection;

namespace Licenses.Server.Tests.Grpc;

public sealed class HostileRequestTests(ITestOutputHelper output)
{
    [Fact]
    public async Task Each_malformed_request_gets_the_right_answer_and_leaves_nothing_behind()
    {
        ForeignProcess.Require(ForeignProcess.Has(ForeignProcess.Python, "-c", "import h2"), "python3-h2");
        await using var host = await GrpcHost.StartAsync(services: services => services.Configure<CallLimits>(limits =>
        {
            limits.MaxUnaryDuration = TimeSpan.FromSeconds(1);
            limits.EndGrace = TimeSpan.FromMilliseconds(300);
        }));

        var (exitCode, table) = await ForeignProcess.RunAsync(
            ForeignProcess.Python,
            [ForeignProcess.Script("hostile.py"), "127.0.0.1", host.Address.Port.ToString()],
            TimeSpan.FromMinutes(2));
        output.WriteLine(table);

        Assert.True(exitCode == 0, table);
        await ScriptedHost.EventuallyAsync(() => host.Services.GetRequiredService<CallRuntime>().ActiveCalls == 0);
        // Kestrel tells of broken connections itself; the runtime has nothing to add.
        var errors = host.Log.Errors.Where(line => !line.StartsWith("Microsoft.AspNetCore.Server.Kestrel", StringComparison.Ordinal)).ToList();
        Assert.True(errors.Count == 0, string.Join('\n', errors));
    }
}
