using Licenses.Cli;
using Licenses.Testing.Clock;

namespace Licenses.Tests.Cli;

/// <summary>One run of the command line inside the test's process.</summary>
internal sealed record CliRun(int ExitCode, string Output, string Error)
{
    public static readonly DateTimeOffset Now = new(2026, 6, 1, 0, 0, 0, TimeSpan.Zero);

    public static async Task<CliRun> OfAsync(params string[] arguments)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        int exitCode = await CommandLine.RunAsync(
            arguments, new CliContext(output, error, new ManualClock(Now)), TestContext.Current.CancellationToken);
        return new CliRun(exitCode, output.ToString(), error.ToString());
    }
}
