using System.Diagnostics;
using System.Globalization;

namespace Licenses.Tests.Pdf.Reading;

/// <summary>How long a random test runs, and from which seed: LICENSES_FUZZ_SECONDS, LICENSES_FUZZ_SEED.</summary>
internal static class FuzzRun
{
    public static bool IsLong => Seconds > 0;

    private static int Seconds => Read("LICENSES_FUZZ_SECONDS", 0);

    /// <summary>Runs with one seed after the other: so many in a short run, as long as it takes in a long one.</summary>
    public static void Repeat(int shortRun, Action<int> test)
    {
        int seed = Read("LICENSES_FUZZ_SEED", 1);
        var clock = Stopwatch.StartNew();
        for (int run = 0; IsLong ? clock.Elapsed.TotalSeconds < Seconds : run < shortRun; run++, seed++)
        {
            test(seed);
        }

        if (IsLong)
        {
            TestContext.Current.TestOutputHelper?.WriteLine($"up to seed {seed - 1}");
        }
    }

    private static int Read(string variable, int byDefault) =>
        int.TryParse(Environment.GetEnvironmentVariable(variable), NumberStyles.None, CultureInfo.InvariantCulture, out int value)
            ? value
            : byDefault;
}
