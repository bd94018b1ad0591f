using Licenses.Pdf.Signing;
using Licenses.Trust;
using Licenses.Trust.Fetching;

namespace Licenses.Sealing;

/// <summary>
/// Gathers the validation data of one document: looks at what is at hand, asks for what lacks, and looks again, for what
/// came may need data of its own (a responder's chain).
/// </summary>
/// <param name="atHand">What the operator has.</param>
/// <param name="fetcher">Null: nothing is fetched.</param>
/// <param name="clock">Now.</param>
internal sealed class EvidenceGathering(TrustStore atHand, EvidenceFetcher? fetcher, TimeProvider clock)
{
    private const int MostRounds = 6; // a signer below two authorities, each with a responder that is asked about
    private const int MostWishes = 64; // per round

    private ImmutableArray<FetchedEvidence> _fetched = [];

    /// <summary>What the validation of a document takes, and what of it could not be had.</summary>
    /// <param name="inspection">What is in the document.</param>
    /// <param name="demand">How new it must be.</param>
    /// <param name="cancellationToken">Ends the asking.</param>
    public async ValueTask<(LongTermData Data, ImmutableArray<LocalizedText> Missing)> CollectAsync(
        PdfInspection inspection, EvidenceDemand demand, CancellationToken cancellationToken)
    {
        var failures = new Dictionary<LocalizedText, string>();
        var data = Look(inspection, demand);
        for (int round = 0; round < MostRounds && fetcher is not null; round++)
        {
            EvidenceWish[] open = [.. data.Wishes.Where(wish => !failures.ContainsKey(wish.What)).Take(MostWishes)];
            var before = _fetched.Length;
            await AskAsync(open, data, failures, cancellationToken);
            if (_fetched.Length == before)
            {
                break;
            }

            data = Look(inspection, demand);
        }

        return (data, [.. data.Missing.Select(missing => failures.TryGetValue(missing, out var why) && why.Length > 0
            ? new LocalizedText($"{missing.Zh}（{why}）", $"{missing.En} ({why})")
            : missing)]);
    }

    private LongTermData Look(PdfInspection inspection, EvidenceDemand demand) =>
        new(inspection, new EvidenceSupply(atHand, _fetched) { Fetcher = fetcher }, clock.GetUtcNow(), demand);

    private async ValueTask AskAsync(
        EvidenceWish[] wishes, LongTermData data, Dictionary<LocalizedText, string> failures, CancellationToken cancellationToken)
    {
        var answers = await Task.WhenAll(wishes.Select(async wish =>
            (Wish: wish, Fetched: await fetcher!.FetchAsync(
                wish, atHand, (about, item) => data.Serves(about, item, clock.GetUtcNow()), cancellationToken))));
        foreach (var (wish, fetched) in answers)
        {
            failures[wish.What] = fetched.Why; // whether it came or not, it is asked for once
            if (!fetched.IsEmpty)
            {
                _fetched = _fetched.Add(fetched);
            }
        }
    }
}
