using Licenses.Crypto.Seals;
using Licenses.Crypto.X509;

namespace Licenses.Sealing.Desk;

/// <summary>Finds the seal that a signer may apply now. What seals documents asks here, and records each use.</summary>
public sealed class ApplicableSeals(ISealDeskStore store, TimeProvider clock)
{
    private const int MostSeals = 200;

    /// <summary>
    /// The organisation's seal that lists the signer's very certificate and may be applied now; the newest of several.
    /// Refused with the reason that stands in the way of the nearest one.
    /// </summary>
    /// <param name="organisationCode">Whose seal.</param>
    /// <param name="signer">Who applies it.</param>
    /// <param name="sealId">Which seal; null for any.</param>
    /// <param name="cancellationToken">Ends the search.</param>
    public async ValueTask<Outcome<ApplicableSeal>> FindApplicableAsync(
        string organisationCode, Certificate signer, string? sealId, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(signer);
        Outcome<ApplicableSeal>? nearest = null;
        foreach (var seal in await CandidatesAsync(organisationCode, sealId, cancellationToken))
        {
            var outcome = await TryAsync(seal, signer, cancellationToken);
            if (outcome is Outcome<ApplicableSeal>.Done)
            {
                return outcome;
            }

            nearest = nearest is null || Rank(outcome) < Rank(nearest) ? outcome : nearest;
        }

        return nearest ?? (sealId is null ? DeskRefusals.NotMade<ApplicableSeal>() : DeskRefusals.UnknownSeal<ApplicableSeal>());
    }

    private async ValueTask<ImmutableArray<DeskSeal>> CandidatesAsync(
        string organisationCode, string? sealId, CancellationToken cancellationToken)
    {
        if (sealId is not null)
        {
            return await store.FindAsync(sealId, cancellationToken) is { } one && one.OrganisationCode == organisationCode
                ? [one]
                : [];
        }

        return await store.FindMadeOfAsync(organisationCode, MostSeals, cancellationToken);
    }

    private async ValueTask<Outcome<ApplicableSeal>> TryAsync(
        DeskSeal seal, Certificate signer, CancellationToken cancellationToken)
    {
        if (seal.Version == 0 || await store.FindVersionAsync(seal.SealId, seal.Version, cancellationToken) is not { Made: { } made } version)
        {
            return DeskRefusals.NotMade<ApplicableSeal>();
        }

        if (!version.Draft.Signers.Any(listed => listed.Span.SequenceEqual(signer.Encoded.Span)))
        {
            return DeskRefusals.NotListed<ApplicableSeal>();
        }

        var now = clock.GetUtcNow();
        return seal.State switch
        {
            SealState.Frozen => DeskRefusals.Frozen<ApplicableSeal>(),
            SealState.Cancelled => DeskRefusals.Cancelled<ApplicableSeal>(),
            SealState.Active when now < seal.ValidFrom || now > seal.ValidUntil => DeskRefusals.Expired<ApplicableSeal>(),
            SealState.Active => new Outcome<ApplicableSeal>.Done(new(seal, ElectronicSeal.Decode(made.Encoded))),
            _ => DeskRefusals.NotMade<ApplicableSeal>(),
        };
    }

    // The seal that lists the signer is nearer than one that does not, and one that may come back nearer than one that ended.
    private static int Rank(Outcome<ApplicableSeal> outcome) => outcome is Outcome<ApplicableSeal>.Refused refused
        ? refused.Refusal.Reason switch
        {
            RefusalReason.SealFrozen => 1,
            RefusalReason.SealExpired => 2,
            RefusalReason.SealCancelled => 3,
            RefusalReason.SignerNotListed => 4,
            _ => 5,
        }
        : 0;
}
