using Licenses.Pdf.Document;
using Licenses.Pdf.Syntax;

namespace Licenses.Pdf.Revisions;

/// <summary>
/// Object streams of a later revision and the cross-reference must name the same objects at the same places: readers that
/// ask the one, the other, or rebuild the cross-reference by themselves would see different documents (R11, R13).
/// </summary>
internal static class PackedObjects
{
    /// <summary>Whether an entry that a revision gives anew leads to an object in an object stream of that revision.</summary>
    /// <exception cref="PdfFormatException">The object stream cannot be read.</exception>
    public static bool IsFound(PdfDocument view, Revision revision, int number, XrefEntry entry) =>
        entry.Offset <= int.MaxValue
        && view.TryFindEntry((int)entry.Offset, out var container)
        && container.Kind == XrefEntryKind.InFile
        && container.Offset >= revision.Start && container.Offset < revision.End
        && (view.IsLocked || view.FindObject(number) is not null);

    /// <summary>An object that an object stream holds without being named by the cross-reference; null where there is none.</summary>
    /// <exception cref="PdfFormatException">The object stream cannot be read.</exception>
    public static int? FindUnnamed(PdfDocument view, IndirectObject stored)
    {
        if (stored.Value is not PdfStream { Dictionary: var dictionary } || view.IsLocked
            || view.Resolve(dictionary["Type"]) is not PdfName { Value: "ObjStm" } && !dictionary.Duplicates.Contains("Type"))
        {
            return null;
        }

        var members = view.ReadMembers(stored.Number);
        for (int index = 0; index < members.Length; index++)
        {
            view.Budget.ChargeCompared();
            if (!view.TryFindEntry(members[index], out var entry)
                || entry != new XrefEntry(XrefEntryKind.InObjectStream, stored.Number, index))
            {
                return members[index];
            }
        }

        return null;
    }
}
