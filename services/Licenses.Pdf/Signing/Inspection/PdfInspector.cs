using Licenses.Pdf.Document;
using Licenses.Pdf.Revisions;
using Licenses.Pdf.Syntax;

namespace Licenses.Pdf.Signing;

/// <summary>
/// Inspects a document's signatures: every byte of the file is in a signed range, in the one gap of it, or in a later
/// revision that is read through and explained; otherwise the signature fails. Whom to trust is decided elsewhere.
/// </summary>
public static class PdfInspector
{
    /// <exception cref="PdfFormatException">The bytes are not a document that we read, and hold no signature either.</exception>
    public static PdfInspection Inspect(PdfSource source, PdfInspectionOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(source);
        options ??= PdfInspectionOptions.Default;
        RevisionHistory? history = null;
        try
        {
            var document = Open(source, options);
            history = RevisionHistory.Read(document);
            return Inspect(new FileInspection(document, history, options));
        }
        catch (PdfFormatException error) when (source.Length <= options.Limits.FileSize && LooksSigned(source, options))
        {
            var findings = new Findings();
            findings.Fail(error.IsLimit ? Check.Limit : Check.DamagedFile, $"The file holds a signature, but cannot be read: {error.Message}",
                "文件含有签名，但已损坏，无法读取。", error.Offset);
            return new() { Revisions = history?.Revisions.Length ?? 0, Findings = findings.ToImmutable(), HoldsUnreadableSignature = true };
        }
    }

    private static PdfDocument Open(PdfSource source, PdfInspectionOptions options) => PdfDocument.Open(source, new()
    {
        Password = options.Password,
        AllowLocked = true,
        Limits = options.Limits,
        Cancellation = options.Cancellation,
    });

    private static bool LooksSigned(PdfSource source, PdfInspectionOptions options) =>
        FileHeader.IsPresent(source) && SignatureTraces.Find(source, null, options.Cancellation) is not null;

    private static PdfInspection Inspect(FileInspection file)
    {
        var findings = new Findings();
        var candidates = file.Locator.FindAll(file.Options.Limits);
        foreach (var empty in candidates.Where(candidate => candidate.IsPlaceholder))
        {
            findings.Doubt(Check.EmptySignature, $"Field {empty.Names[0]} is prepared for a signature, but not signed.",
                $"域“{empty.Names[0]}”已预留签名，但尚未签名。");
        }

        foreach (var mistyped in candidates.Where(candidate => candidate.IsMistypedTimestamp && !candidate.IsPlaceholder))
        {
            findings.Doubt(Check.TimestampType, $"Field {mistyped.Names[0]} holds a timestamp that says to be a signature; it is not used.",
                $"域“{mistyped.Names[0]}”的时间戳类型标注有误，不予采用。");
        }

        var inspections = Prepare(file, candidates);
        var signatures = Finish(file, inspections);
        long? trace = signatures.IsEmpty && candidates.Count == 0
            ? SignatureTraces.Find(file.Source, file.History, file.Options.Cancellation)
            : null;
        if (trace is not null)
        {
            findings.Fail(Check.DamagedFile, "The file holds a signature that none of its revisions shows.",
                "文件含有签名，但没有任何修订版引用它。", trace);
        }

        return new PdfInspection
        {
            Revisions = file.LastRevision,
            Document = file.Document.IsLocked ? null : file.Document,
            Signatures = signatures,
            Dss = file.Document.IsLocked ? null : SecurityStoreReader.Read(file.Document),
            Findings = findings.ToImmutable(),
            HoldsUnreadableSignature = trace is not null,
            HoldsUnfinishedTimestamp = candidates.Any(candidate => candidate.IsPlaceholder && candidate.IsTimestamp),
        };
    }

    private static List<SignatureInspection> Prepare(FileInspection file, List<SignatureCandidate> candidates)
    {
        var inspections = candidates
            .Where(candidate => !candidate.IsPlaceholder && !candidate.IsMistypedTimestamp)
            .Select(candidate => new SignatureInspection(file, candidate)).ToList();
        inspections.ForEach(inspection => inspection.Prepare());
        inspections.RemoveAll(hidden => hidden.Shown.SeenIn < file.LastRevision && IsSuperseded(hidden, inspections));
        inspections.Sort((one, other) => (one.Range?.End ?? long.MaxValue).CompareTo(other.Range?.End ?? long.MaxValue));
        bool isCertified = false;
        foreach (var one in inspections)
        {
            one.FollowsCertification = isCertified;
            isCertified |= one.Certifies;
            inspections.Where(other => other != one).ToList().ForEach(one.CheckCollision);
        }

        return inspections;
    }

    /// <summary>A signature that was cleared before somebody signed anew: that signer saw the document without it.</summary>
    private static bool IsSuperseded(SignatureInspection hidden, List<SignatureInspection> all) =>
        all.Any(other => !other.Shown.IsTimestamp && other.Revision is { } later && later.Number > hidden.Shown.SeenIn);

    private static ImmutableArray<InspectedSignature> Finish(FileInspection file, List<SignatureInspection> inspections)
    {
        var plan = new DigestPlan(file.Source, file.Options.Cancellation);
        foreach (var inspection in inspections)
        {
            if (inspection is { Range: { } range, NeededDigest: { } algorithm })
            {
                plan.Add(range, algorithm);
            }
        }

        plan.Run();
        return [.. inspections.Select(inspection => inspection.Finish(
            algorithm => inspection.Range is { } range ? plan.Find(range, algorithm) : null))];
    }
}
