using Licenses.Pdf.Document;
using Licenses.Pdf.Syntax;

namespace Licenses.Tests.Pdf.Reading;

public sealed class DocumentTests
{
    [Fact]
    public void Every_document_that_must_be_accepted_opens_and_gives_its_pages_and_fields()
    {
        foreach (var row in SharedCorpus.Rows().Where(row => row.Expected.StartsWith("ACCEPT", StringComparison.Ordinal)))
        {
            using var source = PdfSource.OpenFile(row.Path);

            var document = PdfDocument.Open(source, new() { Password = "password" });

            Assert.True(document.Pages.Any(), row.Name);
            Assert.NotEmpty(document.Form.Fields);
        }
    }
}
