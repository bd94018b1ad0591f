using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace Licenses.Server.Tests.Grpc;

/// <summary>Runs a foreign program of this folder against a host and hands back what it said.</summary>
internal static class ForeignProcess
{
    /// <summary>Debian's interpreter, for which the distribution packages h2 and grpcio.</summary>
    internal static string Python => Environment.GetEnvironmentVariable("LICENSES_PYTHON") ?? "/usr/bin/python3";

    internal static bool Has(string program, params string[] arguments)
    {
        try
        {
            return RunAsync(program, arguments, TimeSpan.FromSeconds(20)).GetAwaiter().GetResult().ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }

    /// <summary>Without it the test is skipped; under CI=true, where tests/run.sh has installed all, it fails.</summary>
    internal static void Require(bool there, string what)
    {
        Assert.True(there || Environment.GetEnvironmentVariable("CI") != "true", $"{what}: not here; tests/run.sh installs it.");
        Assert.SkipUnless(there, $"{what}: not here; tests/run.sh installs it");
    }

    internal static async Task<(int ExitCode, string Output)> RunAsync(
        string program, IEnumerable<string> arguments, TimeSpan limit, string? workingDirectory = null)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = workingDirectory ?? "",
        };
        using var process = Process.Start(start)!;
        using var time = new CancellationTokenSource(limit);
        var output = process.StandardOutput.ReadToEndAsync(time.Token);
        var errors = process.StandardError.ReadToEndAsync(time.Token);
        try
        {
            await process.WaitForExitAsync(time.Token);
            return (process.ExitCode, await output + await errors);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            return (-1, "The program did not end in time.");
        }
    }

    /// <summary>A file beside the tests' sources.</summary>
    internal static string Script(string name, [CallerFilePath] string here = "") =>
        Path.Combine(Path.GetDirectoryName(here)!, "Foreign", name);

    /// <summary>The folder of the .proto files.</summary>
    internal static string Protos([CallerFilePath] string here = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "..", "..", "..", "protos"));
}
