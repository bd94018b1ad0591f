using System.Collections.Immutable;
using System.Globalization;
using Licenses.Pdf.Difference;
using Licenses.Pdf.Document;
using Licenses.Pdf.Revisions;
using Licenses.Pdf.Syntax;
using Licenses.Testing.Attacks;
using Licenses.Testing.Shapes;

namespace Licenses.Tests.Pdf.Reading;

/// <summary>Looking only at what a revision can have changed finds what walking through the whole document finds.</summary>
public sealed class RevisionComparisonsTests
{
    private const int Never = int.MaxValue;

    [Fact]
    public async Task Every_attack_and_every_honest_update_is_explained_alike()
    {
        int revisions = 0;
        foreach (var attack in AttackCatalog.All)
        {
            revisions += ExplainBothWays(await attack.Build(), attack.Name);
        }

        Assert.True(revisions > 50);
    }

    [Fact]
    public void Documents_that_others_made_are_explained_alike()
    {
        foreach (var row in SharedCorpus.Rows().Where(row => new FileInfo(row.Path).Length < 1_000_000))
        {
            ExplainBothWays(File.ReadAllBytes(row.Path), row.Path);
        }
    }

    [Fact]
    public async Task Broken_documents_are_explained_alike()
    {
        byte[] original = await new SealedSample().ThenAsync((SealedSample.Information, "<< /Title (Other) >>"));
        for (int seed = 1; seed <= 300; seed++)
        {
            ExplainBothWays(new Mutator(seed).Mutate(original, original), $"seed {seed}");
        }
    }

    [Fact]
    public void Documents_with_random_references_are_explained_alike()
    {
        int changes = 0;
        for (int seed = 1; seed <= 600; seed++)
        {
            changes += ExplainBothWays(RandomDocument(new Random(seed)), $"seed {seed}");
        }

        Assert.True(changes > 400);
    }

    [Fact]
    public void A_change_below_an_object_stream_that_was_replaced_is_not_missed()
    {
        var file = new ShapeFile();
        file.Object(1, "<< /Type /Catalog /Pages 2 0 R /Names << /X 11 0 R >> >>");
        file.Object(2, "<< /Type /Pages /Kids [3 0 R] /Count 1 >>");
        file.Object(3, "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 300 300] >>");
        file.ObjectStream(10, 11, ["(old)"]);
        file.End(asStream: true);
        byte[] first = file.ToArray();
        var next = new ShapeFile(first, 13);
        next.Stream(10, "/Type /ObjStm /N 1 /First 5", "11 0 (new)"u8);
        byte[] document = next.End(asStream: true).ToArray();

        var changes = Explain(document, walkedThrough: 0)[0];

        Assert.Contains(changes, change => change.Level == ChangeLevel.Other);
    }

    private static int ExplainBothWays(byte[] document, string name)
    {
        var walked = Explain(document, Never);
        var quick = Explain(document, walkedThrough: 0);

        Assert.Equal(walked.Count, quick.Count);
        for (int i = 0; i < walked.Count; i++)
        {
            Assert.True(
                walked[i].SequenceEqual(quick[i]),
                $"{name}, revision {i + 2}:\n{string.Join('\n', walked[i])}\n-- quick:\n{string.Join('\n', quick[i])}");
        }

        return walked.Sum(changes => changes.Length);
    }

    private static List<ImmutableArray<Change>> Explain(byte[] bytes, int walkedThrough)
    {
        try
        {
            var document = PdfDocument.Open(PdfSource.FromMemory(bytes), new() { AllowLocked = true });
            var history = RevisionHistory.Read(document);
            var comparisons = new RevisionComparisons(history, walkedThrough);
            return document.IsLocked ? [] : [.. Enumerable.Range(2, Math.Max(0, history.Revisions.Length - 1)).Select(comparisons.Compare)];
        }
        catch (PdfFormatException)
        {
            return [];
        }
    }

    /// <summary>Pages, fields, annotations and other objects that refer to each other anyhow, and revisions that rewrite some.</summary>
    private static byte[] RandomDocument(Random dice)
    {
        const int Count = 24;
        const int FirstPacked = 17;
        var file = new ShapeFile();
        bool isPacked = dice.Next(2) == 0;
        for (int number = 1; number < (isPacked ? FirstPacked : Count); number++)
        {
            file.Object(number, Body(dice, number, Count, false));
        }

        if (isPacked)
        {
            file.ObjectStream(
                Count + 10, FirstPacked, [.. Enumerable.Range(FirstPacked, Count - FirstPacked).Select(number => Body(dice, number, Count, false))]);
        }

        file.End("/Info 7 0 R", isPacked);
        for (int revision = 0; revision < 4; revision++)
        {
            for (int change = dice.Next(3); change >= 0; change--)
            {
                int number = dice.Next(1, Count + 3);
                file.Object(number, Body(dice, number, Count, dice.Next(3) == 0));
            }

            file.End("/Info 7 0 R", isPacked);
        }

        return file.ToArray();
    }

    private static string Body(Random dice, int number, int count, bool isBroken) => isBroken && number > 8 ? "<< /X ) >>" : number switch
    {
        1 => $"<< /Type /Catalog /Pages 2 0 R /AcroForm 5 0 R /Names {Reference(dice, count)} /Outlines {Reference(dice, count)} >>",
        2 => "<< /Type /Pages /Kids [3 0 R 4 0 R] /Count 2 >>",
        3 or 4 => $"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] /Resources << /X {Reference(dice, count)} >> /Annots {Annotations(dice, count)} >>",
        5 => $"<< /Fields {(dice.Next(2) == 0 ? "6 0 R" : "[9 0 R 10 0 R 11 0 R]")} /DR << /Font << /F {Reference(dice, count)} >> >> >>",
        6 => "[9 0 R 10 0 R 11 0 R]",
        7 => $"<< /Title (T{dice.Next(4)}) >>",
        8 => "[12 0 R 13 0 R 9 0 R]",
        < 12 => $"<< /FT {(dice.Next(3) == 0 ? "/Sig" : "/Tx")} /T (F{number}) /V {Value(dice, count)} /Subtype /Widget /AP << /N {Reference(dice, count)} >> >>",
        < 14 => $"<< /Type /Annot /Subtype {(dice.Next(2) == 0 ? "/Text" : "/Link")} /Contents (C{dice.Next(3)}) /Popup {Reference(dice, count)} /D {Value(dice, count)} >>",
        < 17 => RawPdf.Stream($"/R {Reference(dice, count)}", $"data {dice.Next(3)}"),
        _ => $"<< /A {Value(dice, count)} /B [{Value(dice, count)} {Reference(dice, count)}] /{(dice.Next(3) == 0 ? "Kids" : "K")} {Value(dice, count)} >>",
    };

    private static string Annotations(Random dice, int count) =>
        dice.Next(3) switch { 0 => "8 0 R", 1 => "[12 0 R 13 0 R 10 0 R]", _ => Reference(dice, count) };

    private static string Value(Random dice, int count) => dice.Next(3) == 0 ? $"(v{dice.Next(3)})" : Reference(dice, count);

    private static string Reference(Random dice, int count) =>
        string.Create(CultureInfo.InvariantCulture, $"{dice.Next(1, count + 3)} {(dice.Next(25) == 0 ? 1 : 0)} R");
}
