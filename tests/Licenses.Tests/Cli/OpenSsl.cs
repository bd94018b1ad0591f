using System.Diagnostics;
using Licenses.Testing.Processes;

namespace Licenses.Tests.Cli;

/// <summary>The openssl program as a foreign judge.</summary>
internal static class OpenSsl
{
    public static async Task<(int ExitCode, string Text)> RunAsync(params string[] arguments)
    {
        var start = new ProcessStartInfo(ForeignProgram.Find("openssl"), arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        var output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return (process.ExitCode, output + await error);
    }
}
