using System.Data.Common;
using Licenses.Server.Storage;
using Licenses.Testing.Processes;
using Npgsql;

namespace Licenses.Server.Tests.Storage;

/// <summary>The contract of the stores, over a real PostgreSQL; each test has a database of its own.</summary>
public sealed class PostgresStoreTests(PostgresStoreTests.Cluster cluster)
    : StoreContract, IClassFixture<PostgresStoreTests.Cluster>, IAsyncLifetime
{
    private StorageOptions? _options;
    private PostgresDatabase? _database;

    internal override IDatabase Database => _database!;

    private protected override string Provider => StorageOptions.Postgres;

    public async ValueTask InitializeAsync()
    {
        _options = await cluster.CreateDatabaseAsync();
        _database = new PostgresDatabase(_options, TimeProvider.System);
    }

    public ValueTask DisposeAsync() => _database!.DisposeAsync();

    private protected override IDatabase OpenAgain() => new PostgresDatabase(_options!, TimeProvider.System);

    /// <summary>One PostgreSQL for all tests of the class.</summary>
    public sealed class Cluster : IAsyncLifetime
    {
        private PostgresServer? _server;
        private int _databases;

        public async ValueTask InitializeAsync() => _server = await PostgresServer.StartAsync(CancellationToken.None);

        public ValueTask DisposeAsync() => _server?.DisposeAsync() ?? ValueTask.CompletedTask;

        internal async Task<StorageOptions> CreateDatabaseAsync()
        {
            var name = $"store{Interlocked.Increment(ref _databases)}";
            await using var source = NpgsqlDataSource.Create(_server!.ConnectionString + ";Pooling=false");
            await using DbCommand create = source.CreateCommand($"CREATE DATABASE {name}");
            await create.ExecuteNonQueryAsync();
            return new StorageOptions
            {
                Provider = StorageOptions.Postgres,
                ConnectionString = $"{_server.ConnectionString};Maximum Pool Size=20".Replace(
                    "Database=postgres", $"Database={name}", StringComparison.Ordinal),
                Timeout = TimeSpan.FromSeconds(20),
            };
        }
    }
}
