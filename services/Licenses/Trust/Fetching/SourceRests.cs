using System.Collections.Concurrent;

namespace Licenses.Trust.Fetching;

/// <summary>Which sources of one kind rest. Bounded: by the operator's addresses, and by the hosts on the operator's list.</summary>
internal sealed class SourceRests(TimeSpan pause)
{
    private readonly ConcurrentDictionary<string, SourceRest> _rests = new(StringComparer.OrdinalIgnoreCase);

    /// <param name="address">Where it is asked.</param>
    /// <param name="isConfigured">Whether the operator wrote the address down; any other stands for its host.</param>
    public SourceRest Of(Uri address, bool isConfigured) =>
        _rests.GetOrAdd(isConfigured ? address.AbsoluteUri : address.Authority, _ => new SourceRest(pause, pause));

    /// <summary>
    /// Whether a failure is the source's and not the question's: no answer in time, or no connection. Anything else may
    /// come from what a certificate asked for.
    /// </summary>
    public static bool IsOfSource(FetchOutcome.Failed failed) =>
        failed.Why is FetchFailure.TooSlow or FetchFailure.Unreachable;
}
