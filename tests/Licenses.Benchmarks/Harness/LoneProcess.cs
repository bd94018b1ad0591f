using System.Diagnostics;
using System.Globalization;

namespace Licenses.Benchmarks.Harness;

/// <summary>Runs one job in a process of its own, since only there the peak of resident memory is the job's.</summary>
internal static class LoneProcess
{
    /// <summary>The first argument that makes this program such a process.</summary>
    public const string Switch = "--alone";

    /// <summary>Runs this program again for one job; the job's numbers by their names.</summary>
    public static async Task<IReadOnlyDictionary<string, double>> RunAsync(
        IReadOnlyList<string> job, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!, [.. OwnArguments(), Switch, .. job])
        {
            RedirectStandardOutput = true,
            Environment = { ["DOTNET_TC_QuickJit"] = "0" }, // so few rounds would else run as first, unoptimised code
        };
        using var process = Process.Start(start) ?? throw new InvalidOperationException("the job does not start");
        var output = await process.StandardOutput.ReadToEndAsync(cancellationToken);
        await process.WaitForExitAsync(cancellationToken);
        return process.ExitCode == 0
            ? output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split('='))
                .ToDictionary(parts => parts[0], parts => double.Parse(parts[1], CultureInfo.InvariantCulture))
            : throw new InvalidOperationException($"the job {string.Join(' ', job)} ended with {process.ExitCode}");
    }

    /// <summary>Tells the caller a number.</summary>
    public static void Tell(string name, double value) =>
        Console.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name}={value}"));

    /// <summary>The most that a process ever held in memory, in MB (VmHWM).</summary>
    public static double PeakMegabytes(string process = "self") => double.Parse(
        File.ReadLines($"/proc/{process}/status").First(line => line.StartsWith("VmHWM", StringComparison.Ordinal))
            .Split(' ', StringSplitOptions.RemoveEmptyEntries)[1],
        CultureInfo.InvariantCulture) / 1024;

    // Started as "dotnet Licenses.Benchmarks.dll" the program is an argument, started by its own name it is not.
    internal static string[] OwnArguments() =>
        Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet"
            ? [Path.Combine(AppContext.BaseDirectory, "Licenses.Benchmarks.dll")]
            : [];
}
