using Licenses.Pdf.Document;
using Licenses.Pdf.Syntax;

namespace Licenses.Pdf.Difference;

/// <summary>
/// Finds objects that are used as something else than a widget's looks. Looks that other content shares must not be
/// replaced: what else they are is not for a signer to change (R18).
/// </summary>
internal sealed class AppearanceUses(PdfDocument document)
{
    private HashSet<int>? _usedElsewhere;

    public bool IsUsedElsewhere(int number) => (_usedElsewhere ??= Collect()).Contains(number);

    private HashSet<int> Collect()
    {
        var used = new HashSet<int>();
        var seen = new HashSet<int>();
        var open = new Stack<(PdfObject Value, bool IsAppearance)>();
        open.Push((document.Trailer, false));
        while (open.TryPop(out var next))
        {
            document.Budget.ChargeCompared();

            if (next.Value is PdfReference reference)
            {
                if (!next.IsAppearance)
                {
                    used.Add(reference.Number);
                }

                if (seen.Add(reference.Number))
                {
                    open.Push((Follow(reference), false));
                }

                continue;
            }

            foreach (var entry in Dictionary(next.Value)?.Entries ?? [])
            {
                open.Push((entry.Value, entry.Key == "AP"));
            }

            foreach (var item in (next.Value as PdfArray)?.Items ?? [])
            {
                open.Push((item, false));
            }
        }

        return used;
    }

    private PdfObject Follow(PdfReference reference)
    {
        try
        {
            return document.FindObject(reference)?.Value ?? PdfNull.Instance;
        }
        catch (PdfFormatException)
        {
            return PdfNull.Instance; // broken before, broken after
        }
    }

    private static PdfDictionary? Dictionary(PdfObject value) => value as PdfDictionary ?? (value as PdfStream)?.Dictionary;
}
