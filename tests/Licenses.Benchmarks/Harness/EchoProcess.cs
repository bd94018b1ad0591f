using System.Diagnostics;
using System.Globalization;
using System.Net;

namespace Licenses.Benchmarks.Harness;

/// <summary>An <see cref="EchoServer"/> in a process of its own, and what it has used.</summary>
internal sealed class EchoProcess : IDisposable
{
    private readonly Process _process;
    private readonly HttpClient _http;

    private EchoProcess(Process process, int port)
    {
        _process = process;
        Address = new Uri($"http://127.0.0.1:{port}");
        _http = new HttpClient
        {
            BaseAddress = Address,
            DefaultRequestVersion = HttpVersion.Version20,
            DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact,
        };
    }

    public Uri Address { get; }

    public static async Task<EchoProcess> StartAsync()
    {
        var start = new ProcessStartInfo(Environment.ProcessPath ?? "dotnet", [.. LoneProcess.OwnArguments(), EchoServer.Switch])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        var process = Process.Start(start) ?? throw new InvalidOperationException("the server does not start");
        var port = await process.StandardOutput.ReadLineAsync() ?? throw new InvalidOperationException("the server has ended");
        return new EchoProcess(process, int.Parse(port, CultureInfo.InvariantCulture));
    }

    /// <summary>Processor time in microseconds, and bytes allocated, since its start.</summary>
    public async Task<(double Microseconds, double Bytes)> UsedAsync(CancellationToken cancellationToken)
    {
        var used = (await _http.GetStringAsync(EchoServer.Usage, cancellationToken)).Split(' ');
        return (double.Parse(used[0], CultureInfo.InvariantCulture), double.Parse(used[1], CultureInfo.InvariantCulture));
    }

    public void Dispose()
    {
        _process.StandardInput.Close();
        if (!_process.WaitForExit(TimeSpan.FromSeconds(5)))
        {
            _process.Kill();
        }

        _process.Dispose();
        _http.Dispose();
    }
}
