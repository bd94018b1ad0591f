using System.Collections.Concurrent;
using Grpc.Core;
using Licenses.Cli.Demo;
using Licenses.Testing.SharedData;
using Licenses.V1;

namespace Licenses.Server.Tests.Stories;

/// <summary>kill -9 in the middle of issuing: what was acknowledged is there, whole, once.</summary>
public sealed class KilledServerTests : IDisposable
{
    private const int Callers = 4;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("licenses-kill-");
    private readonly StoryScript _script = StoryScript.Load(RepositoryRoot.PathTo("services", "Licenses.Server", "Samples"));

    [Fact]
    public async Task Every_acknowledged_license_is_there_whole_and_once_after_the_server_was_killed()
    {
        var acknowledged = new ConcurrentDictionary<string, string>();
        using (var server = await ChildServer.StartAsync(_folder.FullName))
        {
            var loops = Enumerable.Range(0, Callers).Select(caller => IssueUntilCutOffAsync(server, caller, acknowledged)).ToArray();
            while (acknowledged.Count < 40)
            {
                await Task.Delay(5, TestContext.Current.CancellationToken);
            }

            server.Kill();
            await Task.WhenAll(loops);
        }

        using var again = await ChildServer.StartAsync(_folder.FullName);
        using var callers = new SampleCallers(again.Address, RepositoryRoot.PathTo("certs-sample"));
        var client = new IssuingService.IssuingServiceClient(callers.Issuer("police").Channel);
        Assert.Equal(acknowledged.Count, acknowledged.Values.Distinct().Count());
        foreach (var (requestId, number) in acknowledged)
        {
            var repeated = await client.IssueAsync(RequestFor(requestId));
            Assert.True(repeated.RepeatedRequest);
            Assert.Equal(number, repeated.License.Number);
            var file = Path.Combine(_folder.FullName, "document.pdf");
            await Cli.Remote.DocumentTransfer.DownloadAsync(client, number, file, TestContext.Current.CancellationToken);
        }
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private async Task IssueUntilCutOffAsync(ChildServer server, int caller, ConcurrentDictionary<string, string> acknowledged)
    {
        using var callers = new SampleCallers(server.Address, RepositoryRoot.PathTo("certs-sample"));
        var client = new IssuingService.IssuingServiceClient(callers.Issuer("police").Channel);
        try
        {
            for (int i = 0; ; i++)
            {
                var requestId = $"killed-{caller}-{i}";
                var reply = await client.IssueAsync(RequestFor(requestId));
                acknowledged[requestId] = reply.License.Number;
            }
        }
        catch (RpcException exception) when (exception.StatusCode is StatusCode.Unavailable or StatusCode.Internal or StatusCode.Cancelled)
        {
            // cut off: the last request was not acknowledged
        }
    }

    private IssueRequest RequestFor(string requestId)
    {
        var license = _script.Licenses.First(row => row.Type == "residence-permit");
        var holder = _script.Subject(license.Holder);
        return new IssueRequest
        {
            RequestId = requestId,
            TypeCode = license.Type,
            Holder = new V1.Subject { Kind = V1.SubjectKind.Person, Code = holder.Code, Name = holder.Name.Zh },
            Fields = { license.Fields.ToDictionary() },
        };
    }
}
