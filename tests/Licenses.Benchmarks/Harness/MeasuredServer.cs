using System.Globalization;
using Licenses.Testing.Processes;

namespace Licenses.Benchmarks.Harness;

/// <summary>
/// The real server in a process of its own: gRPC over mutual TLS on loopback, a SQLite file with every commit synced,
/// the sample city, its log written to a file.
/// </summary>
internal sealed class MeasuredServer : IAsyncDisposable
{
    private const string Start = "echo $$ >\"$1\"; exec >\"$2\" 2>&1; shift 2; exec \"$@\"";
    private const double TicksPerSecond = 100; // USER_HZ of /proc

    private readonly ChildServer _process;
    private readonly string _processFile;

    private MeasuredServer(ChildServer process, Uri address, string processFile)
    {
        _process = process;
        Connections = new CityConnections(address);
        _processFile = processFile;
    }

    public static async Task<MeasuredServer> StartAsync(Run run, CancellationToken cancellationToken)
    {
        var folder = run.Folder.CreateSubdirectory(Guid.NewGuid().ToString("N")[..8]).FullName;
        int port = ChildServer.FreePort();
        var processFile = Path.Combine(folder, "server.pid");
        var log = Path.Combine(folder, "server.log");
        string[] server =
        [
            "dotnet", Path.Combine(AppContext.BaseDirectory, "Licenses.Server.dll"),
            .. ServerSettings.Of(folder, port), .. run.Options.Settings,
        ];
        var process = await ChildServer.StartAsync(
            ["sh", "-c", Start, "sh", processFile, log, .. server], port, "KILL", cancellationToken);
        return new MeasuredServer(process, new Uri($"https://localhost:{port}"), processFile);
    }

    public CityConnections Connections { get; }

    /// <summary>Processor time that the server has taken so far.</summary>
    public TimeSpan ProcessorTime()
    {
        var fields = File.ReadAllText($"/proc/{ProcessId}/stat").Split(')')[^1].Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return TimeSpan.FromSeconds((Number(fields[11]) + Number(fields[12])) / TicksPerSecond);
    }

    /// <summary>The most that the server ever held in memory, in MB.</summary>
    public double PeakMegabytes() => LoneProcess.PeakMegabytes(ProcessId);

    public async ValueTask DisposeAsync()
    {
        Connections.Dispose();
        await _process.DisposeAsync();
    }

    private string ProcessId => File.ReadAllText(_processFile).Trim();

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);
}
