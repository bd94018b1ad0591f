using Licenses.Pdf.Document;
using Licenses.Pdf.Syntax;

namespace Licenses.Pdf.Revisions;

/// <summary>What a cross-reference must keep to (R13, R14).</summary>
internal static class XrefRules
{
    private const int HighestGeneration = 65535;

    public static void Check(
        Revision revision, Revision? before, PdfDocument document, ImmutableArray<StructureFlaw>.Builder flaws)
    {
        foreach (var section in revision.Sections)
        {
            AddFlaws(section, revision, flaws);
            CheckSize(section, revision, before, flaws);
            CheckHybrid(section, revision, document, flaws);
        }

        CheckTrailers(revision, before, flaws);
        CheckEntries(revision, before is null ? null : document.At(before.Section), flaws);
        CheckHeads(revision, document.At(revision.Section), flaws);
    }

    private static void AddFlaws(XrefSection section, Revision revision, ImmutableArray<StructureFlaw>.Builder flaws)
    {
        foreach (var flaw in section.Flaws.Concat(section.Hybrid?.Flaws ?? []))
        {
            flaws.Add(new(StructureRule.CrossReference, revision.Number, flaw.Offset, flaw.Detail, flaw.DetailZh));
        }

        if (!section.Trailer.Duplicates.IsEmpty)
        {
            Add(flaws, revision, section, $"The trailer gives /{section.Trailer.Duplicates[0]} twice.",
                $"文件尾字典重复给出/{section.Trailer.Duplicates[0]}。");
        }
    }

    private static void CheckSize(
        XrefSection section, Revision revision, Revision? before, ImmutableArray<StructureFlaw>.Builder flaws)
    {
        if (before is not null && section.Size < before.Sections[^1].Size)
        {
            // Readers may take objects beyond /Size for missing; with the last revision, that is what they show.
            bool isLast = revision.Section == 0;
            Add(flaws, revision, section, "/Size of a trailer is less than the one before it.", "文件尾的/Size小于前一修订版的。", isLast);
        }

        if (section.Subsections is [.., var last] && last.End > section.Size && HasObjectFrom(last, section.Size))
        {
            Add(flaws, revision, section, "The cross-reference lists an object beyond /Size.", "交叉引用列出了超过/Size的对象。");
        }
    }

    private static bool HasObjectFrom(XrefSubsection subsection, int size)
    {
        for (int number = Math.Max(size, subsection.First); number < subsection.End; number++)
        {
            if (subsection.Entries[number - subsection.First].Kind != XrefEntryKind.Free)
            {
                return true;
            }
        }

        return false;
    }

    private static void CheckHybrid(
        XrefSection section, Revision revision, PdfDocument document, ImmutableArray<StructureFlaw>.Builder flaws)
    {
        foreach (var subsection in section.Hybrid?.Subsections ?? [])
        {
            for (int i = 0; i < subsection.Entries.Length; i++)
            {
                var hidden = subsection.Entries[i];
                int number = subsection.First + i;
                if (hidden.Kind != XrefEntryKind.Free && section.TryFindHere(number, out var shown)
                    && shown != hidden && (shown.Kind != XrefEntryKind.Free || WasShown(number, revision, document)))
                {
                    flaws.Add(new(StructureRule.Hybrid, revision.Number, section.Span.Start,
                        $"The cross-reference table and stream disagree on object {number}.",
                        $"交叉引用表与交叉引用流对对象{number}的记载不一致。")
                    {
                        // Some writers repeat the /XRefStm of an earlier revision. A reader that prefers it goes back to
                        // objects as they were; it cannot be shown anything that was not there before.
                        IsAmbiguous = !document.Chain.Sections[(revision.Section + 1)..]
                            .Any(older => older.Hybrid?.Span.Start == section.Hybrid!.Span.Start),
                    });
                    return;
                }
            }
        }
    }

