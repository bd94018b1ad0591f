using System.Runtime.InteropServices;
using Licenses.Pdf.Document;
using Licenses.Pdf.Revisions;
using Licenses.Pdf.Syntax;

namespace Licenses.Pdf.Signing;

/// <summary>
/// Finds the signatures of a file: those that its last revision shows, and those that an earlier one showed and a later
/// one hides.
/// </summary>
internal sealed class SignatureLocator(RevisionHistory history)
{
    private const int MostKept = 65_536; // candidates of all revisions together; beyond, a revision is read again

    private readonly Dictionary<int, List<SignatureCandidate>> _shown = [];
    private int _kept;

    public List<SignatureCandidate> FindAll(PdfLimits limits)
    {
        var found = new List<SignatureCandidate>();
        var byNumber = new Dictionary<int, List<SignatureCandidate>>(); // most are told apart by that alone
        HashSet<int>? dependsOn = null;
        for (int number = history.Revisions.Length; number > 0; number--)
        {
            if (dependsOn is not null && !history.Touched(number + 1).Any(dependsOn.Contains)
                && ListSameFields(history.View(number), history.View(number + 1)))
            {
                continue; // it shows what the revision after it shows
            }

            foreach (var candidate in Keep(number, FindIn(number, out dependsOn)))
            {
                var alike = CollectionsMarshal.GetValueRefOrAddDefault(byNumber, candidate.Number ?? -1, out _) ??= [];
                // One that was signed once, and was made a blank or something of no use later, is not forgotten.
                if (!alike.Any(known => IsSame(known, candidate) && (known.IsUsed || !candidate.IsUsed)))
                {
                    found.Add(candidate);
                    alike.Add(candidate);
                }
            }

            if (found.Count > limits.Signatures)
            {
                throw new PdfFormatException($"The file has more than {limits.Signatures} signatures.", 0) { IsLimit = true };
            }
        }

        return found;
    }

    /// <summary>The signature of the same field, or with the same object, as a given revision shows it; null where it shows none.</summary>
    public SignatureCandidate? FindAs(SignatureCandidate wanted, int number)
    {
        var view = history.View(number);
        if (!view.IsLocked && _shown.TryGetValue(number, out var known))
        {
            return known.Find(candidate => IsSame(wanted, candidate));
        }

        var shown = view.IsLocked ? FindLocked(view, number, wanted.Number is { } own ? [own] : []) : FindInForm(view, number);
        var found = shown.FirstOrDefault(candidate => IsSame(wanted, candidate));
        Forget(number);
        return found;
    }

    private List<SignatureCandidate> Keep(int number, List<SignatureCandidate> shown)
    {
        if (_kept + shown.Count <= MostKept)
        {
            _kept += shown.Count;
            _shown.Add(number, shown);
        }

        return shown;
    }

    private static bool IsSame(SignatureCandidate one, SignatureCandidate other) => one.Number is { } number
        ? number == other.Number && one.Names.Intersect(other.Names).Any()
        : other.Number is null && one.Names.Intersect(other.Names).Any();

    /// <summary>Whether the forms of two revisions name one and the same list of fields, whatever else they say.</summary>
    private static bool ListSameFields(PdfDocument older, PdfDocument newer) =>
        List(older) is PdfReference one && List(newer) is PdfReference other
        && one.Number == other.Number && one.Generation == other.Generation;

    private static PdfObject? List(PdfDocument view) => (view.Resolve(view.Catalog["AcroForm"]) as PdfDictionary)?["Fields"];

    /// <summary>
    /// What one revision shows, with the objects below the form's list of fields that decide it; those are not known
    /// where the document is locked.
    /// </summary>
    private List<SignatureCandidate> FindIn(int number, out HashSet<int>? dependsOn)
    {
        var view = history.View(number);
        dependsOn = null;
        if (view.IsLocked)
        {
            // What a later revision does not touch was found there.
            bool isLast = number == history.Revisions.Length;
            var objects = isLast ? view.Chain.Sections.SelectMany(section => section.Objects()).Select(item => item.Number) : history.Touched(number + 1);
            return [.. FindLocked(view, number, objects.Distinct())];
        }

        view.ForgetForm();
        _ = view.Form; // the list is not known by what it stands in
        view.Trace = dependsOn = [];
        try
        {
            return [.. FindInForm(view, number)];
        }
        finally
        {
            view.Trace = null;
            Forget(number);
        }
    }

    // The fields of all revisions together can be many times the file; those of the last one are asked for again.
    private void Forget(int number)
    {
        if (number < history.Revisions.Length)
        {
            history.View(number).ForgetForm();
        }
    }

    /// <summary>
    /// Without the password the form may be out of reach, but no signature dictionary ever stands in an encrypted stream.
    /// </summary>
    private static IEnumerable<SignatureCandidate> FindLocked(PdfDocument view, int number, IEnumerable<int> objects)
    {
        foreach (int item in objects.Where(item => view.TryFindEntry(item, out var entry) && entry.Kind == XrefEntryKind.InFile))
        {
            if (view.FindObject(item) is { Value: PdfDictionary dictionary } stored
                && dictionary.Has("ByteRange") && dictionary.Has("Contents"))
            {
                yield return new([$"object {item}"], item, null, PdfDictionary.Empty, dictionary, stored, number);
            }
        }
    }

    private static IEnumerable<SignatureCandidate> FindInForm(PdfDocument view, int number)
    {
        var fields = view.Form.Fields
            .Where(field => field.Value is not null && view.Resolve(field.Value) is PdfDictionary value && IsSignature(field, value));
        foreach (var group in fields.GroupBy(field => field.Value is PdfReference shared ? (object)shared.Number : field.Value!))
        {
            var first = group.First();
            var reference = first.Value as PdfReference;
            var container = reference is not null ? view.FindObject(reference)
                : first.Reference is not null ? view.FindObject(first.Reference)
                : null;
            yield return new(
                [.. group.Select(field => field.Name).Distinct()],
                reference?.Number,
                first.Reference?.Number,
                first.Dictionary,
                (PdfDictionary)view.Resolve(first.Value),
                container,
                number);
        }
    }

    private static bool IsSignature(FormField field, PdfDictionary value) =>
        field.Type == "Sig" || field.Type is null && value.Has("ByteRange");
}
