using System.Diagnostics;

namespace Licenses.Tests.Crypto.Sm;

/// <summary>
/// The code that chooses instructions by processor, run once more in a process that may not use them: the tests of SM3 and
/// of the field must pass there as well.
/// </summary>
public sealed class ProcessorTests
{
    [Theory]
    [InlineData("DOTNET_EnableAVX512")]
    [InlineData("DOTNET_EnableBMI2")]
    [InlineData("DOTNET_EnableHWIntrinsic")]
    public async Task Without_these_instructions_the_answers_are_the_same(string instructions)
    {
        var token = TestContext.Current.CancellationToken;
        var start = new ProcessStartInfo(
            Environment.ProcessPath!,
            [
                .. OwnArguments(), "-noColor", "-noLogo",
                "-class", typeof(Sm3Tests).FullName!, "-class", typeof(FieldElementTests).FullName!,
            ])
        {
            RedirectStandardOutput = true,
            Environment = { [instructions] = "0" },
        };

        using var process = Process.Start(start)!;
        string output = await process.StandardOutput.ReadToEndAsync(token);
        await process.WaitForExitAsync(token);

        Assert.True(process.ExitCode == 0, output);
        Assert.DoesNotContain("Total: 0", output, StringComparison.Ordinal);
    }

    // Started as "dotnet Licenses.Tests.dll" the program is an argument, started by its own name it is not.
    private static string[] OwnArguments() =>
        Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet" ? [typeof(ProcessorTests).Assembly.Location] : [];
}
