using Licenses.Crypto.Signatures;
using Licenses.Pdf.Signing;
using Licenses.Pdf.Syntax;
using Licenses.Trust;
using Licenses.Trust.Fetching;
using Licenses.Verification;

namespace Licenses.Sealing;

/// <summary>
/// Seals, and raises the seal to a level as far as authorities and sources answer. A seal of a lower level is worth less,
/// and better than none: it says so.
/// </summary>
/// <param name="stamps">Gives timestamps.</param>
/// <param name="trust">Roots and links that chains are made of.</param>
/// <param name="fetcher">Gets the validation data that is not at hand.</param>
/// <param name="clock">Now.</param>
public sealed class LevelSealer(TimeStampClient stamps, CurrentTrust trust, EvidenceFetcher fetcher, TimeProvider clock)
{
    /// <summary>Whether there is an authority to ask for timestamps.</summary>
    public bool CanStamp => stamps.HasAuthorities;

    /// <param name="pdf">The document.</param>
    /// <param name="request">How it is sealed.</param>
    /// <param name="key">With what.</param>
    /// <param name="level">How high.</param>
    /// <param name="cancellationToken">Ends the questions to authorities and sources.</param>
    public async ValueTask<LeveledSeal> SealAsync(
        ReadOnlyMemory<byte> pdf, SealRequest request, ISealKey key, SignatureLevel level, CancellationToken cancellationToken)
    {
        if (level == SignatureLevel.BaselineB)
        {
            return new(await PdfSealer.SealAsync(pdf, request, key, cancellationToken), SignatureLevel.BaselineB);
        }

        SealOutcome outcome;
        try
        {
            var stamped = request with { Stampers = [stamps.StampSignatureAsync] };
            outcome = await PdfSealer.SealAsync(pdf, stamped, key, cancellationToken);
        }
        catch (TimeStampUnavailableException e)
        {
            return new(await PdfSealer.SealAsync(pdf, request, key, cancellationToken), SignatureLevel.BaselineB, e.Message)
            {
                RenewBy = clock.GetUtcNow(),
            };
        }

        return outcome is SealOutcome.Sealed done
            ? await RaiseAsync(done, level, request.Password, cancellationToken)
            : new(outcome, SignatureLevel.BaselineB);
    }

    /// <summary>Raises what a document bears, as far as it goes.</summary>
    public async ValueTask<RaiseOutcome> RaiseAsync(
        PdfSource document, SignatureLevel level, string? password, CancellationToken cancellationToken)
    {
        var order = new RaiseOrder(level, stamps.HasAuthorities ? stamps.StampDocumentAsync : null)
        {
            IsBestEffort = true, Password = password,
        };
        return await new LevelRaiser(trust.Store, clock, fetcher).RaiseAsync(document, order, cancellationToken);
    }

    /// <summary>What the seal in a field of a document reaches.</summary>
    public SignatureLevel LevelOf(ReadOnlyMemory<byte> pdf, string field)
    {
        using var source = PdfSource.FromMemory(pdf);
        return LevelOf(Inspect(source, null), field);
    }

    /// <summary>Adds data that is newer than what a document's timestamps prove, where it can be had by now.</summary>
    public ValueTask<RaiseOutcome> SettleAsync(PdfSource document, CancellationToken cancellationToken) =>
        new LevelRaiser(trust.Store, clock, fetcher).SettleAsync(document, cancellationToken);

    /// <summary>Until when a document's timestamps carry its seals, what the first of these reaches, and whether its data is settled.</summary>
    public (ArchiveTerm Term, SignatureLevel Level, bool IsSettled) Look(PdfSource document, TimeSpan notice)
    {
        var inspection = Inspect(document, null);
        var first = inspection.Signatures.FirstOrDefault(signature => signature.Kind == SignatureKind.Signature);
        return (TermOf(inspection, notice), LevelOf(inspection, first?.Field ?? ""), IsSettled(inspection));
    }

    private async ValueTask<LeveledSeal> RaiseAsync(
        SealOutcome.Sealed done, SignatureLevel level, string? password, CancellationToken cancellationToken)
    {
        var (document, missing) = (done.Document, (string?)null);
        if (level > SignatureLevel.BaselineT)
        {
            (document, missing) = await AppendAsync(document, level, password, cancellationToken);
        }

        using var source = PdfSource.FromMemory(document);
        var inspection = Inspect(source, password);
        var reached = LevelOf(inspection, done.Field);
        return new(done with { Document = document }, reached, missing)
        {
            RenewBy = missing is null && (reached <= SignatureLevel.BaselineT || IsSettled(inspection))
                && TermOf(inspection, TimeSpan.Zero) is { State: not ArchiveState.Unproven } term
                ? term.Until
                : clock.GetUtcNow(),
        };
    }

    private async ValueTask<(ReadOnlyMemory<byte> Document, string? Missing)> AppendAsync(
        ReadOnlyMemory<byte> document, SignatureLevel level, string? password, CancellationToken cancellationToken)
    {
        using var source = PdfSource.FromMemory(document);
        return await RaiseAsync(source, level, password, cancellationToken) switch
        {
            RaiseOutcome.Raised raised => (
                (byte[])[.. document.Span, .. raised.Update.Span],
                raised.Missing.IsEmpty ? null : string.Join("; ", raised.Missing.Select(one => one.En))),
            RaiseOutcome.Refused refused => (document, refused.Why.En),
            _ => throw new System.Diagnostics.UnreachableException(), // it goes as far as it can
        };
    }

    private bool IsSettled(PdfInspection inspection) =>
        new LongTermData(
            inspection, new EvidenceSupply(trust.Store, []) { Fetcher = fetcher }, clock.GetUtcNow(), EvidenceDemand.NewerWhereProven)
            is { Missing.IsEmpty: true, IsStored: true };

    private ArchiveTerm TermOf(PdfInspection inspection, TimeSpan notice) =>
        ArchiveTerm.Of(inspection, trust.Store, clock.GetUtcNow(), notice);

    private static PdfInspection Inspect(PdfSource document, string? password) =>
        PdfInspector.Inspect(document, new PdfInspectionOptions { Policy = InspectionPolicy.Pades, Password = password });

    private SignatureLevel LevelOf(PdfInspection inspection, string field)
    {
        var claimed = new ClaimedLevel(inspection, trust.Store, clock.GetUtcNow());
        var seal = claimed.Seals.FirstOrDefault(signature => signature.Inspected.Field == field);
        return (seal is null ? null : claimed.Of(seal).Level) ?? SignatureLevel.BaselineB;
    }
}
