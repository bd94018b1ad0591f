using System.Diagnostics;

namespace Licenses.Testing.Processes;

/// <summary>One run of a foreign program to its end.</summary>
public sealed record ToolRun(int ExitCode, string Output)
{
    /// <summary>Runs it in the temporary folder; what it says on both channels comes in one text.</summary>
    public static async Task<ToolRun> OfAsync(
        string program, IEnumerable<string> arguments, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo(ForeignProgram.Find(program), arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Path.GetTempPath(),
        };
        using var process = Process.Start(start) ?? throw new InvalidOperationException("no process");
        var error = process.StandardError.ReadToEndAsync(cancellationToken);
        var output = await process.StandardOutput.ReadToEndAsync(cancellationToken);
        await process.WaitForExitAsync(cancellationToken);
        return new ToolRun(process.ExitCode, output + await error);
    }
}
