using Licenses.Pdf.Composing;
using Licenses.Pdf.Composing.Seals;
using Licenses.Pdf.Document;
using Licenses.Pdf.Syntax;
using static Licenses.Pdf.Composing.PdfObjects;

namespace Licenses.Pdf.Signing;

/// <summary>Builds the revision that carries a seal: signature, field, appearance, and the objects that lead to them.</summary>
internal sealed class SealBuilder
{
    private const int PrintAndLocked = 4 | 128; // ISO 32000-2, table 167; PDF/A wants Print
    private const int PrintReadOnlyLocked = 4 | 64 | 128;

    private readonly PdfDocument _document;
    private readonly SealRequest _request;
    private readonly RevisionWriter _writer;
    private readonly DocumentEdits _edits;
    private readonly FieldChoice _field;
    private readonly FieldLock? _lock;
    private readonly SealDrawing? _drawing;
    private readonly AppearanceWriter? _appearances;

    private SealBuilder(PdfDocument document, SealRequest request)
    {
        _document = document;
        _request = request;
        ProfileDemands.Demand(request);
        _field = FieldChoice.Of(document, request);
        OwnerRights.Demand(document.Access, request, _field.Existing);
        SigningRights.Read(document).Demand(request, _field.Existing, _field.Name);
        if (_field.Existing is { } existing)
        {
            SeedValues.Demand(document, existing, request);
        }

        _writer = new RevisionWriter(document);
        _edits = new DocumentEdits(document, _writer);
        _lock = ChooseLock(request.Lock, LockOf(_field.Existing));
        _drawing = request.Appearance is { } appearance ? appearance.Drawing ?? DrawOwn(request.Profile) : null;
        _appearances = _drawing is null ? null : new AppearanceWriter(document, _drawing, _writer);
    }

    public static PreparedSeal Build(PdfDocument document, SealRequest request, int reservedBytes)
    {
        Demand(document);
        return new SealBuilder(document, request).Build(reservedBytes);
    }

    /// <summary>Throws where the document as a whole cannot be added to.</summary>
    public static void Demand(PdfDocument document)
    {
        if (document.Resolve(document.Catalog["NeedsRendering"]) is PdfBoolean { Value: true })
        {
            throw new SealRefusedException(
                SealRefusal.DynamicForm,
                "The document is a dynamic XFA form: what a viewer shows is not in its pages. Print it to PDF first.",
                "文件为动态XFA表单，显示内容不在页面中，请先打印为PDF。");
        }
    }

    private PreparedSeal Build(int reservedBytes)
    {
        var signature = _writer.Reserve();
        if (_field.Existing is { } existing)
        {
            FillField(existing, signature);
        }
        else
        {
            AddField(signature);
        }

        if (_request.Appearance?.CrossPage is { } crossPage)
        {
            AddStrips(crossPage);
        }

        if (_request.Certify is not null)
        {
            _edits.SetPermissions(signature);
        }

        _edits.Write();
        var hole = _writer.SetSignature(signature, SignatureDictionary.ForSeal(_request, _lock), reservedBytes);
        return new PreparedSeal(_document.Source, _field.Name, hole, _writer.Finish())
        {
            Profile = _request.Profile,
            Time = _request.SigningTime,
        };
    }

    private static SealDrawing DrawOwn(SealProfile profile) => profile is SealProfile.Ses ses
        ? ses.Draw()
        : throw new ArgumentException("Only an electronic seal brings a picture of its own.");

    private static FieldLock? ChooseLock(FieldLock? wanted, FieldLock? own) => wanted is not null && own is not null
        ? throw new SealRefusedException(
            SealRefusal.FieldDemands, "The field brings a lock of its own; another one cannot be asked for.", "该签名域自带锁定设置，不能另行指定。")
        : wanted ?? own;

    private FieldLock? LockOf(FormField? existing) =>
        existing is not null && _document.Resolve(existing.Dictionary["Lock"]) is PdfDictionary written
            ? SigningRights.ReadLock(_document, written)
            : null;

