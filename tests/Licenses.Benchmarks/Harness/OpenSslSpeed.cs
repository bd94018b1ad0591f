using System.Diagnostics;
using System.Globalization;

namespace Licenses.Benchmarks.Harness;

/// <summary>What OpenSSL says of this machine in the same run: signatures per second of processor time on one core.</summary>
internal sealed record OpenSslSpeed(double SignsPerSecond, double VerifiesPerSecond)
{
    /// <summary>How fast it digests, where that was asked.</summary>
    public double BytesPerSecond { get; private init; }

    /// <summary>P-256.</summary>
    public static async Task<OpenSslSpeed> MeasureAsync(bool isQuick, CancellationToken cancellationToken) =>
        Signatures(await RunAsync(isQuick, ["ecdsap256"], cancellationToken), "ecdsa");

    /// <summary>SM2, and SM3 in pieces of 16 KB.</summary>
    public static async Task<OpenSslSpeed> MeasureSmAsync(bool isQuick, CancellationToken cancellationToken)
    {
        var digest = await RunAsync(isQuick, ["-bytes", "16384", "-evp", "sm3"], cancellationToken);
        var line = digest.Split('\n').Last(text => text.StartsWith("sm3", StringComparison.OrdinalIgnoreCase));
        return Signatures(await RunAsync(isQuick, ["sm2"], cancellationToken), "SM2") with
        {
            BytesPerSecond = 1000 * Number(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[^1].TrimEnd('k')),
        };
    }

    private static OpenSslSpeed Signatures(string output, string kind)
    {
        var line = output.Split('\n').Last(text => text.Contains(kind, StringComparison.Ordinal));
        var columns = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return new OpenSslSpeed(Number(columns[^2]), Number(columns[^1]));
    }

    private static async Task<string> RunAsync(bool isQuick, string[] what, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo("openssl", ["speed", "-seconds", isQuick ? "1" : "2", .. what])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(start) ?? throw new InvalidOperationException("openssl does not start");
        var chatter = process.StandardError.ReadToEndAsync(cancellationToken);
        var output = await process.StandardOutput.ReadToEndAsync(cancellationToken);
        await chatter;
        await process.WaitForExitAsync(cancellationToken);
        return output;
    }

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);
}
