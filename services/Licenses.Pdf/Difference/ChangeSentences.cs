namespace Licenses.Pdf.Difference;

/// <summary>Puts a forbidden change into words that a person at a counter understands.</summary>
internal static class ChangeSentences
{
    private static readonly Dictionary<string, (string En, string Zh)> OnPages = new()
    {
        ["Annots"] = ("an annotation or field", "注释或表单域"),
        ["Contents"] = ("the page content", "页面内容"),
        ["Resources"] = ("the fonts or images", "字体或图像"),
        ["Font"] = ("a font", "字体"),
        ["XObject"] = ("an image or drawing", "图像或图形"),
        ["MediaBox"] = ("the page size", "页面尺寸"),
        ["CropBox"] = ("the visible area", "可见区域"),
        ["Rotate"] = ("the page rotation", "页面旋转"),
        ["AA"] = ("an automatic action", "自动动作"),
        ["Kids"] = ("the list of pages", "页面列表"),
        ["Count"] = ("the number of pages", "页数"),
        ["Pages"] = ("the pages", "页面"),
    };

    private static readonly Dictionary<string, (string En, string Zh)> InForm = new()
    {
        ["XFA"] = ("the XFA form", "XFA表单"),
        ["DR"] = ("a font of the form", "表单的字体"),
        ["AA"] = ("an automatic action of a field", "表单域的自动动作"),
        ["A"] = ("an action of a field", "表单域的动作"),
        ["V"] = ("a signature or value that was final", "已确定的签名或域值"),
        ["AP"] = ("the looks of a field", "表单域的外观"),
        ["Rect"] = ("the place or size of a field", "表单域的位置或大小"),
        ["T"] = ("the name of a field", "表单域的名称"),
        ["FT"] = ("the kind of a field", "表单域的类型"),
        ["Lock"] = ("what a signature field locks", "签名域的锁定范围"),
        ["Fields"] = ("a form field", "表单域"),
        ["AcroForm"] = ("the form", "表单"),
    };

    private static readonly Dictionary<string, (string En, string Zh)> InDocument = new()
    {
        ["OpenAction"] = ("what happens when the document is opened", "打开文档时的动作"),
        ["AA"] = ("an automatic action", "自动动作"),
        ["JavaScript"] = ("a script of the document", "文档的脚本"),
        ["EmbeddedFiles"] = ("an attached file", "文档的附件"),
        ["AF"] = ("an attached file", "文档的附件"),
        ["Names"] = ("the document's names, scripts or attached files", "文档的名称、脚本或附件"),
        ["OCProperties"] = ("which layers are visible", "图层的可见性"),
        ["Outlines"] = ("the bookmarks", "书签"),
        ["StructTreeRoot"] = ("the document's logical structure", "文档的逻辑结构"),
        ["Perms"] = ("the document's permissions", "文档的权限"),
        ["DSS"] = ("the stored validation data", "已存的验证数据"),
        ["Metadata"] = ("the document's metadata", "文档的元数据"),
        ["Info"] = ("the document information", "文档信息"),
        ["Extensions"] = ("the extensions that the document uses", "文档使用的扩展"),
        ["PageLabels"] = ("the page numbers that are shown", "显示的页码"),
        ["Encrypt"] = ("the encryption", "加密"),
    };

    public static Change Forbidden(Place place, int revision)
    {
        (string en, string zh) = Name(place);
        (string on, string onZh) = Where(place);
        return new(ChangeLevel.Other, revision, place.Page,
            $"Revision {revision} changed {en}{on} ({place}).",
            $"第{revision}版修改了{onZh}{zh}（{place}）。");
    }

    private static (string En, string Zh) Where(Place place) => (place.Page, place.Pages) switch
    {
        ({ } page, _) => ($" on page {page}", $"第{page}页的"),
        (null, (int first, int last)) when first == last => ($" on page {first}", $"第{first}页的"),
        (null, (int first, int last)) => ($" on pages {first} to {last}", $"第{first}至{last}页的"),
        _ => ("", ""),
    };

    private static (string En, string Zh) Name(Place place)
    {
        var things = place.IsBelow("Pages") ? OnPages : place.IsBelow("AcroForm") ? InForm : InDocument;
        for (var step = place; step is not null; step = step.Parent)
        {
            // Below an annotation or a field, keys mean other things than on a page.
            if (things.TryGetValue(step.Step, out var thing) && !(step.Step != "Annots" && things == OnPages && step.IsBelow("Annots")))
            {
                return thing;
            }
        }

        return ("something that must stay as it was sealed", "必须保持原样的内容");
    }
}
