using Licenses.Trust;
using Licenses.Trust.Fetching;

namespace Licenses.Cli.Seal;

/// <summary>The sources that the operator named, for one run: what is fetched of them, and what is known by them.</summary>
internal sealed class OnlineSources : IDisposable
{
    private const int MostCertificates = 10_000;

    private readonly HttpFetcher _http;
    private readonly RevocationFetchOptions _options;
    private readonly TimeProvider _clock;

    private OnlineSources(SourcesFile sources, TimeProvider clock)
    {
        _http = new HttpFetcher(sources.ToPolicy(), _ => { });
        _options = sources.ToFetchOptions();
        _clock = clock;
        Evidence = new EvidenceFetcher(_http, _options, clock);
    }

    /// <summary>Gets the bytes that are stored in documents.</summary>
    public EvidenceFetcher Evidence { get; }

    /// <summary>Null where nobody is named.</summary>
    public static OnlineSources? Of(SourcesFile sources, TimeProvider clock) =>
        sources.IsEmpty ? null : new OnlineSources(sources, clock);

    /// <summary>Says whether certificates are revoked, by a trust; what was asked is remembered for the run.</summary>
    public IRevocationSource Revocations(CurrentTrust trust)
    {
        var options = new RevocationReaderOptions();
        return new RevocationReader(
            new RevocationFetcher(_http, trust, _options, _clock), new NoRevocationCache(),
            new RecentRevocations(MostCertificates, _clock), _clock, options with { RecentAge = options.CacheAge });
    }

    public void Dispose() => _http.Dispose();
}
