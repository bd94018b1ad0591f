using Licenses.Crypto.Seals;
using Licenses.Pdf.Signing;
using Licenses.Sealing.Desk;

namespace Licenses.Verification;

/// <summary>Where a desk says that the electronic seals on a document stand.</summary>
public sealed class SealStandings
{
    private const int MostAsked = 32; // of one document; each costs the desk some questions

    private readonly Dictionary<SealedSignature, SealStanding> _standings = new(ReferenceEqualityComparer.Instance);

    private SealStandings()
    {
    }

    /// <summary>Nobody was asked, and each finding says so.</summary>
    public static SealStandings None { get; } = new();

    /// <summary>Asks about every electronic seal that was applied; one that does not belong to its document is not asked about.</summary>
    public static async ValueTask<SealStandings> AskAsync(
        PdfInspection inspection, ISealStandings desk, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(inspection);
        ArgumentNullException.ThrowIfNull(desk);
        var asked = new SealStandings();
        foreach (var applied in inspection.Signatures.Where(signature => signature.Intact).Select(signature => signature.Sealed).OfType<SealedSignature>())
        {
            asked._standings[applied] = asked._standings.Count < MostAsked
                ? await desk.AskAsync(applied.Seal, applied, cancellationToken)
                : new SealStanding.Unavailable("the document bears too many electronic seals to ask about them all");
        }

        return asked;
    }

    /// <summary>Where the seal of a signature stands; a seal by itself is not asked about.</summary>
    internal SealStanding Of(SealedSignature? applied) =>
        (applied is null ? null : _standings.GetValueOrDefault(applied)) ?? new SealStanding.NotAsked();
}
