namespace Licenses.Pdf.Difference;

/// <summary>Puts a forbidden change into words that a person at a counter understands.</summary>
internal static class ChangeSentences
{
    private static readonly Dictionary<string, (string En, string Zh)> Things = new()
    {
        ["Contents"] = ("the page content", "页面内容"),
        ["Resources"] = ("the fonts or images", "页面的字体或图像"),
        ["Font"] = ("a font", "字体"),
        ["XObject"] = ("an image or drawing", "图像或图形"),
        ["MediaBox"] = ("the page size", "页面尺寸"),
        ["CropBox"] = ("the visible area", "页面的可见区域"),
        ["Rotate"] = ("the page rotation", "页面旋转"),
        ["Kids"] = ("the list of pages", "页面列表"),
        ["Count"] = ("the number of pages", "页数"),
        ["OpenAction"] = ("what happens when the document is opened", "打开文档时的动作"),
        ["AA"] = ("an automatic action", "自动动作"),
        ["Names"] = ("the document's names, scripts or attached files", "文档的名称、脚本或附件"),
        ["OCProperties"] = ("which layers are visible", "图层的可见性"),
        ["Outlines"] = ("the bookmarks", "书签"),
        ["StructTreeRoot"] = ("the document's logical structure", "文档的逻辑结构"),
        ["Perms"] = ("the document's permissions", "文档的权限"),
        ["AcroForm"] = ("the form", "表单"),
        ["XFA"] = ("the XFA form", "XFA表单"),
        ["Encrypt"] = ("the encryption", "加密"),
    };

    public static Change Forbidden(Place place, int revision)
    {
        (string en, string zh) = Name(place);
        string onPage = place.Page is { } page ? $" on page {page}" : "";
        string onPageZh = place.Page is { } number ? $"第{number}页" : "";
        return new(ChangeLevel.Other, revision, place.Page,
            $"Revision {revision} changed {en}{onPage} ({place}).",
            $"第{revision}版修改了{onPageZh}{zh}（{place}）。");
    }

    private static (string En, string Zh) Name(Place place)
    {
        for (var step = place; step is not null; step = step.Parent)
        {
            if (Things.TryGetValue(step.Step, out var thing))
            {
                return thing;
            }
        }

        return ("something that must stay as it was sealed", "必须保持原样的内容");
    }
}
