namespace Licenses.Trust.Fetching;

/// <summary>Something that was fetched before: of when it is, until when it stands (null where it does not say), and when it was fetched.</summary>
internal readonly record struct Remembered(DateTimeOffset AsOf, DateTimeOffset? Until, DateTimeOffset FetchedAt)
{
    private static readonly TimeSpan MadeOnDemand = TimeSpan.FromSeconds(2);

    /// <summary>Whether it will do in place of asking anew.</summary>
    /// <param name="newerThan">What is older does not do; null: whatever is in force does.</param>
    /// <param name="options">How long what was fetched is used.</param>
    /// <param name="now">Now.</param>
    public bool Serves(DateTimeOffset? newerThan, RevocationFetchOptions options, DateTimeOffset now) =>
        now >= FetchedAt && now - FetchedAt < options.ListAge && !(now >= Until)
        && (!(AsOf < newerThan) || IsLikelyTheNewest(options, now));

    // A source that publishes ahead had nothing newer a moment ago. One that answers on demand has something newer at any time.
    private bool IsLikelyTheNewest(RevocationFetchOptions options, DateTimeOffset now) =>
        FetchedAt - AsOf > MadeOnDemand && now - FetchedAt < options.RetryAfter;
}
