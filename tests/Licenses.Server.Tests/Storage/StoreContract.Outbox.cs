using Licenses.Revocation;
using Licenses.Server.Storage;
using Microsoft.Extensions.Logging.Abstractions;

namespace Licenses.Server.Tests.Storage;

public abstract partial class StoreContract
{
    [Fact]
    public async Task Changes_wait_in_the_outbox_until_the_other_nodes_could_be_told()
    {
        var first = await AddAsync();
        var second = await AddAsync();
        await Statuses.ChangeAsync(Sample.Change(first, LicenseState.Revoked), Token);
        var nodes = new OtherNodes { Reachable = false };
        using var relay = new OutboxRelay(
            Database, Statuses, nodes, TimeProvider.System, NullLogger<OutboxRelay>.Instance);

        Assert.Equal(0, await relay.RelayAsync(Token));
        Assert.Equal(3, await CountAsync("outbox"));

        nodes.Reachable = true;
        Assert.Equal(3, await relay.RelayAsync(Token));
        Assert.Equal(0, await CountAsync("outbox"));
        Assert.Equal(LicenseState.Revoked, nodes.Told[first].Stored.State);
        Assert.Equal(LicenseState.Active, nodes.Told[second].Stored.State);
    }

    private sealed class OtherNodes : IStatusCache
    {
        public bool Reachable { get; set; }

        public System.Collections.Concurrent.ConcurrentDictionary<LicenseNumber, StatusEntry> Told { get; } = new();

        public ValueTask<StatusEntry?> FindAsync(LicenseNumber number, CancellationToken cancellationToken) => new((StatusEntry?)null);

        public ValueTask StoreAsync(StatusEntry entry, CancellationToken cancellationToken) => ValueTask.CompletedTask;

        public ValueTask ForgetAsync(LicenseNumber number, CancellationToken cancellationToken) => ValueTask.CompletedTask;

        public ValueTask<bool> PublishAsync(StatusEntry entry, CancellationToken cancellationToken)
        {
            if (Reachable)
            {
                Told[entry.Number] = entry;
            }

            return new(Reachable);
        }
    }
}
