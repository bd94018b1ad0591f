using Licenses.Benchmarks.Harness;
using Licenses.Pdf.Signing;
using Licenses.Pdf.Syntax;
using Licenses.Testing.Shapes;

namespace Licenses.Benchmarks.Figures;

/// <summary>
/// Explaining documents that are large in one way, honest and hostile, at three sizes, each twice the one before: cost
/// that grows with the work doubles.
/// </summary>
internal sealed class ShapesFigure() : Figure("shapes", "inspect documents that are large in one way, three sizes of each")
{
    private const double MostOverhead = 1.4; // memory that no cache holds any more costs extra

    public override async Task MeasureAsync(Run run, CancellationToken cancellationToken)
    {
        foreach (var shape in LargeShapes.All)
        {
            var costs = new List<(int Size, long Bytes, double Milliseconds, double Megabytes)>();
            foreach (int size in shape.Sizes)
            {
                byte[] document = await shape.Build(size);
                double cost = double.MaxValue;
                long allocated = 0;
                for (int round = 0; round < (run.IsQuick ? 1 : 3); round++)
                {
                    GC.Collect();
                    long before = GC.GetAllocatedBytesForCurrentThread();
                    var processor = Environment.CpuUsage.TotalTime;
                    Inspect(document, cancellationToken);
                    cost = Math.Min(cost, (Environment.CpuUsage.TotalTime - processor).TotalMilliseconds);
                    allocated = GC.GetAllocatedBytesForCurrentThread() - before;
                }

                costs.Add((size, document.Length, cost, allocated / 1e6));
            }

            double growth = costs[2].Milliseconds / costs[1].Milliseconds;
            double work = Math.Max((double)costs[2].Bytes / costs[1].Bytes, (double)costs[2].Size / costs[1].Size);
            run.Add(new Row(
                shape.Name,
                string.Join(", ", costs.Select(cost => Run.Text($"{cost.Size:N0}: {cost.Milliseconds:N0} ms, {cost.Megabytes:N0} MB allocated"))),
                string.Join(", ", costs.Select(cost => Run.Text($"{cost.Bytes / 1e6:N1} MB"))),
                Run.Text($"{costs[1].Milliseconds / costs[0].Milliseconds:F1} ×, {growth:F1} ×"),
                Run.Text($"≤ {work * MostOverhead:F1} × for {work:F1} × as much"),
                growth <= work * MostOverhead || costs[2].Milliseconds < 20));
        }
    }

    private static void Inspect(byte[] document, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(TimeSpan.FromSeconds(60));
        using var source = PdfSource.FromMemory(document);
        try
        {
            PdfInspector.Inspect(source, new() { Policy = InspectionPolicy.Pades, Cancellation = limit.Token });
        }
        catch (PdfFormatException)
        {
            // Refused is an answer too, and must come as fast.
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            Console.Error.WriteLine("    more than a minute");
        }
    }
}
