using System.Diagnostics;
using System.Globalization;

namespace Licenses.Benchmarks.Harness;

/// <summary>What OpenSSL says of this machine in the same run: P-256 signatures per second of processor time on one core.</summary>
internal sealed record OpenSslSpeed(double SignsPerSecond, double VerifiesPerSecond)
{
    public static async Task<OpenSslSpeed> MeasureAsync(bool isQuick, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo("openssl", ["speed", "-seconds", isQuick ? "1" : "2", "ecdsap256"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(start) ?? throw new InvalidOperationException("openssl does not start");
        var chatter = process.StandardError.ReadToEndAsync(cancellationToken);
        var output = await process.StandardOutput.ReadToEndAsync(cancellationToken);
        await chatter;
        await process.WaitForExitAsync(cancellationToken);
        var line = output.Split('\n').Last(text => text.Contains("ecdsa", StringComparison.Ordinal));
        var columns = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return new OpenSslSpeed(Number(columns[^2]), Number(columns[^1]));
    }

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);
}
