using System.Data.Common;

namespace Licenses.Server.Storage;

/// <summary>One connection, and the statements prepared on it.</summary>
/// <param name="connection">Open; owned by the session.</param>
/// <param name="keepsStatements">Whether statements stay prepared here (SQLite) or in the driver (Npgsql).</param>
internal sealed class DbSession(DbConnection connection, bool keepsStatements) : IAsyncDisposable
{
    private readonly Dictionary<string, DbCommand> _prepared = new(StringComparer.Ordinal);

    /// <summary>Set while an ordinary transaction runs on the connection.</summary>
    public DbTransaction? Transaction { get; set; }

    /// <summary>A statement, ready for its parameters. It must be done with before the same text is used again.</summary>
    public DbCommand Statement(string sql)
    {
        if (keepsStatements && _prepared.TryGetValue(sql, out var known))
        {
            return known;
        }

        var command = connection.CreateCommand();
        command.CommandText = sql;
        command.Transaction = Transaction;
        if (keepsStatements)
        {
            _prepared.Add(sql, command);
        }

        return command;
    }

    public Task<int> ExecuteAsync(string sql, CancellationToken cancellationToken) =>
        Statement(sql).ExecuteNonQueryAsync(cancellationToken);

    public async ValueTask DisposeAsync()
    {
        foreach (var command in _prepared.Values)
        {
            await command.DisposeAsync();
        }

        await connection.DisposeAsync();
    }
}
