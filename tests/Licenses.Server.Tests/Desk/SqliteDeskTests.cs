using Licenses.Server.Tests.Host;

namespace Licenses.Server.Tests.Desk;

/// <summary>The seal desk on SQLite.</summary>
public sealed class SqliteDeskTests : DeskStory
{
    private protected override Task<RunningServer> StartAsync() => RunningServer.StartAsync();
}
