using System.Globalization;

namespace Licenses.Benchmarks.Harness;

/// <summary>What the command line asked for.</summary>
/// <param name="Names">The figures; empty means all.</param>
/// <param name="Period">How long each side of a comparison is measured.</param>
/// <param name="IsHuge">Also documents of 500 MB.</param>
/// <param name="Settings">Settings for the measured server, as --Section:Name=value.</param>
internal sealed record RunOptions(IReadOnlyList<string> Names, TimeSpan Period, bool IsHuge, IReadOnlyList<string> Settings)
{
    private const string Seconds = "--seconds=";

    public static RunOptions Read(IReadOnlyList<string> arguments)
    {
        var options = new RunOptions([], TimeSpan.FromSeconds(2), IsHuge: false, []);
        foreach (var argument in arguments)
        {
            options = argument switch
            {
                "--quick" => options with { Period = TimeSpan.FromSeconds(0.3) },
                "--huge" => options with { IsHuge = true },
                _ when argument.StartsWith(Seconds, StringComparison.Ordinal) => options with { Period = PeriodOf(argument) },
                _ when IsSetting(argument) => options with { Settings = [.. options.Settings, argument] },
                _ when !argument.StartsWith('-') => options with { Names = [.. options.Names, argument] },
                _ => throw new ArgumentException(
                    $"{argument} is not an option; there are --quick, {Seconds}N, --huge and --Section:Name=value."),
            };
        }

        return options;
    }

    private static TimeSpan PeriodOf(string argument) =>
        double.TryParse(argument.AsSpan(Seconds.Length), CultureInfo.InvariantCulture, out double seconds)
        && seconds is >= 0.1 and <= 600
            ? TimeSpan.FromSeconds(seconds)
            : throw new ArgumentException($"{argument}: between 0.1 and 600 seconds");

    private static bool IsSetting(string argument) =>
        argument.Contains(':', StringComparison.Ordinal) && argument.Contains('=', StringComparison.Ordinal);
}
