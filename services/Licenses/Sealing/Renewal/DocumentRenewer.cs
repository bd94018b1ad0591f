using System.Security.Cryptography;
using Licenses.Ledger;
using Licenses.Pdf.Syntax;
using Licenses.Verification;

namespace Licenses.Sealing.Renewal;

/// <summary>
/// Keeps the stored sealed documents provable: finds those whose last timestamp nears its end, or whose seal was left below
/// the level of the house, and puts validation data and a document timestamp behind their unchanged bytes. Each is replaced
/// as a whole or not at all, and never by what was made of an older version.
/// </summary>
public sealed class DocumentRenewer(
    IRenewalStore store, LevelSealer sealer, SealLevels levels, RenewalOptions options, TimeProvider clock)
{
    /// <summary>One batch. What a run leaves, because it ended or died, the next one takes up.</summary>
    public async Task<RenewalSum> RunAsync(CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var turn = new RenewalTurn(now, now + options.Notice, now + options.Turn, options.Batch);
        var results = ImmutableArray.CreateBuilder<(LicenseNumber, RenewalResult)>();
        foreach (var due in await store.TakeDueAsync(turn, cancellationToken))
        {
            var result = await RenewAsync(due, cancellationToken);
            RenewalTelemetry.Count(result);
            results.Add((due.Number, result));
        }

        var stillDue = await store.CountDueAsync(now + options.Notice, cancellationToken);
        RenewalTelemetry.Record(stillDue);
        return new RenewalSum(results.ToImmutable(), stillDue);
    }

    private async Task<RenewalResult> RenewAsync(DueDocument due, CancellationToken cancellationToken)
    {
        if (await store.FindAsync(due, cancellationToken) is not { } document)
        {
            return new RenewalResult.Overtaken();
        }

        using var source = PdfSource.FromMemory(document);
        var (term, level, isSettled) = sealer.Look(source, options.Notice);
        return term.State switch
        {
            ArchiveState.Kept when level < levels.Licenses =>
                await RaiseAsync(due, (document, source), (levels.Licenses, null), cancellationToken),
            ArchiveState.Kept when level > SignatureLevel.BaselineT && !isSettled =>
                await SettleAsync(due, (document, source), term.Until, cancellationToken),
            ArchiveState.Kept => await ScheduleAsync(
                due, new(term.Until, clock.GetUtcNow()), new RenewalResult.NotDue(), cancellationToken),
            ArchiveState.NotStamped when levels.Licenses > SignatureLevel.BaselineB =>
                await RaiseAsync(due, (document, source), (levels.Licenses, null), cancellationToken),
            ArchiveState.Due or ArchiveState.Unproven when term.NeedsTimestamp => await RaiseAsync(due, (document, source), (SignatureLevel.BaselineLta, term.Until), cancellationToken),
            ArchiveState.Unproven => await SettleAsync(due, (document, source), term.Until, cancellationToken),
            ArchiveState.Lapsed => await LoseAsync(
                due, $"its last timestamp ended at {term.Until:u}, or what it covers had ended before: {term.Why?.En}", cancellationToken),
            ArchiveState.Damaged => await LoseAsync(due, "a seal is damaged or cannot be read", cancellationToken),
            _ => await ScheduleAsync(
                due, new(null, clock.GetUtcNow()), new RenewalResult.NotDue(), cancellationToken), // nothing that could end
        };
    }

    private async Task<RenewalResult> SettleAsync(
        DueDocument due,
        (ReadOnlyMemory<byte> Bytes, PdfSource Source) document,
        DateTimeOffset? until,
        CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        return await sealer.SettleAsync(document.Source, cancellationToken) is RaiseOutcome.Raised { Update.IsEmpty: false } settled
            ? await ReplaceAsync(
                due, (byte[])[.. document.Bytes.Span, .. settled.Update.Span], new RenewalSchedule(until, now), cancellationToken)
            : await ScheduleAsync(
                due, new(due.RenewBy, now + options.RetryAfter), new RenewalResult.NotDue(), cancellationToken);
    }

    private async Task<RenewalResult> RaiseAsync(
        DueDocument due,
        (ReadOnlyMemory<byte> Bytes, PdfSource Source) document,
        (SignatureLevel Level, DateTimeOffset? Until) wish,
        CancellationToken cancellationToken)
    {
        var raised = await sealer.RaiseAsync(document.Source, wish.Level, null, cancellationToken);
        if (raised is not RaiseOutcome.Raised { Update.IsEmpty: false } done)
        {
            return await PostponeAsync(due, raised, cancellationToken);
        }

        ReadOnlyMemory<byte> renewed = (byte[])[.. document.Bytes.Span, .. done.Update.Span];
        using var source = PdfSource.FromMemory(renewed);
        var now = clock.GetUtcNow();
        var (term, level, isSettled) = sealer.Look(source, options.Notice);
        if (wish.Until is not null && !(term.Until > wish.Until))
        {
            return await ScheduleAsync(
                due, new(due.RenewBy, now + options.RetryAfter),
                new RenewalResult.Postponed($"the authority's own certificate ends no later than {wish.Until:u}"), cancellationToken);
        }

        bool isDone = done.Missing.IsEmpty && (level <= SignatureLevel.BaselineT || isSettled);
        return await ReplaceAsync(
            due, renewed,
            isDone ? new(term.Until, now) : new(now, now + options.RetryAfter), // as far as it went; the rest is tried later
            cancellationToken);
    }

    private async Task<RenewalResult> ReplaceAsync(
        DueDocument due, ReadOnlyMemory<byte> document, RenewalSchedule schedule, CancellationToken cancellationToken)
    {
        var leaf = new AuditLeaf(
            "DOCUMENT_RENEWED", due.Number.Value, due.Version + 1, due.Number.IssuerCode, clock.GetUtcNow(),
            SHA256.HashData(document.Span));
        return await store.ReplaceAsync(new RenewedDocument(due, document, schedule), leaf, cancellationToken)
            ? new RenewalResult.Renewed()
            : new RenewalResult.Overtaken();
    }

    private async Task<RenewalResult> PostponeAsync(DueDocument due, RaiseOutcome outcome, CancellationToken cancellationToken)
    {
        var why = outcome switch
        {
            RaiseOutcome.Raised raised => string.Join("; ", raised.Missing.Select(missing => missing.En)),
            RaiseOutcome.Lacking lacking => string.Join("; ", lacking.Missing.Select(missing => missing.En)),
            RaiseOutcome.Refused refused => refused.Why.En,
            _ => throw new System.Diagnostics.UnreachableException(),
        };
        return await ScheduleAsync(
            due, new(due.RenewBy, clock.GetUtcNow() + options.RetryAfter), new RenewalResult.Postponed(why), cancellationToken);
    }

    private Task<RenewalResult> LoseAsync(DueDocument due, string why, CancellationToken cancellationToken) =>
        ScheduleAsync(due, new(null, clock.GetUtcNow()), new RenewalResult.Lost(why), cancellationToken);

    private async Task<RenewalResult> ScheduleAsync(
        DueDocument due, RenewalSchedule schedule, RenewalResult result, CancellationToken cancellationToken)
    {
        await store.ScheduleAsync(due, schedule, cancellationToken);
        return result;
    }
}
