using Licenses.Trust;
using Licenses.Trust.Fetching;
using Licenses.Verification;

namespace Licenses.Cli.Seal;

/// <summary>The validation data at hand, and who gets the rest.</summary>
/// <param name="AtHand">Certificates, CRLs and OCSP responses.</param>
/// <param name="Sources">Null: nothing is fetched, and nobody asked.</param>
internal sealed record Evidence(TrustStore AtHand, OnlineSources? Sources) : IDisposable
{
    public EvidenceFetcher? Fetcher => Sources?.Evidence;

    /// <summary>The same by another table of algorithms.</summary>
    public Evidence By(AlgorithmTable algorithms) => this with { AtHand = AtHand.With(algorithms) };

    public void Dispose() => Sources?.Dispose();
}
