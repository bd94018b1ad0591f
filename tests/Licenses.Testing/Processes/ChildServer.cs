using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Licenses.Testing.Processes;

/// <summary>
/// A real server as a child process. A shell stands between: it kills the server when its input ends, so that a test
/// run which itself is killed leaves nothing behind.
/// </summary>
public sealed class ChildServer : IAsyncDisposable
{
    private const string Guard = """
        exec 3<&0
        "$@" </dev/null 3<&- & server=$!
        (cat <&3; kill -$SIGNAL $server) >/dev/null 2>&1 & watch=$!
        exec 3<&-
        wait $server
        kill $watch 2>/dev/null
        """;

    private readonly Process _shell;
    private readonly StringWriter _log = new();

    private ChildServer(Process shell)
    {
        _shell = shell;
        _shell.OutputDataReceived += (_, line) => Append(line.Data);
        _shell.ErrorDataReceived += (_, line) => Append(line.Data);
    }

    /// <summary>What the server has said so far; for messages of failing tests.</summary>
    public string Log
    {
        get
        {
            lock (_log)
            {
                return _log.ToString();
            }
        }
    }

    /// <summary>Starts the command and waits until it answers on the port.</summary>
    /// <param name="command">Program and arguments.</param>
    /// <param name="port">The loopback port on which it will listen.</param>
    /// <param name="signal">How it is ended: KILL, or QUIT where children must be taken along.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    public static async Task<ChildServer> StartAsync(
        IReadOnlyList<string> command, int port, string signal, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo("/bin/sh", ["-c", Guard, "sh", .. command])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Path.GetTempPath(),
            Environment = { ["SIGNAL"] = signal },
        };
        var server = new ChildServer(Process.Start(start) ?? throw new InvalidOperationException("no process"));
        server._shell.BeginOutputReadLine();
        server._shell.BeginErrorReadLine();
        try
        {
            await server.WaitUntilListeningAsync(port, cancellationToken);
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    /// <summary>A port that was free a moment ago.</summary>
    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    public async ValueTask DisposeAsync()
    {
        _shell.StandardInput.Close();
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(10));
        try
        {
            await _shell.WaitForExitAsync(patience.Token);
        }
        catch (OperationCanceledException)
        {
            _shell.Kill(entireProcessTree: true);
        }

        _shell.Dispose();
    }

    private async Task WaitUntilListeningAsync(int port, CancellationToken cancellationToken)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(TimeSpan.FromSeconds(30));
        while (true)
        {
            using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
            try
            {
                await socket.ConnectAsync(IPAddress.Loopback, port, patience.Token);
                return;
            }
            catch (SocketException) when (!_shell.HasExited)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(20), patience.Token);
            }
            catch (Exception exception) when (exception is SocketException or OperationCanceledException)
            {
                throw new InvalidOperationException($"{_shell.StartInfo.ArgumentList[3]} did not start:\n{Log}", exception);
            }
        }
    }

    private void Append(string? line)
    {
        lock (_log)
        {
            _log.WriteLine(line);
        }
    }
}
