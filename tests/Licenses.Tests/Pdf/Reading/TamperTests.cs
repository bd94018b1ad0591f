using System.Text;
using Licenses.Crypto;
using Licenses.Pdf.Signing;
using Licenses.Pdf.Syntax;
using Licenses.Testing.Attacks;

namespace Licenses.Tests.Pdf.Reading;

/// <summary>Every place of a sealed document, one after the other.</summary>
public sealed class TamperTests
{
    [Theory]
    [InlineData(0x01)]
    [InlineData(0x20)]
    [InlineData(0x80)]
    public async Task No_byte_outside_of_the_gap_can_be_changed(byte flip)
    {
        byte[] document = await new SealedSample { Certify = 1 }.SealAsync();
        int gap = document.AsSpan().IndexOf("/Contents <3"u8) + 10;
        int gapEnd = gap + document.AsSpan(gap).IndexOf((byte)'>') + 1;

        for (int i = 0; i < document.Length; i++)
        {
            if (i < gap || i >= gapEnd)
            {
                document[i] ^= flip;
                Assert.False(Passes(document), $"byte {i} was changed");
                document[i] ^= flip;
            }
        }

        Assert.True(Passes(document));
    }

    [Fact]
    public async Task No_later_revision_can_be_changed_either()
    {
        byte[] document = await AttackCatalog.Find("validation-data-added").Build();
        int first = document.AsSpan().IndexOf("%%EOF\n"u8) + 6;

        for (int i = first; i < document.Length - 1; i++)
        {
            document[i] ^= 0x01;
            // Some changes are honest ones: a stored certificate or a comment may read otherwise. None is a broken file.
            AssertExplained(document, i);
            document[i] ^= 0x01;
        }
    }

    [Fact]
    public async Task No_cut_passes()
    {
        byte[] document = await new SealedSample().SealAsync();

        for (int length = 0; length < document.Length; length++)
        {
            Assert.False(Passes(document[..length]), $"cut to {length}");
        }
    }

    [Fact]
    public async Task A_sealed_document_whose_end_was_cut_off_is_damaged_and_not_unsigned()
    {
        byte[] document = await AttackCatalog.Find("second-seal-in-the-empty-field").Build();
        int told = document.AsSpan().IndexOf("/Contents <"u8);

        for (int length = told; length < document.Length - 1; length += 7)
        {
            var inspection = PdfInspector.Inspect(PdfSource.FromMemory(document[..length]), new() { Policy = InspectionPolicy.Pades });

            Assert.True(
                inspection.HoldsUnreadableSignature || inspection.Signatures.Any(signature => signature.Verdict == Verdict.Failed),
                $"cut to {length}");
        }
    }

    [Theory]
    [InlineData("/Contents <", false)]
    [InlineData("/Contents<", true)]
    [InlineData("/#43ontents <\n", false)]
    [InlineData("/Contents < ", true)]
    public async Task A_document_that_is_cut_off_in_its_signature_value_is_damaged_even_where_the_byte_range_would_follow(
        string opening, bool isLower)
    {
        string text = Encoding.Latin1.GetString(await new SealedSample().SealAsync());
        int value = text.IndexOf("/Contents <3", StringComparison.Ordinal) + "/Contents <".Length;
        string head = text[..text.IndexOf("/ByteRange", StringComparison.Ordinal)];
        string digits = text[value..(value + 300)];

        byte[] cut = Encoding.Latin1.GetBytes(head + opening + (isLower ? digits.ToLowerInvariant() : digits));

        Assert.True(PdfInspector.Inspect(PdfSource.FromMemory(cut)).HoldsUnreadableSignature);
    }

    [Fact]
    public async Task A_document_that_is_cut_off_in_a_placeholder_is_merely_unreadable()
    {
        string text = Encoding.Latin1.GetString(await new SealedSample().SealAsync());
        string head = text[..text.IndexOf("/ByteRange", StringComparison.Ordinal)];

        byte[] cut = Encoding.Latin1.GetBytes(head + "/Contents <" + new string('0', 300));

        Assert.Throws<PdfFormatException>(() => PdfInspector.Inspect(PdfSource.FromMemory(cut)));
    }

    [Fact]
    public void A_document_that_holds_a_signed_one_as_its_attachment_is_unsigned_and_not_damaged()
    {
        string attached = RawPdf.Stream("/Type /EmbeddedFile", "1 0 obj << /ByteRange [0 100 200 300] /Contents <30820EC206092A864886F70D010702> >> endobj");
        byte[] document = new RawPdf().Append(new RawRevision
        {
            Objects = new Dictionary<int, string>
            {
                [1] = "<< /Type /Catalog /Pages 2 0 R /Names << /EmbeddedFiles << /Names [(a) << /Type /Filespec /F (a) /EF << /F 4 0 R >> >>] >> >> >>",
                [2] = "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
                [3] = "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 300 300] >>",
                [4] = attached,
            },
            Entries = new Dictionary<int, string> { [0] = RawPdf.Entry(0, 65535, 'f') },
            Size = 5,
        }).ToArray();

        var inspection = PdfInspector.Inspect(PdfSource.FromMemory(document));

        Assert.Empty(inspection.Signatures);
        Assert.False(inspection.HoldsUnreadableSignature);
    }

    [Fact]
    public async Task Nothing_can_be_put_in_between()
    {
        byte[] document = await new SealedSample().SealAsync();

        for (int i = 0; i < document.Length; i++)
        {
            Assert.False(Passes([.. document.AsSpan(0, i), (byte)' ', .. document.AsSpan(i)]), $"a blank at {i}");
        }
    }

    private static bool Passes(byte[] document) => TryInspect(document) is { } inspection
        && inspection.Signatures.Any(signature => signature.Verdict == Verdict.Passed);

    private static void AssertExplained(byte[] document, int place)
    {
        var signature = TryInspect(document)?.Signatures.FirstOrDefault();
        bool isWhole = signature is not null && signature.Verdict == Verdict.Passed;
        Assert.True(!isWhole || signature!.ChangesAfter <= Licenses.Pdf.Difference.ChangeLevel.LtaUpdates, $"byte {place}");
    }

    private static PdfInspection? TryInspect(byte[] document)
    {
        try
        {
            return PdfInspector.Inspect(PdfSource.FromMemory(document));
        }
        catch (PdfFormatException)
        {
            return null;
        }
    }
}
