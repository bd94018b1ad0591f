using System.Security.Cryptography;
using Licenses.Pdf.Signing;
using Licenses.Pdf.Syntax;
using Licenses.Trust;
using Licenses.Trust.Fetching;
using Licenses.Verification;

namespace Licenses.Sealing;

/// <summary>
/// Raises sealed documents to the long-term levels (EN 319 142-1): a timestamp for B-T, validation data for B-LT, a
/// document timestamp over it for B-LTA, and again years later. Only appends: not a byte of the document changes.
/// </summary>
/// <param name="atHand">Certificates, CRLs and OCSP responses to take from; chains end at its anchors.</param>
/// <param name="clock">Now.</param>
/// <param name="fetcher">Gets what is not at hand; null: nothing is fetched.</param>
public sealed class LevelRaiser(TrustStore atHand, TimeProvider clock, EvidenceFetcher? fetcher = null)
{
    private const string NoAuthorityZh = "时间戳服务（未指定时间戳机构）";
    private const string NoAuthority = "a time-stamp authority to ask";

    /// <param name="document">Sealed before; it is hashed, not copied, and must stay open.</param>
    /// <param name="order">How far.</param>
    /// <param name="cancellationToken">Ends the question to the time-stamp authority.</param>
    public async ValueTask<RaiseOutcome> RaiseAsync(PdfSource document, RaiseOrder order, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(document);
        ArgumentNullException.ThrowIfNull(order);
        var rising = new RisingDocument(document, order);
        if (rising.Inspect() is { } refused)
        {
            return refused;
        }

        // For B-LTA too: the data that follows then speaks about the authority, whose next timestamp closes the archive.
        if (order.Target >= SignatureLevel.BaselineT && !Look(rising).IsStamped)
        {
            await StampAsync(rising, cancellationToken);
        }

        if (order.Target >= SignatureLevel.BaselineLt && rising.MayGoOn)
        {
            await AddDataAsync(rising, cancellationToken);
        }

        if (order.Target == SignatureLevel.BaselineLta && rising.MayGoOn)
        {
            await StampAsync(rising, cancellationToken);
        }

        return Conclude(rising);
    }

    private LongTermData Look(RisingDocument rising) => new(rising.Inspection, new EvidenceSupply(atHand, []), clock.GetUtcNow(), EvidenceDemand.InForce);

    /// <summary>
    /// Adds data that is newer than what the document's timestamps prove, and no timestamp: only such data still tells in
    /// later years that nothing was revoked at the time (EN 319 102-1, 5.6.2.2). Responders may have it hours after sealing.
    /// </summary>
    /// <param name="document">Raised to B-LT or higher before; to another one nothing is added.</param>
    /// <param name="cancellationToken">Ends the asking.</param>
    public async ValueTask<RaiseOutcome> SettleAsync(PdfSource document, CancellationToken cancellationToken)
    {
        var rising = new RisingDocument(document, new RaiseOrder(SignatureLevel.BaselineB, null));
        if (rising.Inspect() is { } refused)
        {
            return refused;
        }

        if (rising.Inspection.Dss is not null)
        {
            var gathering = new EvidenceGathering(atHand, fetcher, clock);
            Take(rising, await gathering.CollectAsync(rising.Inspection, EvidenceDemand.NewerWhereProven, cancellationToken));
        }

        return Conclude(rising);
    }

    /// <summary>
    /// Adds data that is newer than what is proven of the seals: what was said before a seal was made tells nothing of it
    /// once it has run out. Where that is not published yet, what lacks says when to come back.
    /// </summary>
    private async ValueTask AddDataAsync(RisingDocument rising, CancellationToken cancellationToken)
    {
        var gathering = new EvidenceGathering(atHand, fetcher, clock);
        var settled = await gathering.CollectAsync(rising.Inspection, EvidenceDemand.Newer, cancellationToken);
        if (!settled.Missing.IsEmpty && rising.Order.IsBestEffort && rising.Inspection.Dss is null)
        {
            // What is in force now is of use for a while, and no level: it is stored once, and nothing is claimed by it.
            var inForce = await gathering.CollectAsync(rising.Inspection, EvidenceDemand.InForce, cancellationToken);
            if (inForce.Missing.IsEmpty)
            {
                Take(rising, inForce);
            }
        }

        Take(rising, settled);
    }

    private static void Take(RisingDocument rising, (LongTermData Data, ImmutableArray<LocalizedText> Missing) found)
    {
        if (!found.Missing.IsEmpty)
        {
            rising.Missing = [.. rising.Missing.Union(found.Missing)];
        }
        else if (!found.Data.IsStored)
        {
            rising.Take(SealExtender.AppendValidationData(
                rising.Document, ValidationData.Empty, found.Data.PerField, rising.Order.Password));
        }
    }

    private static async ValueTask StampAsync(RisingDocument rising, CancellationToken cancellationToken)
    {
        if (rising.Order.Stamper is not { } stamper)
        {
            rising.Missing = rising.Missing.Add(new LocalizedText(NoAuthorityZh, NoAuthority));
            return;
        }

        var request = new TimestampRequest(stamper, HashAlgorithmName.SHA256, rising.Order.StampReserve) { Password = rising.Order.Password };
        try
        {
            rising.Take(await SealExtender.AppendTimestampAsync(rising.Document, request, cancellationToken));
        }
        catch (TimeStampUnavailableException unavailable)
        {
            rising.Missing = rising.Missing.Add(new LocalizedText(
                $"时间戳（{unavailable.Why.Zh}）", $"a timestamp ({unavailable.Why.En})"));
        }
    }

    // What was made is looked at with the verifier's own eyes: a level is claimed only where it is recognised and will be honoured.
    private RaiseOutcome Conclude(RisingDocument rising)
    {
        if (rising.Refusal is { } refusal)
        {
            return refusal;
        }

        var (level, next) = LevelOf(rising.Inspection);
        if (rising.Missing.IsEmpty && !(level >= rising.Order.Target) && next is not null)
        {
            rising.Missing = [next];
        }

        return rising.Missing.IsEmpty || rising.Order.IsBestEffort
            ? new RaiseOutcome.Raised(rising.Update, level, rising.Missing)
            : new RaiseOutcome.Lacking(rising.Missing);
    }

    private (SignatureLevel? Level, LocalizedText? Next) LevelOf(PdfInspection inspection)
    {
        var claimed = new ClaimedLevel(inspection, atHand, clock.GetUtcNow());
        RecognizedLevel[] levels = [.. claimed.Seals.Select(claimed.Of)];

        // A foreign signature that is no baseline one has no level to raise; beside it, ours have.
        var worst = levels.Where(recognized => recognized.Level is not null).MinBy(recognized => recognized.Level) ?? levels.FirstOrDefault();
        return (worst?.Level, worst?.Next);
    }
}
