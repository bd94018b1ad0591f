using System.Collections.Concurrent;
using Grpc.Core;
using Licenses.Cli.Demo;
using Licenses.Crypto.Seals;
using Licenses.Server.Tests.Stories;
using Licenses.Testing.SharedData;
using Licenses.V1;

namespace Licenses.Server.Tests.Desk;

/// <summary>kill -9 while seals are asked for and made: what was acknowledged is there, whole, once.</summary>
public sealed class KilledDeskTests : IDisposable
{
    private const int Callers = 4;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("licenses-kill-desk-");

    [Fact]
    public async Task Every_acknowledged_seal_is_there_whole_and_once_after_the_server_was_killed()
    {
        var made = new ConcurrentDictionary<string, SealRecord>();
        using (var server = await ChildServer.StartAsync(_folder.FullName))
        {
            var loops = Enumerable.Range(0, Callers).Select(caller => MakeUntilCutOffAsync(server, caller, made)).ToArray();
            while (made.Count < 30)
            {
                await Task.Delay(5, TestContext.Current.CancellationToken);
            }

            server.Kill();
            await Task.WhenAll(loops);
        }

        using var again = await ChildServer.StartAsync(_folder.FullName);
        using var callers = new SampleCallers(again.Address, RepositoryRoot.PathTo("certs-sample"));
        var city = new SealingService.SealingServiceClient(callers.Administrator.Channel);
        Assert.Equal(made.Count, made.Values.Select(seal => seal.SealId).Distinct().Count());
        foreach (var (requestId, seal) in made)
        {
            var file = await city.GetSealAsync(new GetSealRequest { SealId = seal.SealId });
            Assert.Equal((V1.SealState.Active, 1, 2), (file.Seal.State, file.Seal.Version, file.Events.Count));
            Assert.Equal(seal.SealId, ElectronicSeal.Decode(file.Encoded.Memory).Info.SealId);
            var repeated = await city.ApproveSealAsync(Approval(requestId, seal.SealId));
            Assert.True(repeated.RepeatedRequest);
        }

        // What was not acknowledged is there whole or not at all: a seal that is in use has its bytes.
        var all = await city.ListSealsAsync(new ListSealsRequest { PageSize = 200 });
        Assert.All(all.Seals, seal => Assert.Equal(seal.State == V1.SealState.Active ? 1 : 0, seal.Version));
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private static SealDecision Approval(string requestId, string sealId) =>
        new() { RequestId = $"approve-{requestId}", SealId = sealId, ExpectedRevision = 1, Reason = "同意" };

    private static async Task MakeUntilCutOffAsync(
        ChildServer server, int caller, ConcurrentDictionary<string, SealRecord> made)
    {
        using var callers = new SampleCallers(server.Address, RepositoryRoot.PathTo("certs-sample"));
        var department = new SealingService.SealingServiceClient(callers.Issuer("police").Channel);
        var city = new SealingService.SealingServiceClient(callers.Administrator.Channel);
        try
        {
            for (int i = 0; ; i++)
            {
                var requestId = $"killed-{caller}-{i}";
                var asked = await department.MakeSealAsync(DeskSample.Make(requestId));
                made[requestId] = await city.ApproveSealAsync(Approval(requestId, asked.SealId));
            }
        }
        catch (RpcException exception) when (exception.StatusCode is StatusCode.Unavailable or StatusCode.Internal or StatusCode.Cancelled)
        {
            // cut off: the last request was not acknowledged
        }
    }
}
