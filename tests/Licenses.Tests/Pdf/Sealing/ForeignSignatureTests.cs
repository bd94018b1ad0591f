using Licenses.Crypto;
using Licenses.Pdf.Signing;
using Licenses.Pdf.Syntax;
using Licenses.Testing.SharedData;

namespace Licenses.Tests.Pdf.Sealing;

/// <summary>Our seal over signatures that others made: they stay as good as they were, or we refuse and say why.</summary>
public sealed class ForeignSignatureTests
{
    [Fact]
    public async Task Foreign_signatures_survive_our_seal_or_the_seal_is_refused()
    {
        int seals = 0;
        foreach (var row in SharedMaterial.Rows("corpus", "pdf.tsv"))
        {
            var before = await File.ReadAllBytesAsync(SharedMaterial.PathTo("corpus", "pdf", row["file"]), SealSample.Token);
            if (!IsGood(before))
            {
                continue;
            }

            if (await PdfSealer.SealAsync(before, SealSample.Invisible, SealSample.Police, SealSample.Token) is SealOutcome.Sealed done)
            {
                Assert.True(IsGood(done.Document), row["file"]);
                seals++;
            }
        }

        Assert.InRange(seals, 40, 100);
    }

    private static bool IsGood(ReadOnlyMemory<byte> pdf)
    {
        try
        {
            using var source = PdfSource.FromMemory(pdf);
            var inspection = PdfInspector.Inspect(source, new PdfInspectionOptions { Policy = InspectionPolicy.Pades });
            return inspection.Signatures.Length > 0 && inspection.Signatures.All(
                signature => signature.Intact && signature.Verdict != Verdict.Failed);
        }
        catch (PdfFormatException)
        {
            return false;
        }
    }
}
