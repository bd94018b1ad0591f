using Licenses.Benchmarks.Harness;
using Licenses.Benchmarks.Material;
using Licenses.Crypto.Signatures;
using Licenses.Pdf.Document;
using Licenses.Pdf.Signing;
using Licenses.Pdf.Syntax;
using Licenses.Testing.Shapes;

namespace Licenses.Benchmarks.Figures;

/// <summary>
/// Opening, inspecting and sealing documents that are large in one way, honest and hostile, at three sizes, each twice the
/// one before: cost that grows with the work doubles where the bytes do.
/// </summary>
internal sealed class ShapesFigure() : Figure("shapes", "open, inspect and seal documents that are large in one way, three sizes of each")
{
    private const double MostOverhead = 1.4; // memory that no cache holds any more costs extra
    private const double WorthJudging = 20; // ms; below, compiling and collecting weigh more

    private static readonly string[] Ways = ["open", "inspect", "seal"];

    public override async Task MeasureAsync(Run run, CancellationToken cancellationToken)
    {
        using var key = SampleLicenses.Key("police");
        foreach (var shape in LargeShapes.All)
        {
            var costs = new List<(int Size, long Bytes, double[] Milliseconds)>();
            foreach (int size in shape.Sizes)
            {
                byte[] document = await shape.Build(size);
                costs.Add((size, document.Length,
                [
                    Cost(run, document, source => PdfDocument.Open(source), cancellationToken),
                    Cost(run, document, source => Inspect(source, cancellationToken), cancellationToken),
                    Cost(run, document, source => Seal(source, key), cancellationToken),
                ]));
            }

            for (int way = 0; way < Ways.Length; way++)
            {
                Add(run, $"{Ways[way]}: {shape.Name}", [.. costs.Select(cost => (cost.Size, cost.Bytes, cost.Milliseconds[way]))]);
            }
        }
    }

    private static void Add(Run run, string name, (int Size, long Bytes, double Cost)[] costs)
    {
        double growth = costs[2].Cost / costs[1].Cost;
        double work = Math.Max((double)costs[2].Bytes / costs[1].Bytes, (double)costs[2].Size / costs[1].Size);
        run.Add(new Row(
            name,
            string.Join(", ", costs.Select(cost => Run.Text($"{cost.Size:N0}: {cost.Cost:N1} ms"))),
            string.Join(", ", costs.Select(cost => Run.Text($"{cost.Bytes / 1e6:N1} MB"))),
            Run.Text($"{costs[1].Cost / costs[0].Cost:F1} ×, {growth:F1} ×"),
            Run.Text($"≤ {work * MostOverhead:F1} × for {work:F1} × as much"),
            growth <= work * MostOverhead || costs[2].Cost < WorthJudging));
    }

    // The best of a few: neighbours on the machine only ever add.
    private static double Cost(Run run, byte[] document, Action<PdfSource> action, CancellationToken cancellationToken)
    {
        double best = double.PositiveInfinity;
        for (int round = 0; round < (run.IsQuick ? 2 : 5); round++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            GC.Collect();
            var processor = Environment.CpuUsage.TotalTime;
            using var source = PdfSource.FromMemory(document);
            try
            {
                action(source);
            }
            catch (PdfFormatException)
            {
                // Refused is an answer too, and must come as fast.
            }

            best = Math.Min(best, (Environment.CpuUsage.TotalTime - processor).TotalMilliseconds);
        }

        return best;
    }

    private static void Inspect(PdfSource source, CancellationToken cancellationToken) =>
        PdfInspector.Inspect(source, new() { Policy = InspectionPolicy.Pades, Cancellation = cancellationToken });

    private static void Seal(PdfSource source, ISealKey key) =>
        PdfSealer.AppendSealAsync(source, SampleLicenses.PlainSeal, key, CancellationToken.None).AsTask().GetAwaiter().GetResult();
}
