using System.Diagnostics;
using System.Globalization;

namespace Licenses.Server.Tests.Grpc;

/// <summary>A foreign server as a child process; its first line of output is its port on loopback.</summary>
internal sealed class ForeignServer : IDisposable
{
    private readonly Process _process;

    private ForeignServer(Process process, int port)
    {
        _process = process;
        Port = port;
    }

    internal int Port { get; }

    internal static ForeignServer Start(string program, IEnumerable<string> arguments)
    {
        var process = Process.Start(new ProcessStartInfo(program, arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var complaints = new List<string?>();
        process.ErrorDataReceived += (_, line) => complaints.Add(line.Data);
        process.BeginErrorReadLine();
        if (int.TryParse(process.StandardOutput.ReadLine(), CultureInfo.InvariantCulture, out int port))
        {
            return new ForeignServer(process, port);
        }

        process.WaitForExit(); // it ended without a port: what it complained of is complete now
        throw new InvalidOperationException($"{program} did not start: {string.Join('\n', complaints)}");
    }

    public void Dispose()
    {
        _process.Kill(entireProcessTree: true);
        _process.Dispose();
    }
}