    private void AddField(PdfReference signature)
    {
        var (view, area) = Place();
        var field = _writer.Reserve();
        PdfReference? appearance = area is { } seen ? _appearances!.Whole(view, seen.Width, seen.Height) : null;
        _writer.Set(field, Dictionary(
            ("Type", Name("Annot")),
            ("Subtype", Name("Widget")),
            ("FT", Name("Sig")),
            ("T", Text(_field.Name)),
            ("TU", _drawing is { Description.Length: > 0 } ? Text(_drawing.Description) : null),
            ("V", signature),
            ("P", view.Page.Reference),
            ("F", Integer(PrintAndLocked)),
            ("Rect", area is { } placed ? view.ToRect(placed) : Numbers(0, 0, 0, 0)),
            ("AP", appearance is null ? null : Dictionary(("N", appearance))),
            ("Lock", _lock is null ? null : SignatureDictionary.Lock("SigFieldLock", _lock))));
        _edits.Append(view.Page.Reference, "Annots", field);
        _edits.AddField(field);
    }

    private (PageView View, PageRectangle? Area) Place()
    {
        if (_request.Appearance is not { } appearance)
        {
            return (PageView.Of(_document, SealPlacer.FindPage(_document, 1)), null);
        }

        var placement = appearance.Placement
            ?? throw new ArgumentException("A visible seal in a new field needs a placement.");
        var (view, area) = SealPlacer.Place(_document, placement, _drawing!);
        return view.Holds(area)
            ? (view, area)
            : throw new SealRefusedException(
                SealRefusal.OutsidePage,
                $"The seal would not lie within the page, which is {view.Width:F0} by {view.Height:F0} points as seen.",
                $"印章超出页面范围（页面为{view.Width:F0}×{view.Height:F0}点）。");
    }

    private void FillField(FormField existing, PdfReference signature)
    {
        var reference = existing.Reference!;
        _edits.Update(reference, field => field.With("V", signature));
        _edits.FlagForm();
        if (_appearances is null)
        {
            return;
        }

        var widget = existing.Widgets.OfType<PdfReference>().FirstOrDefault() ?? reference;
        if (_document.Resolve(widget) is PdfDictionary shown
            && PageView.Box(_document, shown["Rect"]) is { } box
            && FindPage(widget, shown) is { } page)
        {
            var view = PageView.Of(_document, page);
            double width = (box.Right - box.Left) * view.Unit;
            double height = (box.Top - box.Bottom) * view.Unit;
            bool isTurned = page.Rotate is 90 or 270;
            var form = _appearances.Whole(view, isTurned ? height : width, isTurned ? width : height);
            _edits.Update(widget, old => old.With("AP", Dictionary(("N", form))));
        }
    }

    private PdfPage? FindPage(PdfReference widget, PdfDictionary shown) =>
        shown["P"] is PdfReference page && _document.Pages.NumberOf(page.Number) is { } number
            ? _document.Pages.Find(number)
            : _document.Pages.FirstOrDefault(candidate =>
                _document.Resolve(candidate.Dictionary["Annots"]) is PdfArray annotations
                && annotations.Items.OfType<PdfReference>().Any(item => item.Number == widget.Number));

    private void AddStrips(CrossPageSeal crossPage)
    {
        var pages = _document.Pages.Select(page => PageView.Of(_document, page)).ToList();
        if (pages.Count < 2)
        {
            throw new SealRefusedException(
                SealRefusal.PageNotFound, "A cross-page seal needs at least two pages.", "骑缝章至少需要两页。");
        }

        int perSeal = Math.Max(2, crossPage.PagesPerSeal);
        int groups = (pages.Count + perSeal - 1) / perSeal; // of equal size, so that no page is left alone
        for (int group = 0; group < groups; group++)
        {
            int first = (int)((long)pages.Count * group / groups);
            int count = (int)((long)pages.Count * (group + 1) / groups) - first;
            for (int i = 0; i < count; i++)
            {
                AddStrip(pages[first + i], i, count, crossPage.Height);
            }
        }
    }

    private void AddStrip(PageView view, int index, int count, double share)
    {
        var drawing = _drawing!;
        double width = drawing.Width / count;
        double bottom = Math.Clamp(view.Height * share - drawing.Height / 2, 0, Math.Max(0, view.Height - drawing.Height));
        var annotation = _writer.Reserve();
        _writer.Set(annotation, Dictionary(
            ("Type", Name("Annot")),
            ("Subtype", Name("Stamp")),
            ("P", view.Page.Reference),
            ("F", Integer(PrintReadOnlyLocked)),
            ("Rect", view.ToRect(new PageRectangle(view.Width - width, bottom, width, drawing.Height))),
            ("Contents", Text($"骑缝章 {index + 1}/{count} {drawing.Description}")),
            ("AP", Dictionary(("N", _appearances!.Strip(view, index, count))))));
        _edits.Append(view.Page.Reference, "Annots", annotation);
    }
}
