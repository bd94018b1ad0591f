using System.Diagnostics;

namespace Licenses.Tests.Pdf.Composing;

/// <summary>Runs a PDF tool that others made, as an oracle; skips loudly where it is not installed.</summary>
internal static class ForeignTool
{
    public static (int ExitCode, string Output) Run(string tool, params ReadOnlySpan<string> arguments)
    {
        var start = new ProcessStartInfo(tool) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        try
        {
            using var process = Process.Start(start)!;
            var errors = process.StandardError.ReadToEndAsync();
            string output = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            return (process.ExitCode, output + errors.GetAwaiter().GetResult());
        }
        catch (System.ComponentModel.Win32Exception)
        {
            Assert.Skip($"SKIPPED: the tool {tool} is not installed.");
            throw;
        }
    }
}
