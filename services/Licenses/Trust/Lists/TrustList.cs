using Licenses.Crypto.X509;

namespace Licenses.Trust.Lists;

/// <summary>Whom to trust, as one authority told everybody at one time.</summary>
/// <param name="Number">Grows with each list: a reader who has seen a greater one is being deceived.</param>
/// <param name="Issued">When it was signed.</param>
/// <param name="NextUpdate">Until when it stands; from then on nobody is trusted by it.</param>
/// <param name="Entries">Who is trusted.</param>
public sealed record TrustList(
    long Number, DateTimeOffset Issued, DateTimeOffset NextUpdate, ImmutableArray<TrustListEntry> Entries)
{
    public bool IsFreshAt(DateTimeOffset now) => Issued <= now && now < NextUpdate;

    /// <summary>The anchors that the list names; none once it is stale, so that every answer becomes INDETERMINATE.</summary>
    public IEnumerable<TrustAnchor> AnchorsAt(DateTimeOffset now) =>
        IsFreshAt(now) ? Entries.Select(entry => entry.ToAnchor()) : [];
}
