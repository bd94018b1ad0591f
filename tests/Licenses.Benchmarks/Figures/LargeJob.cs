using System.Globalization;
using System.Security.Cryptography;
using Licenses.Benchmarks.Harness;
using Licenses.Benchmarks.Material;
using Licenses.Crypto.Signatures;
using Licenses.Pdf.Signing;
using Licenses.Pdf.Syntax;
using Licenses.Verification;

namespace Licenses.Benchmarks.Figures;

/// <summary>The work of <see cref="LargeFigure"/> in a process of its own.</summary>
internal static class LargeJob
{
    public const string Seal = "seal";

    /// <summary>Like <see cref="Seal"/>, but gives what is to be appended and copies nothing.</summary>
    public const string Append = "append";

    public const string Verify = "verify";

    private const int BlockLength = 1 << 20;

    public static async Task RunAsync(IReadOnlyList<string> job, CancellationToken cancellationToken)
    {
        double start = LoneProcess.PeakMegabytes();
        int rounds = int.Parse(job[3], CultureInfo.InvariantCulture);
        var (work, baseline) = job[0] != Verify
            ? await SealAsync(job[1], job[2], job[0] == Append, rounds, cancellationToken)
            : VerifyFile(job[1], int.Parse(job[2], CultureInfo.InvariantCulture), rounds);
        LoneProcess.Tell("ms", Median(work));
        LoneProcess.Tell("baseline", Median(baseline));
        LoneProcess.Tell("start", start);
        LoneProcess.Tell("peak", LoneProcess.PeakMegabytes());
    }

    private static async Task<(List<double> Work, List<double> Baseline)> SealAsync(
        string input, string output, bool isAppended, int rounds, CancellationToken cancellationToken)
    {
        using var key = SampleLicenses.Key("police");
        List<double> work = [], baseline = [];
        for (int round = 0; round < rounds; round++)
        {
            work.Add(await TimeAsync(() => isAppended
                ? AppendAsync(input, key, cancellationToken)
                : SealFileAsync(input, output, key, cancellationToken)));
            baseline.Add(await TimeAsync(async () =>
            {
                await key.SignAsync(Hash(input), cancellationToken);
                if (!isAppended)
                {
                    File.Copy(input, output + ".copy", overwrite: true);
                }
            }));
        }

        File.Delete(output + ".copy");
        return (work, baseline);
    }

    private static async Task AppendAsync(string input, ISealKey key, CancellationToken cancellationToken)
    {
        using var source = PdfSource.OpenFile(input);
        if (await PdfSealer.AppendSealAsync(source, SampleLicenses.PlainSeal, key, cancellationToken) is not SealOutcome.Appended)
        {
            throw new InvalidOperationException($"{input} could not be sealed");
        }
    }

    private static async Task SealFileAsync(string input, string output, ISealKey key, CancellationToken cancellationToken)
    {
        using var source = PdfSource.OpenFile(input);
        await using var target = new FileStream(output, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0);
        if (await PdfSealer.SealToAsync(source, SampleLicenses.PlainSeal, key, target, cancellationToken) is not SealOutcome.Written)
        {
            throw new InvalidOperationException($"{input} could not be sealed");
        }
    }

    private static (List<double> Work, List<double> Baseline) VerifyFile(string input, int seals, int rounds)
    {
        var request = new VerificationRequest
        {
            At = SampleLicenses.Now.AddDays(1), Trust = SampleLicenses.Trust(), Policy = InspectionPolicy.Pades,
        };
        List<double> work = [], baseline = [];
        for (int round = 0; round < rounds; round++)
        {
            work.Add(Time(() =>
            {
                using var source = PdfSource.OpenFile(input);
                var report = DocumentVerifier.Verify(source, request, CancellationToken.None);
                if (report.Verdict != DocumentVerdict.Passed || report.Signatures.Length != seals)
                {
                    throw new InvalidOperationException($"{input} is {report.Verdict}");
                }
            }));
            baseline.Add(Time(() => Hash(input))); // once, however many seals there are
        }

        return (work, baseline);
    }

    private static byte[] Hash(string path)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        using var file = File.OpenHandle(path);
        var block = new byte[BlockLength];
        int count;
        for (long at = 0; (count = RandomAccess.Read(file, block, at)) > 0; at += count)
        {
            hash.AppendData(block, 0, count);
        }

        return hash.GetHashAndReset();
    }

    // Processor time, of all threads: what it costs, whoever else uses the machine.
    private static double Time(Action action)
    {
        var start = Environment.CpuUsage.TotalTime;
        action();
        return (Environment.CpuUsage.TotalTime - start).TotalMilliseconds;
    }

    private static async Task<double> TimeAsync(Func<Task> action)
    {
        var start = Environment.CpuUsage.TotalTime;
        await action();
        return (Environment.CpuUsage.TotalTime - start).TotalMilliseconds;
    }

    private static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);
}