    /// <summary>
    /// Whether an older table has the object in use. To hide what only the stream tells is what hybrid files are for; to
    /// free what readers of tables have seen so far gives them another document than the others.
    /// </summary>
    private static bool WasShown(int number, Revision revision, PdfDocument document)
    {
        foreach (var older in document.Chain.Sections.AsSpan()[(revision.Section + revision.Sections.Length)..])
        {
            if (older.TryFindHere(number, out var entry))
            {
                return entry.Kind != XrefEntryKind.Free;
            }
        }

        return false;
    }

    private static void CheckTrailers(Revision revision, Revision? before, ImmutableArray<StructureFlaw>.Builder flaws)
    {
        if (before is null)
        {
            return;
        }

        var older = before.Sections[^1].Trailer;
        var newer = revision.Sections[^1];
        if (!SameReference(older["Root"], newer.Trailer["Root"]))
        {
            Add(flaws, revision, newer, "A later trailer names another catalog.", "后来的文件尾指向另一个文档目录。");
        }

        if (older.Has("Encrypt") != newer.Trailer.Has("Encrypt")
            || older.Has("Encrypt") && older["Encrypt"] is PdfReference && !SameReference(older["Encrypt"], newer.Trailer["Encrypt"]))
        {
            Add(flaws, revision, newer, "A later trailer changes the encryption.", "后来的文件尾改变了加密设置。");
        }

        if (older["ID"] is PdfArray { Items: [PdfString first, ..] } && newer.Trailer["ID"] is PdfArray { Items: [PdfString same, ..] }
            && !first.Bytes.Span.SequenceEqual(same.Bytes.Span))
        {
            Add(flaws, revision, newer, "A later trailer names another document in /ID.", "后来的文件尾的/ID是另一份文档的。",
                isAmbiguous: older.Has("Encrypt")); // keys are derived from it
        }
    }

    private static void CheckEntries(Revision revision, PdfDocument? before, ImmutableArray<StructureFlaw>.Builder flaws)
    {
        const int MostFlaws = 64; // of one revision: a flood of them says no more
        int most = flaws.Count + MostFlaws;
        foreach (var section in revision.Sections)
        {
            foreach ((int number, var entry) in section.Objects())
            {
                if (entry.Generation > HighestGeneration && entry.Kind == XrefEntryKind.InFile)
                {
                    Add(flaws, revision, section, $"The generation of object {number} is above 65535.", $"对象{number}的代号超过65535。");
                    return;
                }

                if (before is not null && entry.Kind == XrefEntryKind.InFile && before.TryFindEntry(number, out var old)
                    && old.Kind == XrefEntryKind.InFile && entry.Generation != old.Generation && flaws.Count < most)
                {
                    // A number that was never given up keeps its generation; readers that look at the number alone see another object.
                    Add(flaws, revision, section, $"Object {number} comes back with another generation.", $"对象{number}以另一个代号重新出现。");
                }
            }
        }
    }

    private static void CheckHeads(Revision revision, PdfDocument view, ImmutableArray<StructureFlaw>.Builder flaws)
    {
        foreach (var section in revision.Sections)
        {
            foreach ((int number, var entry) in section.Objects())
            {
                if (entry.Kind is XrefEntryKind.InFile or XrefEntryKind.InObjectStream
                    && view.TryFindEntry(number, out var counts) && counts == entry && !ObjectHeads.IsThere(view, number, entry))
                {
                    view.Budget.Check();
                    Add(flaws, revision, section, $"Object {number} is not where the cross-reference says.",
                        $"对象{number}不在交叉引用所指的位置。");
                    return; // one is enough for a reader to search the file by itself
                }
            }
        }
    }

    private static bool SameReference(PdfObject? first, PdfObject? second) =>
        first is PdfReference one && second is PdfReference other
        && one.Number == other.Number && one.Generation == other.Generation;

    private static void Add(
        ImmutableArray<StructureFlaw>.Builder flaws,
        Revision revision,
        XrefSection section,
        string detail,
        string detailZh,
        bool isAmbiguous = true) =>
        flaws.Add(new(StructureRule.CrossReference, revision.Number, section.Span.Start, detail, detailZh)
        {
            IsAmbiguous = isAmbiguous,
        });
}
