namespace Licenses.Sealing.Renewal;

/// <summary>What one run came to.</summary>
/// <param name="Results">One for each document that was looked at.</param>
/// <param name="StillDue">How many documents remain due.</param>
public sealed record RenewalSum(ImmutableArray<(LicenseNumber Number, RenewalResult Result)> Results, long StillDue)
{
    /// <summary>How many came to a result.</summary>
    public int Count<T>()
        where T : RenewalResult => Results.Count(one => one.Result is T);
}
