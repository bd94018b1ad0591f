using System.Diagnostics;
using System.Text.Json;
using Licenses.Server.Tests.Host;

namespace Licenses.Server.Tests.Stories;

/// <summary>The server as a process of its own, so that it can be killed.</summary>
internal sealed class ChildServer : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly Process _process;
    private readonly Task<string> _output;
    private readonly Task<string> _errors;

    private ChildServer(Process process, Task<string> output, Task<string> errors, Uri address)
    {
        _process = process;
        _output = output;
        _errors = errors;
        Address = address;
    }

    /// <summary>What the list of processes shows of it.</summary>
    public string CommandLine => File.ReadAllText($"/proc/{_process.Id}/cmdline").Replace('\0', ' ');

    public Uri Address { get; }

    /// <summary>Starts it on a folder that keeps its database from one start to the next.</summary>
    public static Task<ChildServer> StartAsync(string folder) => StartAsync(new ChildServerStart(folder));

    public static async Task<ChildServer> StartAsync(ChildServerStart how)
    {
        var ports = Path.Combine(how.Folder, "ports.json");
        File.Delete(ports);
        var settings = RunningServer.SampleSettings(how.Folder).SetItem("Server:PortFile", ports);
        var start = new ProcessStartInfo("dotnet")
        {
            RedirectStandardOutput = true, RedirectStandardError = true, ArgumentList = { typeof(Program).Assembly.Location },
        };
        foreach (var argument in RunningServer.Arguments(settings, how.Settings))
        {
            start.ArgumentList.Add(argument);
        }

        foreach (var (name, value) in how.Environment)
        {
            start.Environment[name] = value;
        }

        var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
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
        return new ChildServer(process, output, errors, new Uri($"https://localhost:{json.RootElement.GetProperty("grpc").GetInt32()}"));
    }

    /// <summary>SIGKILL: no handler runs, nothing is flushed.</summary>
    public void Kill()
    {
        _process.Kill();
        _process.WaitForExit();
    }

    /// <summary>Kills it, and gives back all that it has said.</summary>
    public async Task<string> EndAsync()
    {
        Kill();
        return await _output + await _errors;
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
