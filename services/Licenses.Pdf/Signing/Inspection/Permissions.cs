using Licenses.Pdf.Document;
using Licenses.Pdf.Syntax;

namespace Licenses.Pdf.Signing;

/// <summary>What a signature permits to happen after it, read from the revision that it signs (R19, R20).</summary>
/// <param name="DocMdp">1, 2 or 3; null where it sets no limit.</param>
/// <param name="IsCertification">The catalog's /Perms names it as the document's certification.</param>
/// <param name="LockPermission">/P of the field's own lock; null where there is none.</param>
/// <param name="Locks">Which fields it locks.</param>
/// <param name="Fault">Why the permissions contradict the standard; null where they do not.</param>
internal sealed record Permissions(
    int? DocMdp, bool IsCertification, int? LockPermission, ImmutableArray<LockedFields> Locks, string? Fault)
{
    private const int DefaultPermission = 2;

    public static readonly Permissions None = new(null, false, null, [], null);

    /// <summary>The tightest limit that applies; null where none does.</summary>
    public int? Limit => DocMdp is { } own && LockPermission is { } locked ? Math.Min(own, locked) : DocMdp ?? LockPermission;

    public static Permissions Read(SignatureCandidate signature, PdfDocument view)
    {
        string? fault = null;
        bool isCertification = view.Resolve(view.Catalog["Perms"]) is PdfDictionary permissions
            && permissions["DocMDP"] is PdfReference certification && certification.Number == signature.Number;
        var transforms = Transforms(signature, view).ToList();
        var limits = transforms.Where(transform => transform.Method == "DocMDP").ToList();
        if (limits.Count > 1)
        {
            fault = "The signature sets document permissions twice.";
        }

        int? docMdp = limits.Count > 0 ? ReadPermission(limits[0].Parameters, view, ref fault)
            : isCertification ? DefaultPermission
            : null;
        var locks = transforms.Where(transform => transform.Method == "FieldMDP")
            .Select(transform => LockedFields.Read(transform.Parameters, view)).ToList();
        int? lockPermission = null;
        if (view.Resolve(signature.Field["Lock"]) is PdfDictionary fieldLock)
        {
            locks.Add(LockedFields.Read(fieldLock, view));
            lockPermission = fieldLock.Has("P") ? ReadPermission(fieldLock, view, ref fault) : null;
        }

        return new(docMdp, isCertification, lockPermission, [.. locks], fault);
    }

    public bool IsLocked(string field) => Locks.Any(fieldLock => fieldLock.Covers(field));

    private static IEnumerable<(string Method, PdfDictionary Parameters)> Transforms(SignatureCandidate signature, PdfDocument view)
    {
        foreach (var item in (view.Resolve(signature.Dictionary["Reference"]) as PdfArray)?.Items ?? [])
        {
            if (view.Resolve(item) is PdfDictionary reference && view.Resolve(reference["TransformMethod"]) is PdfName method)
            {
                yield return (method.Value, view.Resolve(reference["TransformParams"]) as PdfDictionary ?? PdfDictionary.Empty);
            }
        }
    }

    private static int ReadPermission(PdfDictionary parameters, PdfDocument view, ref string? fault)
    {
        switch (view.Resolve(parameters["P"]))
        {
            case PdfNull:
                return DefaultPermission;
            case PdfInteger { Value: >= 1 and <= 3 } permission:
                return (int)permission.Value;
            default:
                fault = "The document permissions are none of 1, 2 and 3.";
                return 1;
        }
    }
}
