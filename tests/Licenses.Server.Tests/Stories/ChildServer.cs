using System.Diagnostics;
using System.Text.Json;
using Licenses.Server.Tests.Host;

namespace Licenses.Server.Tests.Stories;

/// <summary>The server as a process of its own, so that it can be killed.</summary>
internal sealed class ChildServer : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly Process _process;

    private ChildServer(Process process, Uri address)
    {
        _process = process;
        Address = address;
    }

    public Uri Address { get; }

    /// <summary>Starts it on a folder that keeps its database from one start to the next.</summary>
    public static async Task<ChildServer> StartAsync(string folder)
    {
        var ports = Path.Combine(folder, "ports.json");
        File.Delete(ports);
        var settings = RunningServer.SampleSettings(folder).SetItem("Server:PortFile", ports);
        var start = new ProcessStartInfo("dotnet")
        {
            RedirectStandardOutput = true, RedirectStandardError = true, ArgumentList = { typeof(Program).Assembly.Location },
        };
        foreach (var argument in RunningServer.Arguments(settings, null))
        {
            start.ArgumentList.Add(argument);
        }

        var process = Process.Start(start)!;
        _ = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        var waited = Stopwatch.StartNew();
        while (!File.Exists(ports))
        {
            if (process.HasExited || waited.Elapsed > Patience)
            {
                throw new InvalidOperationException($"the server did not start: {(process.HasExited ? await errors : "too slow")}");
            }

            await Task.Delay(50);
        }

        using var json = JsonDocument.Parse(await File.ReadAllBytesAsync(ports));
        return new ChildServer(process, new Uri($"https://localhost:{json.RootElement.GetProperty("grpc").GetInt32()}"));
    }

    /// <summary>SIGKILL: no handler runs, nothing is flushed.</summary>
    public void Kill()
    {
        _process.Kill();
        _process.WaitForExit();
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            Kill();
        }

        _process.Dispose();
    }
}
