using Licenses.Cli;
using Licenses.Testing.Clock;

namespace Licenses.Tests.Cli;

/// <summary>One run of the command line inside the test's process.</summary>
internal sealed record CliRun(int ExitCode, string Output, string Error)
{
    public static readonly DateTimeOffset Now = new(2026, 6, 1, 0, 0, 0, TimeSpan.Zero);

    public static Task<CliRun> OfAsync(params string[] arguments) => OfAsync([], new MemoryStream(), arguments);

    /// <summary>The same with a document on standard input, and a place for what goes to standard output as bytes.</summary>
    public static async Task<CliRun> OfAsync(byte[] input, Stream piped, params string[] arguments)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var context = new CliContext(output, error, new ManualClock(Now))
        {
            OpenInput = () => new MemoryStream(input),
            OpenOutput = () => piped,
        };
        int exitCode = await CommandLine.RunAsync(arguments, context, TestContext.Current.CancellationToken);
        return new CliRun(exitCode, output.ToString(), error.ToString());
    }
}
