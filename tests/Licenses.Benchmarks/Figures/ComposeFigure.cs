using Licenses.Benchmarks.Harness;
using Licenses.Benchmarks.Material;
using Licenses.Pdf.Composing;

namespace Licenses.Benchmarks.Figures;

/// <summary>Composing a license face of one page: 200 Chinese characters, table, QR code, subset fonts.</summary>
internal sealed class ComposeFigure() : Figure("compose", "compose a license face, per core, and its size")
{
    private const double Aim = 1500;
    private const int SizeAim = 25 * 1024;

    public override Task MeasureAsync(Run run, CancellationToken cancellationToken)
    {
        int length = FaceComposer.Compose(SampleLicenses.Face, SampleLicenses.Fonts).Length;
        int turn = 0;
        var rates = CoreRate.InTurn(
            run.Period,
            () => FaceComposer.Compose(SampleLicenses.Face, SampleLicenses.Fonts),
            () => FaceComposer.Compose(Another(turn++), SampleLicenses.Fonts));
        run.Add(new Row(
            "compose a license face",
            Run.Text($"{rates[0].PerSecond:N0}/s ({rates[0].Microseconds:F0} µs, {rates[0].BytesEach / 1024:F0} KB allocated)"),
            Aim: "≥ 1,500/s", IsReached: rates[0].PerSecond >= Aim));
        run.Add(new Row(
            "- each with other characters, so that subset and QR code are new",
            Run.Text($"{rates[1].PerSecond:N0}/s"), Aim: "≥ 1,500/s", IsReached: rates[1].PerSecond >= Aim));
        run.Add(new Row("- its size", Run.Text($"{length / 1024.0:F1} KB"), Aim: "≤ 25 KB", IsReached: length <= SizeAim));
        return Task.CompletedTask;
    }

    // Six characters out of many thousand: the subset is never one that was made before.
    private static LicenseFace Another(int turn) => SampleLicenses.Face with
    {
        Holder = string.Concat(Enumerable.Range(0, 6).Select(i => (char)(0x4E00 + ((turn * 7919L + i * 104729L) % 20000)))),
        Number = $"{turn:D24}X",
        QrPayload = $"https://localhost:7444/v/{turn:D24}",
    };
}
