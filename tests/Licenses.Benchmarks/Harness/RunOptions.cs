namespace Licenses.Benchmarks.Harness;

/// <summary>What the command line asked for.</summary>
/// <param name="Names">The figures; empty means all.</param>
/// <param name="IsQuick">Short periods: to see that everything runs, not to quote.</param>
/// <param name="IsHuge">Also documents of 500 MB.</param>
/// <param name="Setting">Settings for the measured server, as --Section:Name=value.</param>
internal sealed record RunOptions(IReadOnlyList<string> Names, bool IsQuick, bool IsHuge, IReadOnlyList<string> Setting)
{
    public static RunOptions Read(IReadOnlyList<string> arguments)
    {
        var unknown = arguments.FirstOrDefault(argument =>
            argument.StartsWith("--", StringComparison.Ordinal) && argument is not ("--quick" or "--huge") && !IsSetting(argument));
        return unknown is null
            ? new RunOptions(
                [.. arguments.Where(argument => !argument.StartsWith('-'))],
                arguments.Contains("--quick"),
                arguments.Contains("--huge"),
                [.. arguments.Where(IsSetting)])
            : throw new ArgumentException($"{unknown} is not an option; there are --quick, --huge and --Section:Name=value.");
    }

    private static bool IsSetting(string argument) => argument.Contains(':', StringComparison.Ordinal) && argument.Contains('=', StringComparison.Ordinal);
}
