using System.IO.Compression;
using Licenses.Benchmarks.Harness;
using Licenses.Benchmarks.Material;
using Licenses.Pdf.Composing;
using Licenses.Pdf.Document;
using Licenses.Pdf.Syntax;
using QRCoder;

namespace Licenses.Benchmarks.Figures;

/// <summary>
/// Composing a license face of one page (200 Chinese characters, table, QR code, subset fonts), beside what the two
/// libraries take for their part alone: the QR code, and compressing what is new in each document.
/// </summary>
internal sealed class ComposeFigure() : Figure("compose", "compose a license face, per core, and its size")
{
    private const double Aim = 1500;
    private const int SizeAim = 25 * 1024;

    private static readonly ZLibCompressionOptions Level = new() { CompressionLevel = 5 }; // as the product's own

    public override Task MeasureAsync(Run run, CancellationToken cancellationToken)
    {
        var face = FaceComposer.Compose(SampleLicenses.Face, SampleLicenses.Fonts);
        var (pages, fonts) = NewStreams(face);
        int turn = 0;
        var rates = CoreRate.InTurn(
            run.Period,
            () => FaceComposer.Compose(SampleLicenses.Face, SampleLicenses.Fonts),
            () => LibrariesAlone(SampleLicenses.Face, pages),
            () => FaceComposer.Compose(Another(turn++), SampleLicenses.Fonts),
            () => LibrariesAlone(Another(turn++), [.. pages, .. fonts]));
        Add(run, "compose a license face, its font subsets known", rates[0], rates[1]);
        Add(run, "- each with other characters, so that subsets and QR code are new", rates[2], rates[3]);
        run.Add(new Row(
            "- its size", Run.Text($"{face.Length / 1024.0:F1} KB"), Aim: "≤ 25 KB", IsReached: face.Length <= SizeAim));
        return Task.CompletedTask;
    }

    private static void Add(Run run, string name, CoreRate composed, CoreRate libraries) => run.Add(new Row(
        name,
        Run.Text($"{composed.PerSecond:N0}/s ({composed.Microseconds:F0} µs, {composed.BytesEach / 1024:F0} KB allocated)"),
        Run.Text($"QRCoder and zlib alone {libraries.PerSecond:N0}/s ({libraries.Microseconds:F0} µs)"),
        Run.Text($"{composed.Microseconds / libraries.Microseconds:F2} ×"),
        "≥ 1,500/s",
        composed.PerSecond >= Aim));

    private static void LibrariesAlone(LicenseFace face, IReadOnlyList<byte[]> streams)
    {
        using var generator = new QRCodeGenerator();
        using var code = generator.CreateQrCode(face.QrPayload!, QRCodeGenerator.ECCLevel.M);
        foreach (var stream in streams)
        {
            using var target = new MemoryStream(stream.Length);
            using var deflate = new ZLibStream(target, Level);
            deflate.Write(stream);
        }
    }

    // What is made anew for each document; frame, watermark and colour profile are compressed once.
    private static (List<byte[]> Pages, List<byte[]> Fonts) NewStreams(byte[] face)
    {
        var document = PdfDocument.Open(PdfSource.FromMemory(face));
        var pages = new List<byte[]>();
        var fonts = new List<byte[]>();
        for (int number = 1; number < document.Size; number++)
        {
            if (document.GetObject(number) is PdfStream stream && stream.Dictionary.Has("Filter")
                && !stream.Dictionary.Has("BBox") && (!stream.Dictionary.Has("N") || stream.Dictionary.Has("First")))
            {
                var bytes = document.Decode(stream).Bytes.ToArray();
                bool isFont = stream.Dictionary.Has("Length1") || bytes.AsSpan().StartsWith("/CIDInit"u8);
                (isFont ? fonts : pages).Add(bytes);
            }
        }

        return (pages, fonts);
    }

    // Six characters out of many thousand: the subset is never one that was made before.
    private static LicenseFace Another(int turn) => SampleLicenses.Face with
    {
        Holder = string.Concat(Enumerable.Range(0, 6).Select(i => (char)(0x4E00 + ((turn * 7919L + i * 104729L) % 20000)))),
        Number = $"{turn:D24}X",
        QrPayload = $"https://localhost:7444/v/{turn:D24}",
    };
}
