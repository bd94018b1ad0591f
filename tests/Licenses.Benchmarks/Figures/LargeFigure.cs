using Licenses.Benchmarks.Harness;
using Licenses.Benchmarks.Material;

namespace Licenses.Benchmarks.Figures;

/// <summary>Sealing and verifying large files as streams, each in a process of its own: time beside SHA-256, peak memory.</summary>
internal sealed class LargeFigure() : Figure("large", "seal and verify files of 2 MB and 50 MB (--huge: 150 and 500 MB): time beside SHA-256, peak memory")
{
    private const double RatioAim = 1.3;
    private const double MostMore = 1000; // ms: what the difference analysis may cost on top of hashing once

    public override async Task MeasureAsync(Run run, CancellationToken cancellationToken)
    {
        long[] megabytes = run.Options.IsHuge ? [2, 50, 150, 500] : [2, 50];
        foreach (long size in megabytes)
        {
            var plain = Path.Combine(run.Folder.FullName, $"large-{size}.pdf");
            var once = Path.Combine(run.Folder.FullName, $"large-{size}-sealed.pdf");
            var twice = Path.Combine(run.Folder.FullName, $"large-{size}-sealed-twice.pdf");
            ScannedDocument.Write(plain, size * 1_000_000);
            int rounds = run.IsQuick ? 2 : size >= 500 ? 3 : 7;

            var append = await LoneProcess.RunAsync([LargeJob.Append, plain, once, $"{rounds}"], cancellationToken);
            Add(run, $"seal {size} MB, the appended revision", append, "hash + signature", 64);
            var seal = await LoneProcess.RunAsync([LargeJob.Seal, plain, once, $"{rounds}"], cancellationToken);
            Add(run, $"seal {size} MB, file to file", seal, "hash + signature + copying the file", 64);
            await LoneProcess.RunAsync([LargeJob.Seal, once, twice, "1"], cancellationToken);
            var verify = await LoneProcess.RunAsync([LargeJob.Verify, once, "1", $"{rounds}"], cancellationToken);
            Add(run, $"verify {size} MB, one seal", verify, "SHA-256 of the file", 100);
            var both = await LoneProcess.RunAsync([LargeJob.Verify, twice, "2", $"{rounds}"], cancellationToken);
            Add(run, $"verify {size} MB, two seals, with difference analysis", both, "SHA-256 of the file, once", 100);
            await SealTenTimesAsync(once, twice, cancellationToken);
            var ten = await LoneProcess.RunAsync([LargeJob.Verify, twice, "10", $"{rounds}"], cancellationToken);
            Add(run, $"verify {size} MB, ten seals, with difference analysis", ten, "SHA-256 of the file, once", 100);
            File.Delete(plain);
            File.Delete(once);
            File.Delete(twice);
        }
    }

    // From two seals to ten: the two files change roles, and the second has the last word.
    private static async Task SealTenTimesAsync(string other, string last, CancellationToken cancellationToken)
    {
        for (int seals = 2; seals < 10; seals++)
        {
            await LoneProcess.RunAsync([LargeJob.Seal, last, other, "1"], cancellationToken);
            File.Move(other, last, overwrite: true);
        }
    }

    private static void Add(Run run, string name, IReadOnlyDictionary<string, double> told, string baseline, int mostMegabytes)
    {
        double ratio = told["ms"] / told["baseline"];
        bool isSeveral = name.Contains("seals", StringComparison.Ordinal);
        bool isLarge = told["baseline"] > 5; // below, the parse and one signature check weigh more than the bytes
        run.Add(new Row(
            name,
            Run.Text($"{told["ms"]:F1} ms, peak {told["peak"]:F0} MB"),
            Run.Text($"{baseline} {told["baseline"]:F1} ms; process before the work {told["start"]:F0} MB"),
            Run.Text($"{ratio:F2} ×, {told["ms"] - told["baseline"]:F0} ms more"),
            Run.Text($"≤ {(isSeveral ? "1 s more" : "1.3 ×")}, < {mostMegabytes} MB"),
            isLarge ? (isSeveral ? told["ms"] - told["baseline"] <= MostMore : ratio <= RatioAim) && told["peak"] < mostMegabytes : null));
    }
}
