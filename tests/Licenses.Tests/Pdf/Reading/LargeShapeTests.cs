using Licenses.Pdf.Difference;
using Licenses.Pdf.Document;
using Licenses.Pdf.Revisions;
using Licenses.Pdf.Signing;
using Licenses.Pdf.Syntax;
using Licenses.Testing.Shapes;

namespace Licenses.Tests.Pdf.Reading;

/// <summary>
/// Cost grows with the work and no faster. What is looked at is counted, not timed: a busy machine changes nothing. The
/// benchmark "shapes" times the same documents at their full sizes.
/// </summary>
public sealed class LargeShapeTests
{
    private const double MostOverhead = 1.25;
    private const int Fraction = 32; // of the full size
    private const int Free = 2_000; // what any document costs
    private const int BytesPerValue = 2; // less than a value for so many bytes is little, however it grows to there

    public static TheoryData<string> Names => [.. LargeShapes.All.Where(shape => !shape.IsBeyondLimits).Select(shape => shape.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Twice_as_much_costs_twice_as_much(string name)
    {
        var shape = LargeShapes.All.Single(shape => shape.Name == name);
        int size = Math.Max(8, shape.Largest / Fraction);
        byte[] once = await shape.Build(size);
        byte[] twice = await shape.Build(2 * size);

        long cost = Cost(twice);
        double growth = (cost + Free) / (double)(Cost(once) + Free);

        double work = Math.Max(2, (double)twice.Length / once.Length);
        Assert.True(
            growth <= work * MostOverhead || cost * BytesPerValue <= twice.Length,
            $"{growth:F2} times the cost for {work:F2} times the work");
    }

    [Fact]
    public async Task What_costs_more_than_its_bytes_are_worth_is_refused_by_name()
    {
        byte[] document = await LargeShapes.All.Single(shape => shape.IsBeyondLimits).Build(2_000);

        var inspection = PdfInspector.Inspect(
            PdfSource.FromMemory(document), new() { Limits = new() { ComparedValuesAtLeast = 10_000, ComparedValuesPerByte = 0 } });

        Assert.Contains(inspection.Findings, finding => finding.Detail.Contains("values to compare", StringComparison.Ordinal));
    }

    private static long Cost(byte[] bytes)
    {
        var document = PdfDocument.Open(PdfSource.FromMemory(bytes));
        try
        {
            var history = RevisionHistory.Read(document);
            var comparisons = new RevisionComparisons(history);
            new SignatureLocator(history).FindAll(PdfLimits.Default);
            for (int number = 2; number <= history.Revisions.Length; number++)
            {
                comparisons.Compare(number);
            }
        }
        catch (PdfFormatException error) when (error.IsLimit)
        {
            // Refused is an answer too, at the cost of the limit.
        }

        return document.Budget.Compared;
    }
}
