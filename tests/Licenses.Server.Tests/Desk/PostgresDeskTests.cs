using Licenses.Server.Tests.Host;
using Licenses.Server.Tests.Storage;

namespace Licenses.Server.Tests.Desk;

/// <summary>The seal desk on PostgreSQL.</summary>
public sealed class PostgresDeskTests(PostgresStoreTests.Cluster cluster) : DeskStory, IClassFixture<PostgresStoreTests.Cluster>
{
    private protected override async Task<RunningServer> StartAsync()
    {
        var options = await cluster.CreateDatabaseAsync();
        return await RunningServer.StartAsync(new Dictionary<string, string>
        {
            ["Storage:Provider"] = options.Provider, ["Storage:ConnectionString"] = options.ConnectionString,
        });
    }
}
