using Licenses.Pdf.Difference;
using Licenses.Pdf.Document;
using Licenses.Pdf.Revisions;
using Licenses.Pdf.Signing;
using Licenses.Pdf.Syntax;
using Licenses.Testing.Attacks;
using Licenses.Testing.SharedData;

namespace Licenses.Tests.Pdf.Reading;

public sealed class RevisionTests
{
    [Fact]
    public async Task A_revision_comes_back_byte_by_byte()
    {
        byte[] sealedOnce = await new SealedSample().SealAsync();
        byte[] updated = new RawPdf(sealedOnce).Append(new RawRevision
        {
            Objects = new Dictionary<int, string> { [SealedSample.Size] = "(%%EOF in a string)" },
        }).ToArray();

        var history = RevisionHistory.Read(PdfDocument.Open(PdfSource.FromMemory(updated)));

        Assert.Equal(2, history.Revisions.Length);
        var first = history.Extract(1);
        Assert.Equal(sealedOnce, first.Slice(0, (int)first.Length).ToArray());
    }

    [Fact]
    public void The_document_before_sealing_is_given_back_though_its_lines_end_oddly()
    {
        byte[] file = File.ReadAllBytes(SharedMaterial.PathTo("corpus", "pdf", "dss", "pdf-with-eof-cr.pdf"));

        var history = RevisionHistory.Read(PdfDocument.Open(PdfSource.FromMemory(file)));

        var original = history.Extract(1);
        byte[] digest = System.Security.Cryptography.SHA256.HashData(original.Slice(0, (int)original.Length).Span);
        Assert.Equal("O3DoQCYo2l443ulByo4hwGuxzCZwiW0Vr7K9j56AYuM=", Convert.ToBase64String(digest));
    }

    [Fact]
    public async Task A_change_is_told_with_its_page_and_revision_in_both_languages()
    {
        byte[] document = await AttackCatalog.Find("page-content-replaced").Build();

        var inspection = PdfInspector.Inspect(PdfSource.FromMemory(document));

        var change = inspection.Signatures[0].Changes.First(item => item.Level == ChangeLevel.Other);
        Assert.Equal((2, 1), (change.Revision, change.Page));
        Assert.StartsWith("Revision 2 changed the page content on page 1", change.Detail, StringComparison.Ordinal);
        Assert.StartsWith("第2版修改了第1页的页面内容", change.DetailZh, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Each_limit_is_a_precise_error()
    {
        byte[] document = await AttackCatalog.Find("second-seal-in-the-empty-field").Build();
        PdfLimits[] limits =
        [
            new() { FileSize = 1000 },
            new() { Objects = 5 },
            new() { CrossReferenceEntries = 5 },
            new() { Revisions = 1 },
            new() { Signatures = 1 },
            new() { Nesting = 1 },
            new() { ObjectBytes = 64 },
            new() { ComparedValues = 10 },
        ];

        foreach (var limit in limits)
        {
            Assert.False(Passes(document, limit), limit.ToString());
        }

        Assert.True(Passes(document, PdfLimits.Default));
    }

    private static bool Passes(byte[] document, PdfLimits limits)
    {
        try
        {
            var inspection = PdfInspector.Inspect(
                PdfSource.FromMemory(document), new() { Policy = InspectionPolicy.Pades, Limits = limits });
            return !inspection.HoldsUnreadableSignature
                && inspection.Signatures.All(signature => signature.Verdict == Licenses.Crypto.Verdict.Passed);
        }
        catch (PdfFormatException)
        {
            return false;
        }
    }
}
