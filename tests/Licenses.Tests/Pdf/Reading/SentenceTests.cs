using Licenses.Crypto;
using Licenses.Pdf.Difference;
using Licenses.Pdf.Signing;
using Licenses.Pdf.Syntax;
using Licenses.Testing.Attacks;

namespace Licenses.Tests.Pdf.Reading;

/// <summary>What was changed, on which page, by which revision: in words for a person at a counter.</summary>
public sealed class SentenceTests
{
    [Theory]
    [InlineData("page-content-replaced", 1, "Revision 2 changed the page content on page 1", "第2版修改了第1页的页面内容")]
    [InlineData("metadata-that-is-also-page-content", 2, "Revision 2 changed the page content on page 2", "第2版修改了第2页的页面内容")]
    [InlineData("drawing-replaced", null, "Revision 2 changed an image or drawing on pages 1 to 2", "第2版修改了第1至2页的图像或图形")]
    [InlineData("font-replaced", null, "Revision 2 changed a font on pages 1 to 2", "第2版修改了第1至2页的字体")]
    [InlineData("page-turned", 1, "Revision 2 changed the page rotation on page 1", "第2版修改了第1页的页面旋转")]
    [InlineData("page-added", null, "Revision 2 added 1 page.", "第2版添加了1页。")]
    [InlineData("page-removed", null, "Revision 2 removed 1 page.", "第2版删除了1页。")]
    [InlineData("page-replaced", 1, "Revision 2 replaced page 1", "第2版替换了第1页")]
    [InlineData("field-filled-in", 1, "Revision 2 filled in form field Amount.", "第2版填写了表单域：Amount。")]
    [InlineData("field-moved", 1, "Revision 2 changed the place or size of a field on page 1", "第2版修改了第1页的表单域的位置或大小")]
    [InlineData("second-seal-in-the-empty-field", 2, "Revision 2 signed field Seal2.", "第2版在域“Seal2”中签名。")]
    [InlineData("seal-field-apart-from-its-widget", 1, "Revision 2 signed field Seal3.", "第2版在域“Seal3”中签名。")]
    [InlineData("note-added-where-notes-are-open", 1, "Revision 2 added an annotation (Text) to page 1.", "第2版在第1页添加了注释（Text）。")]
    [InlineData("validation-data-added", null, "Revision 2 added validation data.", "第2版添加了验证数据。")]
    [InlineData("action-on-opening", null, "Revision 2 changed what happens when the document is opened", "第2版修改了打开文档时的动作")]
    public async Task A_change_is_told_in_one_sentence(string name, int? page, string english, string chinese)
    {
        byte[] document = await AttackCatalog.Find(name).Build();

        var changes = PdfInspector.Inspect(PdfSource.FromMemory(document)).Signatures[0].Changes;

        Assert.Contains(changes, change => change.Revision == 2 && change.Page == page
            && change.Detail.StartsWith(english, StringComparison.Ordinal) && change.DetailZh.StartsWith(chinese, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_page_that_was_changed_is_told_from_the_seal_that_came_later_and_covers_it()
    {
        byte[] changed = await AttackCatalog.Find("second-seal-over-a-changed-page").Build();

        var signatures = PdfInspector.Inspect(PdfSource.FromMemory(changed), new() { Policy = InspectionPolicy.Pades }).Signatures;

        Assert.Equal(2, signatures.Length);
        Assert.Equal(Verdict.Failed, signatures[0].Verdict);
        Assert.Equal(ChangeLevel.Other, signatures[0].ChangesAfter);
        var first = signatures[0].Findings.First(finding => finding.Check == Check.ModifiedAfterSigning);
        Assert.Contains("the page content on page 1", first.Detail, StringComparison.Ordinal);
        Assert.Equal(Verdict.Passed, signatures[1].Verdict);
        Assert.Equal(ChangeLevel.None, signatures[1].ChangesAfter);
    }
}
