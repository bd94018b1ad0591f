using Licenses.Crypto.X509;
using Licenses.Pdf.Signing;
using Licenses.Pdf.Syntax;
using Licenses.Trust;

namespace Licenses.Verification;

/// <summary>How a document is to be verified.</summary>
public sealed record VerificationRequest
{
    /// <summary>The time of verification: what is later is not believed.</summary>
    public required DateTimeOffset At { get; init; }

    public InspectionPolicy Policy { get; init; } = InspectionPolicy.Strict;

    /// <summary>Whom to trust; nobody unless told.</summary>
    public TrustStore Trust { get; init; } = TrustStore.Empty;

    /// <summary>What sources say that may be asked meanwhile; null: only the data at hand count.</summary>
    public OnlineRevocations? Online { get; init; }

    /// <summary>
    /// For looking ahead, never for a verdict: of which certificates it is taken, at the time of verification, that their issuers
    /// say that they are not revoked. Null: of none.
    /// </summary>
    internal Func<Certificate, DateTimeOffset, bool>? Foreseen { get; init; }

    /// <summary>Where the desk says that the document's electronic seals stand; none: nobody was asked.</summary>
    public SealStandings Standings { get; init; } = SealStandings.None;

    /// <summary>The document says to be a license: who vouches for its seals must vouch for licenses.</summary>
    public bool IsLicense { get; init; }

    /// <summary>Until when algorithms count; as the trust says, unless told otherwise.</summary>
    public AlgorithmTable Algorithms { get => field ?? Trust.Algorithms; init; }

    /// <summary>How old revocation data may be even where its source would let it stand longer; null: until its next update.</summary>
    public TimeSpan? MaxAge { get; init; }

    /// <summary>How many signature checks the judging may take, weighted by keys (see <see cref="WorkBudget"/>); what is beyond cannot be told.</summary>
    public int MostChecks { get; init; } = WorkBudget.MostChecks;

    /// <summary>What several judgings that are parts of one may cost together; null: each as much as <see cref="MostChecks"/>.</summary>
    internal WorkBudget? Work { get; init; }

    public string? Password { get; init; }

    public PdfLimits Limits { get; init; } = PdfLimits.Default;
}
