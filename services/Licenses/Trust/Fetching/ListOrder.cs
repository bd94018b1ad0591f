namespace Licenses.Trust.Fetching;

/// <summary>Which list is wanted.</summary>
/// <param name="Address">Where it is.</param>
/// <param name="IsConfigured">Whether the operator says so.</param>
internal sealed record ListOrder(Uri Address, bool IsConfigured)
{
    /// <summary>An older one is known to be outdated: a place that gives one is behind.</summary>
    public DateTimeOffset? Since { get; init; }

    /// <summary>An older one that is held does not do where the place may have a newer one; it may as well have none.</summary>
    public DateTimeOffset? NewerThan { get; init; }
}
