using System.Diagnostics;

namespace Licenses.Testing.Processes;

/// <summary>A real PostgreSQL with a data directory of its own on a free loopback port; fast rather than durable.</summary>
public sealed class PostgresServer : IAsyncDisposable
{
    private readonly string _folder;
    private ChildServer? _server;

    private PostgresServer(string folder, int port)
    {
        _folder = folder;
        Port = port;
    }

    public int Port { get; }

    /// <summary>As Npgsql wants it: user postgres, no password, database postgres.</summary>
    public string ConnectionString => $"Host=127.0.0.1;Port={Port};Username=postgres;Database=postgres";

    public static async Task<PostgresServer> StartAsync(CancellationToken cancellationToken)
    {
        var initdb = Program("initdb");
        var folder = Directory.CreateTempSubdirectory("licenses-postgres-").FullName;
        var server = new PostgresServer(folder, ChildServer.FreePort());
        try
        {
            if (Environment.IsPrivilegedProcess)
            {
                await RunAsync(["chown", "postgres:", folder], cancellationToken);
            }

            await RunAsync(
                AsOrdinaryUser([initdb, "-D", folder, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C", "-N"]),
                cancellationToken);
            await server.RestartAsync(cancellationToken);
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    /// <summary>The server dies at once (immediate shutdown); what was committed stays.</summary>
    public async Task StopAsync()
    {
        if (_server is { } running)
        {
            _server = null;
            await running.DisposeAsync();
        }
    }

    public async Task RestartAsync(CancellationToken cancellationToken)
    {
        await StopAsync();
        string[] command =
        [
            Program("postgres"), "-D", _folder, "-p", $"{Port}", "-k", _folder, "-c", "listen_addresses=127.0.0.1",
            "-c", "fsync=off", "-c", "max_connections=200",
        ];
        _server = await ChildServer.StartAsync(AsOrdinaryUser(command), Port, "QUIT", cancellationToken);

        // It listens before it has recovered; the tool retries until it is let in.
        await RunAsync(
            ["sh", "-c", "until \"$@\"; do sleep 0.05; done", "sh", Program("pg_isready"), "-q", "-h", "127.0.0.1", "-p", $"{Port}"],
            cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        Directory.Delete(_folder, recursive: true);
    }

    // Debian keeps the server's programs out of PATH; the newest version is taken.
    private static string Program(string name)
    {
        const string Versions = "/usr/lib/postgresql";
        string[] folders = Directory.Exists(Versions)
            ? [.. Directory.GetDirectories(Versions).OrderDescending().Select(version => Path.Combine(version, "bin"))]
            : [];
        return ForeignProgram.Find(name, folders);
    }

    // PostgreSQL refuses to run as root.
    private static string[] AsOrdinaryUser(string[] command) => Environment.IsPrivilegedProcess
        ? ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups", .. command]
        : command;

    private static async Task RunAsync(string[] command, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo(command[0], command[1..])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Path.GetTempPath(),
        };
        using var process = Process.Start(start) ?? throw new InvalidOperationException("no process");
        var output = process.StandardOutput.ReadToEndAsync(cancellationToken);
        var error = await process.StandardError.ReadToEndAsync(cancellationToken);
        await process.WaitForExitAsync(cancellationToken);
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException($"{string.Join(' ', command)} failed:\n{await output}{error}");
        }
    }
}
