using Licenses.Trust;
using Licenses.Trust.Fetching;
using Licenses.Verification;

namespace Licenses.Cli.Seal;

/// <summary>The validation data at hand, and who gets the rest.</summary>
/// <param name="AtHand">Certificates, CRLs and OCSP responses.</param>
/// <param name="Fetcher">Null: nothing is fetched.</param>
/// <param name="Owned">Goes away with this.</param>
internal sealed record Evidence(TrustStore AtHand, EvidenceFetcher? Fetcher, IDisposable? Owned) : IDisposable
{
    public static Evidence Of(TrustStore atHand, SourcesFile sources, TimeProvider clock)
    {
        if (sources.IsEmpty)
        {
            return new Evidence(atHand, null, null);
        }

        var http = new HttpFetcher(sources.ToPolicy(), _ => { });
        return new Evidence(atHand, new EvidenceFetcher(http, sources.ToFetchOptions(), clock), http);
    }

    /// <summary>The same by another table of algorithms.</summary>
    public Evidence By(AlgorithmTable algorithms) => this with { AtHand = AtHand.With(algorithms) };

    public void Dispose() => Owned?.Dispose();
}
