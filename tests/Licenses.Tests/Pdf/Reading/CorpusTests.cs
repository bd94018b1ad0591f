namespace Licenses.Tests.Pdf.Reading;

public sealed class CorpusTests
{
    [Fact]
    public void Every_document_that_others_made_gets_the_answer_it_must_get()
    {
        var rows = SharedCorpus.Rows().ToList();

        var faults = rows.Select(CorpusScore.Fault).OfType<string>().ToList();

        Assert.True(faults.Count == 0, $"{rows.Count - faults.Count}/{rows.Count} right\n" + string.Join('\n', faults));
    }
}
