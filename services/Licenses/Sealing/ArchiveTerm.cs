using Licenses.Pdf.Signing;
using Licenses.Trust;
using Licenses.Verification;

namespace Licenses.Sealing;

/// <summary>How a sealed document stands towards its long-term validity.</summary>
public enum ArchiveState
{
    /// <summary>No seal: there is nothing to keep.</summary>
    NotSealed,

    /// <summary>A seal is broken or cannot be read: a timestamp would not mend it.</summary>
    Damaged,

    /// <summary>A seal that no timestamp of a trusted authority covers: it can be raised, not renewed.</summary>
    NotStamped,

    /// <summary>It holds for long enough.</summary>
    Kept,

    /// <summary>What carries it nears its end: data and the next timestamp must be set before that.</summary>
    Due,

    /// <summary>Something ended, and nothing was set before that: a new timestamp proves nothing about the old ones.</summary>
    Lapsed,

    /// <summary>
    /// By what it holds, verification does not pass it even now: data lacks that may still be had, or nobody trusted vouches for a
    /// seal.
    /// </summary>
    Unproven,
}

/// <summary>Until when verification honours a document's seals (EN 319 142-1, 6, level B-LTA): the judge itself is asked.</summary>
/// <param name="State">What that means now.</param>
/// <param name="Until">
/// When the first thing ends that it rests on: a timestamp's authority, algorithms, or data that settles nothing once it has run
/// out. Of certificates that last, it is taken that their status can be had. Null where trusted timestamps do not cover all seals.
/// </param>
public sealed record ArchiveTerm(ArchiveState State, DateTimeOffset? Until)
{
    /// <summary>Until when verification passes it though nobody is asked any more; null: it must be asked even now.</summary>
    public DateTimeOffset? AloneUntil { get; private init; }

    /// <summary>Why verification does not pass it; null where it does, or where the state says all.</summary>
    public LocalizedText? Why { get; private init; }

    /// <summary>The next timestamp is due.</summary>
    public bool NeedsTimestamp { get; private init; }

    /// <param name="inspection">What is in the document.</param>
    /// <param name="trust">Whom authorities are trusted by; timestamps of strangers do not count.</param>
    /// <param name="now">Now.</param>
    /// <param name="notice">How long before its end a timestamp is due to be followed by another one.</param>
    public static ArchiveTerm Of(PdfInspection inspection, TrustStore trust, DateTimeOffset now, TimeSpan notice)
    {
        ArgumentNullException.ThrowIfNull(inspection);
        ArgumentNullException.ThrowIfNull(trust);
        var evidence = DocumentEvidence.Collect(inspection, trust);
        if (inspection.HoldsUnreadableSignature || evidence.Signatures.Any(one => !one.Inspected.Intact))
        {
            return new ArchiveTerm(ArchiveState.Damaged, null);
        }

        if (!evidence.Signatures.Any(one => one.Inspected.Kind == SignatureKind.Signature))
        {
            return new ArchiveTerm(ArchiveState.NotSealed, null);
        }

        var request = new VerificationRequest { At = now, Trust = trust, Policy = InspectionPolicy.Pades };
        return new StampTerms(trust, evidence, trust.Algorithms, now).End() is { } end
            ? Of(new Forecast(inspection, evidence, request), end, now + notice)
            : new ArchiveTerm(ArchiveState.NotStamped, null);
    }

    private static ArchiveTerm Of(Forecast forecast, DateTimeOffset stampsEnd, DateTimeOffset by)
    {
        var outlook = forecast.Look(Forecast.WhileItLasts, _ => true);
        if (outlook.Until is { } passes)
        {
            // A seal that stands by itself passes without its timestamps too; what they prove is lost when they end.
            var until = stampsEnd > forecast.Now && stampsEnd < passes ? stampsEnd : passes;
            return new ArchiveTerm(until <= by ? ArchiveState.Due : ArchiveState.Kept, until)
            {
                NeedsTimestamp = until <= by, AloneUntil = forecast.Look((_, _) => false, _ => true).Until,
            };
        }

        bool isLost = forecast.IsLost();
        return new ArchiveTerm(isLost ? ArchiveState.Lapsed : ArchiveState.Unproven, stampsEnd)
        {
            Why = outlook.Doubt!.Why, NeedsTimestamp = !isLost && stampsEnd <= by,
        };
    }
}
